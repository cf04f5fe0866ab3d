"""The straight lines that series have of their own beside the network: fitted, and how much is taken.

A network of all series, and a line of all, fit none of them as well as a line of its own where series differ
and are long. Both are off in other ways, so a mean of both is better than either. The lines are no part of
what is trained: a network that learned what they miss would learn from errors that are too small, those on
rows that the lines were fitted to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from rnnkit.baselines import Ridge
from rnnkit.baselines.own_lines import OwnLines
from rnnkit.tasks.forecast.inputs.channels import Channel
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import forecast
from rnnkit.tasks.forecast.networks.network import MIDDLE, Forecaster
from rnnkit.tasks.forecast.networks.objective import MAX_CALIBRATION
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.week import DAYS
from rnnkit.training.batches import thinned
from rnnkit.words import t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHARES = np.arange(16) / 20  # of the forecast that are tried; a mean is safer than the line alone
PRIOR = 4.0  # the errors of all series count as much as so many of the one


@dataclass(frozen=True)
class FittedLines:
    """The lines of these channels, fitted to their training parts, in training units."""

    found: OwnLines
    channels: Sequence[Channel]

    @classmethod
    def of(cls, channels: Sequence[Channel], shared: Ridge) -> Self:
        """Lines that may be shrunk towards the season before, or the week."""
        season = channels[0].season
        train = [channel.z[: channel.valid_start] for channel in channels]
        return cls(OwnLines.fit(train, shared, (season, DAYS * season)), channels)

    def of_all_rows(self) -> Array:
        """The lines with the same choices, fitted to all that is known."""
        shared = self.found.shared
        every = [channel.z for channel in self.channels]
        learned = [z for z, channel in zip(every, self.channels, strict=True) if channel.parts.learned]
        again = Ridge.fit(learned, shared.lookback, len(shared.bias), shared.season)
        same = again is not None and again.lookback == shared.lookback
        return self.found.of(every, again if again is not None and same else shared).lines

    def settle(self, model: Forecaster, refitted: Forecaster | None, windows: Windows) -> float:
        """Give both networks the share that each line is to have, and the second the lines of all rows.

        What is best on the validation part is taken; returns the mean share.
        """
        shares = validated_shares(model, windows)
        put(model, self.found.lines, shares)
        if refitted is not None:
            put(refitted, self.of_all_rows(), shares)
        return float(shares.mean())


@torch.no_grad()
def put(model: Forecaster, lines: Array, shares: Array | None = None) -> None:
    """Lay lines `(S, l + 1, K)` for the newest `l <= L` values beside a network, and their shares `(S,)`."""
    own = model.get_buffer("own")
    own.zero_()
    own[:, own.shape[1] - lines.shape[1] :] = torch.from_numpy(lines.astype(np.float32))
    if shares is not None:
        model.get_buffer("own_share").copy_(torch.from_numpy(shares.astype(np.float32)))


def validated_shares(model: Forecaster, windows: Windows) -> Array:
    """The share of its own line `(S,)` that each series does best with on the validation part."""
    positions = thinned(windows.positions("valid"), MAX_CALIBRATION)
    count = len(windows.channels)
    if not len(positions):
        return model.get_buffer("own_share").double().cpu().numpy()
    owner, _ = windows.owners(positions)
    off = np.concatenate(_errors(model, windows, positions))
    each = np.stack([np.bincount(owner, one, minlength=count) for one in off.T], axis=1).astype(float)
    return best_shares(each, np.bincount(owner, minlength=count))


def best_shares(errors: Array, windows: Ints) -> Array:
    """The best of `SHARES` for each series `(S,)`, by its errors `(S, shares)`, summed over its windows.

    Errors of a series count relative to their mean, whatever its unit, and are shrunk to those of all series:
    few windows of one say little.
    """
    some = windows > 0
    relative = errors[some] / errors[some].mean(axis=1, keepdims=True).clip(min=np.finfo(float).tiny)
    panel = relative.mean(axis=0)
    found = np.full(len(errors), SHARES[int(np.argmin(panel))])
    found[some] = SHARES[np.argmin(relative + PRIOR * panel, axis=1)]
    return found


@torch.no_grad()
def _errors(model: Forecaster, windows: Windows, positions: Tensor) -> list[Array]:
    """The mean error of each window with each share `(N, shares)`, in pieces."""
    parts = []
    for chunk in windows.chunks(positions):
        batch = windows.gather(chunk)
        assert batch.owner is not None
        alone = forecast(model, replace(batch, owner=None), windows.config.normalization)
        line = model.line_of(batch.values, batch.owner)
        answers, lines, truth = (
            tensor.double().cpu().numpy() for tensor in (alone[..., MIDDLE], line, batch.answers)
        )
        mixed = answers[..., None] + SHARES * (lines - answers)[..., None]  # (N, K, shares)
        parts.append(np.abs(truth[..., None] - mixed).mean(axis=1))
    return parts


def words_on_lines(share: float, config: ResolvedForecast) -> str:
    """How much of the forecast the lines are, in a sentence."""
    return t(
        "Each series has a straight line of its own, from its last {lookback} rows to each step; by the "
        "validation set {share:.0%} of the forecast is the line's and the rest the network's.",
        lookback=config.lookback,
        share=share,
    )
