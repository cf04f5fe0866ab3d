"""Is a difference between two scores real, or luck? An interval of the difference, and the plain answer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnkit.compare.units import LEAST_BLOCKS, Units

Array = npt.NDArray[np.float64]
How = Literal["cutoffs", "series", "segments", "texts", "tunes", "paired seeds", "seeds", "nothing"]
Answer = Literal["first", "second", "cannot tell"]

LEVEL = 0.95
DRAWS = 2000
NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)
LEAST_SEEDS = 3
STEPS = 20_000  # of the integral behind the t distribution


@dataclass(frozen=True)
class Difference:
    """The first score minus the second, with its interval; smaller scores are better."""

    estimate: float
    low: float
    high: float
    how: How
    number: int  # of the units or seeds it rests on

    @property
    def answer(self) -> Answer:
        """Who is better, if the interval lies wholly on one side of zero."""
        return "first" if self.high < 0 else "second" if self.low > 0 else "cannot tell"

    def turned(self) -> "Difference":
        """The same the other way round: the second minus the first."""
        return replace(self, estimate=-self.estimate, low=-self.high, high=-self.low)

    @property
    def told(self) -> bool:
        """Whether there was enough to tell anything from."""
        return math.isfinite(self.low)


def over_units(first: Units, second: Units, comparisons: int = 1) -> Difference:
    """Compare on the same units: a paired bootstrap in circular blocks (Politis & Romano 1992).

    The percentile interval is widened as Student's t is against the normal distribution, with a degree
    of freedom less than there are blocks (after Hesterberg 2015), since few blocks show too little spread;
    and further (Bonferroni) where it is one of several `comparisons`.
    """
    return over_drawn(first, second, _redrawn(first.loss - second.loss, first.mass, first.block), comparisons)


def over_drawn(
    first: Units, second: Units, drawn: Array, comparisons: int = 1, level: float = LEVEL
) -> Difference:
    """The same where the differences of the samples (DRAWS,) are there: of many pairs, those of `redrawn`.

    To ask one way only at 5 %, whether the first is better, ask both ways at a `level` of 0.9.
    """
    estimate = first.score - second.score
    if first.blocks < LEAST_BLOCKS:
        return _around(estimate, math.inf, first.kind, len(first))
    low, high = _interval(np.asarray(estimate), drawn, _wider(first.blocks, comparisons, level), level)
    return Difference(estimate, float(low), float(high), first.kind, len(first))


def told_better(units: Sequence[Units]) -> npt.NDArray[np.bool_]:
    """Who is told to be better than whom, `(n, n)`: each compared with all others on the same units.

    Each is one of so many comparisons, hence wider; see `over_units`.
    """
    found = np.zeros((len(units), len(units)), dtype=bool)
    if len(units) < 2 or units[0].blocks < LEAST_BLOCKS:
        return found
    drawn, scores = np.stack([redrawn(each) for each in units]), np.array([each.score for each in units])
    wider = _wider(units[0].blocks, len(units) - 1, LEVEL)
    for i in range(len(units) - 1):
        low, high = _interval(scores[i] - scores[i + 1 :], drawn[i] - drawn[i + 1 :], wider, LEVEL)
        found[i, i + 1 :], found[i + 1 :, i] = high < 0, low > 0
    return found


def redrawn(units: Units) -> Array:
    """Scores `(DRAWS,)` that units drawn again make: the same draws for all of one number and block, so that
    the difference of two is paired."""
    return _redrawn(units.loss, units.mass, units.block)


def standard_error(units: Units) -> float:
    """How far chance moves the score of these units; infinite where there are too few blocks to tell."""
    if units.blocks < LEAST_BLOCKS:
        return math.inf
    return float(redrawn(units).std()) * math.sqrt(units.blocks / (units.blocks - 1))


def over_seeds(first: Mapping[int, float], second: Mapping[int, float], comparisons: int = 1) -> Difference:
    """Compare by repeats with other seeds (seed -> score): paired where both have the same, else Welch's."""
    shared = sorted(set(first) & set(second))
    if len(shared) >= max(LEAST_SEEDS, min(len(first), len(second))):
        return _paired(np.array([first[seed] - second[seed] for seed in shared]), comparisons)
    return _welch(np.array([*first.values()]), np.array([*second.values()]), comparisons)


