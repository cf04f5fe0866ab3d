"""For many short series: how much of each simple method the forecast of each series begins with.

The weights come from the validation part of each series, shrunk towards those of all series together, for one
short series says little. At every cutoff the methods read what is known there and nothing else, so what the
network corrects in training is off as it will be later.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnkit.baselines import Ridge
from rnnkit.baselines.starts import METHODS, Line, members, start, steps_read
from rnnkit.tasks.forecast.inputs.channels import Channel, each_cutoffs
from rnnkit.tasks.forecast.inputs.scaler import Scaler
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.words import t

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

PRIOR = 4.0  # the error of all series counts as much as so many series
SHARPNESS = 10.0  # a method that is a tenth worse than another weighs a third of it
UNTRIED = (0.5, 0.5, 0.0, 0.0)  # where no series has a validation part
MOST_TRIED, MOST_OF_A_SERIES = 5_000, 6  # validation windows
MOST_NUMBERS = 20_000  # of a straight line that is kept with the model


@dataclass(frozen=True)
class Starts:
    """The start of every forecast of these channels, in training units."""

    channels: Sequence[Channel]
    config: ResolvedForecast
    weights: Array  # (channels, methods)
    line: Line | None

    def of(self, owner: Ints, cutoff: Ints) -> Array:
        """The starts `(N, K)` at these cutoffs of these channels."""
        return self._weighted(owner, cutoff, self.weights)

    def shared(self, owner: Ints, cutoff: Ints) -> Array:
        """The starts `(N, K)` there with the mean weights of all series.

        On the validation part, which chose the weights of each, they err as the weights of each do elsewhere.
        """
        return self._weighted(owner, cutoff, np.broadcast_to(self.weights.mean(axis=0), self.weights.shape))

    def _weighted(self, owner: Ints, cutoff: Ints, weights: Array) -> Array:
        history = self._histories(owner, cutoff)
        return start(history, weights[owner], self.config.horizon, self._season, self.line)

    def members(self, owner: Ints, cutoff: Ints) -> Array:
        """What each method says there `(methods, N, K)`."""
        return members(self._histories(owner, cutoff), self.config.horizon, self._season, self.line)

    @property
    def _season(self) -> int:
        return self.channels[0].season

    @cached_property
    def _flat(self) -> tuple[Array, Ints]:
        """All values end to end, behind as many unknown ones as are read, and where each channel begins."""
        length = steps_read(self._season, self.config.lookback)
        parts = [part for c in self.channels for part in (np.full(length, np.nan), c.z)]
        sizes = [length + len(c.y) for c in self.channels]
        return np.concatenate(parts), np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) + length

    def _histories(self, owner: Ints, cutoff: Ints) -> Array:
        values, begin = self._flat
        length = steps_read(self._season, self.config.lookback)
        found: Array = values[(begin[owner] + cutoff)[:, None] + np.arange(-length, 0)]
        return found


def kept_starts(found: Sequence[Channel], config: ResolvedForecast, scaler: Scaler) -> Starts | None:
    """The starts that a network was trained with, of these channels; none where it has none."""
    kept = scaler.starts
    if kept is None:
        return None
    known = {
        (line.unique_id, line.target): shares for line, shares in zip(scaler.lines, kept.weights, strict=True)
    }
    weights = [known.get((channel.unique_id, channel.target), kept.new) for channel in found]
    line = (np.array(kept.line), np.array(kept.bias)) if kept.line else None
    return Starts(found, config, np.array(weights), line)


def starts_of(found: Sequence[Channel], config: ResolvedForecast, ridge: Ridge | None) -> Starts:
    """The starts with weights that are chosen on the validation part of each series."""
    fits = ridge is not None and ridge.weights.size <= MOST_NUMBERS
    line = (ridge.weights, ridge.bias) if ridge is not None and fits else None
    trial = Starts(found, config, np.zeros((len(found), len(METHODS))), line)
    return Starts(found, config, _weights(trial), line)


def _weights(trial: Starts) -> Array:
    """The weights of each channel, from the errors of each method on its validation windows."""
    count = len(trial.channels)
    most = max(1, min(MOST_OF_A_SERIES, MOST_TRIED // count))
    tried = each_cutoffs(trial.channels, "valid")
    tried = [ends[:: -(-len(ends) // most)] if len(ends) else ends for ends in tried]
    owner = np.repeat(np.arange(count, dtype=np.int64), [len(ends) for ends in tried])
    if not len(owner):
        return np.tile(UNTRIED, (count, 1))
    cutoff = np.concatenate(tried)
    steps = np.arange(trial.config.horizon)
    truth = np.stack([trial.channels[int(n)].z[c + steps] for n, c in zip(owner, cutoff, strict=True)])
    off: Array = np.abs(trial.members(owner, cutoff) - truth).mean(axis=2)  # (methods, N)
    errors: Array = np.stack([np.bincount(owner, one, minlength=count) for one in off], axis=1).astype(float)
    return weigh(errors, trial.line is not None)


def weigh(errors: Array, linear: bool = True) -> Array:
    """Weights `(S, M)` from errors `(S, M)`; a series whose errors are all 0 gets the weights of all."""
    size = errors.mean(axis=1, keepdims=True)
    relative = np.where(size > 0, errors / np.where(size > 0, size, 1), np.nan)
    known: Bools = np.atleast_1d(np.isfinite(relative).all(axis=1))
    if not known.any():
        return np.tile(UNTRIED, (len(errors), 1))
    panel = relative[known].mean(axis=0)
    shrunk = np.where(known[:, None], (relative + PRIOR * panel) / (1 + PRIOR), panel)
    weights = np.exp(-SHARPNESS * shrunk)
    if not linear:
        weights[:, METHODS.index("linear")] = 0
    found: Array = weights / weights.sum(axis=1, keepdims=True)
    return found


def words_on_starts(starts: Starts, trust: float) -> str:
    """What most series begin with: `Starts: Theta for 120 series, a damped trend for 60 series.`"""
    names = {
        "theta": t("Theta"),
        "damped trend": t("a damped trend"),
        "seasonal naive": t("the season before"),
        "linear": t("a straight line"),
    }
    counted = Counter(METHODS[best] for best in starts.weights.argmax(axis=1)).most_common()
    said = [t("{name} for {count:,} series", name=names[name], count=count) for name, count in counted]
    return t(
        "Starts (largest weight): {starts}; {trust:.0%} of what the network corrects is taken.",
        starts=", ".join(said),
        trust=trust,
    )
