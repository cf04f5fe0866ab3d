"""A straight line of its own for each series, where one of all series fits none of them well.

Each is a ridge regression like that of all (`rnnkit.baselines.ridge`), shrunk towards a rule of thumb or
towards the line of all, whichever forecasts the last windows of that series best.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from rnnkit.baselines.ridge import Ridge, WindowSums, choose, rule, sums_of

Array = npt.NDArray[np.float64]

STRENGTHS = (1e-8, 1e-4, 1e-2, 1.0, 100.0)
SHARED = -1  # in place of a season: shrunk towards the line of all


@dataclass(frozen=True)
class OwnLines:
    """`y_hat = last + (window - last) @ lines[s, :-1] + lines[s, -1]` of a series `s`."""

    lines: Array  # (S, L + 1, K), the bias last
    chosen: tuple[tuple[int, float], ...]  # of each: the season of the rule, 0 or SHARED; the strength
    shared: Ridge

    @classmethod
    def fit(cls, series: Sequence[Array], shared: Ridge, seasons: Sequence[int]) -> Self:
        """Lines of series in units in which they are alike; one of too few windows has that of all.

        `seasons` are the rules of thumb that are tried beside the last value and the line of all.
        """
        lookback, horizon = shared.weights.shape
        rules = [SHARED, 0, *sorted({season for season in seasons if 1 < season <= lookback})]
        starts = [_start(name, shared) for name in rules]
        chosen, lines = [], []
        for values in series:
            fit, valid = sums_of([values], lookback, horizon)
            place, strength = 0, np.inf
            if fit.count and valid.count:
                place, strength = choose(fit, valid, STRENGTHS, starts)
            chosen.append((rules[place], float(strength)))
            lines.append(_line(fit.plus(valid), starts[place], strength, shared))
        return cls(np.array(lines), tuple(chosen), shared)

    def of(self, series: Sequence[Array], shared: Ridge) -> Self:
        """The same choices fitted to these values of the series, such as longer ones."""
        lookback, horizon = shared.weights.shape
        lines = []
        for values, (season, strength) in zip(series, self.chosen, strict=True):
            fit, valid = sums_of([values], lookback, horizon)
            lines.append(_line(fit.plus(valid), _start(season, shared), strength, shared))
        return replace(self, lines=np.array(lines), shared=shared)


def _line(every: WindowSums, start: Array, strength: float, shared: Ridge) -> Array:
    """A line `(L + 1, K)` shrunk towards a start; that of all where there is nothing to go by."""
    weights, bias = shared.weights, shared.bias
    if every.count and np.isfinite(strength):
        weights, bias = next(every.solve((strength,), [start]))
    return np.concatenate([weights, bias[None]])


def _start(season: int, shared: Ridge) -> Array:
    """What a line is shrunk towards."""
    return shared.weights if season == SHARED else rule(season, *shared.weights.shape)