def unknown(estimate: float) -> Difference:
    """The difference of two runs that kept nothing but their scores."""
    return _around(estimate, math.inf, "nothing", 0)


def enough_seeds(first: Mapping[int, float], second: Mapping[int, float]) -> bool:
    """Whether both were repeated often enough to compare by seeds."""
    return min(len(first), len(second)) >= LEAST_SEEDS


@lru_cache(maxsize=64)
def t_quantile(chance: float, freedom: float) -> float:
    """The point below which Student's t lies with this chance (1/2 to 1), for any `freedom` from 1 on.

    With t = sqrt(f) tan(u) its density becomes cos(u)^(f-1), which is integrated step by step.
    """
    edges = np.linspace(0, math.pi / 2, STEPS + 1)
    density = np.cos((edges[1:] + edges[:-1]) / 2) ** (freedom - 1)
    mass = np.concatenate([[0.0], np.cumsum(density)])
    angle = float(np.interp((2 * chance - 1) * mass[-1], mass, edges))
    return math.sqrt(freedom) * math.tan(angle)


def _critical(freedom: float, comparisons: int, level: float = LEVEL) -> float:
    return t_quantile(1 - (1 - level) / 2 / comparisons, freedom)


def _wider(blocks: float, comparisons: int, level: float) -> float:
    """By how much an interval of percentiles is widened: few blocks show too little spread."""
    normal = NormalDist().inv_cdf((1 + level) / 2)
    return _critical(blocks - 1, comparisons, level) / normal * math.sqrt(blocks / (blocks - 1))


def _interval(estimate: Array, drawn: Array, wider: float, level: float) -> tuple[Array, Array]:
    """The ends `(...,)` of the widened percentile interval of samples `(..., DRAWS)`."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return estimate - wider * (estimate - low), estimate + wider * (high - estimate)


def _redrawn(loss: Array, mass: Array, block: int) -> Array:
    """Scores `(DRAWS,)` of samples put together from blocks of neighbours; the end joins the beginning."""
    N = len(loss)
    starts = np.random.default_rng(0).integers(N, size=(DRAWS, -(-N // block)))
    sums = [_block_sums(values, block)[starts].sum(axis=1) for values in (loss, mass)]
    return np.asarray(sums[0] / sums[1], dtype=np.float64)


def _block_sums(values: Array, block: int) -> Array:
    """The sum of the block that starts at each place, round the corner at the end."""
    running = np.concatenate([[0.0], np.cumsum(np.concatenate([values, values[: block - 1]]))])
    return np.asarray(running[block:] - running[:-block], dtype=np.float64)


def _paired(differences: Array, comparisons: int) -> Difference:
    n = len(differences)
    error = float(differences.std(ddof=1)) / math.sqrt(n)
    return _around(float(differences.mean()), error * _critical(n - 1, comparisons), "paired seeds", n)


def _welch(first: Array, second: Array, comparisons: int) -> Difference:
    """Two means with spreads of their own (Welch 1947)."""
    estimate, number = float(first.mean() - second.mean()), min(len(first), len(second))
    if number < LEAST_SEEDS:
        return _around(estimate, math.inf, "seeds", number)
    spread = [float(values.var(ddof=1)) / len(values) for values in (first, second)]
    parts = sum(part**2 / (len(v) - 1) for part, v in zip(spread, (first, second), strict=True))
    freedom = sum(spread) ** 2 / parts if parts else number - 1
    return _around(estimate, math.sqrt(sum(spread)) * _critical(freedom, comparisons), "seeds", number)


def _around(estimate: float, reach: float, how: How, number: int) -> Difference:
    return Difference(estimate, estimate - reach, estimate + reach, how, number)
