"""What further columns are worth to a linear forecast, on rows before the test part, within a bounded time.

The rows are divided: a ridge regression is fitted to the first two thirds, and its errors on the last third
are compared with and without columns. What is *known ahead* acts at the very step that is forecast: its
effect is measured on differences over a season, taken off before the regression and put back on its forecast.
What is *known so far* corrects the forecast by its newest values. No network is trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from rnnkit.baselines.ridge import Ridge
from rnnkit.data import Table
from rnnkit.data.series.ahead import unknown_from
from rnnkit.data.series.scaling import spread, standardize, units_of
from rnnkit.tasks.forecast.settings import ResolvedForecast

Array = npt.NDArray[np.float64]
Sums = tuple[Array, Array]
"""Products of what is read with itself `(F, F)`, and with what is answered `(F, K)`."""

MOST_ROWS, MOST_CELLS = 4_000, 24_000  # of all series together, the newest of each
FEWEST_SERIES = 8  # or all there are
MOST_LOOKBACK, MOST_HORIZON, MOST_LAGS = 56, 48, 12
FIT_SHARE = 2 / 3
LEAST_WITHOUT_LUCK = 0.1  # of the error, where there is too little to tell luck by
STRENGTHS = (1e-3, 1e-2, 1e-1, 1.0)
SURE = 2.0  # standard errors


@dataclass(frozen=True)
class Improvement:
    """How much smaller the error is, and whether that is more than luck."""

    share: float
    sure: bool


def gain_of(errors: Array, fewer: Array, horizon: int) -> Improvement:
    """What errors of the same windows `(N,)` are better by; windows overlap, so that few tell of luck."""
    level = float(errors.mean())
    if not level > 0:
        return Improvement(0.0, sure=False)
    less = errors - fewer
    share, apart = float(less.mean()) / level, len(less) / horizon
    if apart < 2:
        return Improvement(share, sure=share >= LEAST_WITHOUT_LUCK)
    return Improvement(share, sure=float(less.mean()) > SURE * float(less.std()) / np.sqrt(apart))


@dataclass(frozen=True)
class CheckedLine:
    """A series before its test part: values `(T,)` and columns `(T, C)`, in units of their own."""

    y: Array
    x: Array
    border: int  # where the part ends that is fitted to


@dataclass(frozen=True)
class Check:
    """Series with columns, and the linear forecast of them to compare with."""

    lines: Sequence[CheckedLine]
    names: Sequence[str]
    known: frozenset[str]  # columns that are known ahead
    lookback: int
    horizon: int
    straight: Ridge  # without any column

    @classmethod
    def of(cls, table: Table, config: ResolvedForecast, names: Sequence[str]) -> Self | None:
        """The rows of a table that can be checked; `None` where they are too few."""
        horizon = min(config.horizon, MOST_HORIZON)
        lines, known = _lines(table, config, names)
        lookback = min(config.lookback, MOST_LOOKBACK)
        season = table.seasonality if 1 < table.seasonality <= lookback else 1
        lines = [
            line
            for line in lines
            if line.border >= lookback + horizon and len(line.y) - line.border >= horizon
        ]
        if not lines:
            return None
        straight = Ridge.fit([line.y[: line.border] for line in lines], lookback, horizon, season)
        if straight is None:
            return None
        return cls(lines, names, known, lookback, horizon, straight)

    @cached_property
    def errors(self) -> Array:
        """The mean absolute error of each window without any column `(N,)`."""
        return self.errors_with((), (), self.straight)

    def is_ahead(self, columns: Sequence[str]) -> bool:
        """Whether all of them are known behind the last value."""
        return self.known.issuperset(columns)

    def gain(self, ahead: Sequence[str], past: Sequence[str]) -> Improvement:
        """What columns are worth, about: the straight lines stay those that were fitted without them."""
        return gain_of(self.errors, self.errors_with(ahead, past, self.straight), self.horizon)

    def errors_with(self, ahead: Sequence[str], past: Sequence[str], ridge: Ridge | None = None) -> Array:
        """The mean absolute error of every window of the last third `(N,)`, by these straight lines or by
        ones that are fitted anew."""
        acting = [self.names.index(name) for name in ahead]
        effect = self._effect(acting)  # (A,)
        plain = [line.y - line.x[:, acting] @ effect for line in self.lines]
        if ridge is None:
            seen = [y[: line.border] for y, line in zip(plain, self.lines, strict=True)]
            ridge = Ridge.fit(seen, self.lookback, self.horizon, self.straight.season) or self.straight
        missed = self._missed(plain, ridge, before=False)
        if past:
            lags = [self.names.index(name) for name in past]
            read, asked = (
                np.concatenate([self._lags(line, lags, before=before) for line in self.lines])
                for before in (True, False)
            )
            missed = missed - _correction(read, self._missed(plain, ridge, before=True), asked)
        return np.asarray(np.abs(missed).mean(axis=1))

    def _missed(self, plain: Sequence[Array], ridge: Ridge, *, before: bool) -> Array:
        """What straight lines miss `(N, K)` of values that columns were taken off."""
        parts = [self._windows(y, line, before=before) for y, line in zip(plain, self.lines, strict=True)]
        return np.concatenate([answers - ridge.predict(read) for read, answers in parts])

    def _effect(self, acting: Sequence[int]) -> Array:
        """What one unit of each column adds to the value of the same step, by differences over a season."""
        if not acting:
            return np.zeros(0)
        lag = self.straight.season or 1
        parts = [(line.y[: line.border], line.x[: line.border, acting]) for line in self.lines]
        y = np.concatenate([y[lag:] - y[:-lag] for y, _ in parts])
        x = np.concatenate([x[lag:] - x[:-lag] for _, x in parts])
        return np.asarray(np.linalg.lstsq(x, y, rcond=1e-6)[0])

    def _cutoffs(self, line: CheckedLine, *, before: bool) -> npt.NDArray[np.int64]:
        """First steps of what is forecast: all of it in the fitted part, or all of it behind that."""
        ends = (self.lookback, line.border) if before else (line.border, len(line.y))
        return np.arange(ends[0], ends[1] - self.horizon + 1)

    def _windows(self, y: Array, line: CheckedLine, *, before: bool) -> tuple[Array, Array]:
        """What is read `(N, L)` and what is answered `(N, K)`."""
        size = self.lookback + self.horizon
        every = np.lib.stride_tricks.sliding_window_view(y, size)
        some = every[self._cutoffs(line, before=before) - self.lookback]
        return some[:, : self.lookback], some[:, self.lookback :]

    def _lags(self, line: CheckedLine, columns: Sequence[int], *, before: bool) -> Array:
        """The newest values of columns before each window `(N, Q * C)`."""
        lags = min(self.lookback, MOST_LAGS)
        every = np.lib.stride_tricks.sliding_window_view(line.x[:, columns], lags, axis=0)
        some = every[self._cutoffs(line, before=before) - lags]
        return np.asarray(some.reshape(len(some), -1))


def _lines(
    table: Table, config: ResolvedForecast, names: Sequence[str]
) -> tuple[list[CheckedLine], frozenset[str]]:
    """The newest rows of some series before their test part, and which columns reach behind all of these."""
    groups = list(table.places.values())
    most = min(MOST_ROWS, MOST_CELLS // len(names))
    number = min(len(groups), max(FEWEST_SERIES, most * len(groups) // len(table.frame)))
    values = table.frame[config.targets[0]].to_numpy(np.float64)
    columns = table.frame[list(names)].to_numpy(np.float64)
    units = units_of(columns)
    lines, reach = [], []
    for rows in groups[:: -(-len(groups) // number)]:
        known = np.flatnonzero(np.isfinite(values[rows]))
        if not len(known):
            continue
        first, last = int(known[0]), int(known[-1]) + 1
        reach.append(unknown_from(columns[rows]) >= last + (config.horizon + 1) // 2)
        part = rows[first : max(first, last - config.test)][-max(1, most // number) :]
        if len(part) > 1 and np.isfinite(values[part]).all():
            border = int(len(part) * FIT_SHARE)
            fit = values[part[:border]]
            y = (values[part] - fit.mean()) / spread(fit)
            lines.append(CheckedLine(y, standardize(columns[part], units), border))
    all_of = np.all(reach, axis=0) if reach else np.zeros(len(names), bool)
    return lines, frozenset(name for name, reaches in zip(names, all_of, strict=True) if reaches)


def _correction(seen: Array, left: Array, asked: Array) -> Array:
    """What `asked` `(M, F)` says is still missing `(M, K)`, by a ridge regression of `left` on `seen`.

    Its strength is the one that does best on the last fifth of what it is fitted to.
    """
    seen, asked, level = seen - seen.mean(axis=0), asked - seen.mean(axis=0), left.mean(axis=0)
    left, border = left - level, len(seen) - len(seen) // 5
    early, late = (_sums(seen[part], left[part]) for part in (slice(border), slice(border, None)))

    def error(strength: float) -> float:
        weights = _solved(early, strength)
        return float(np.sum(weights * (late[0] @ weights)) - 2 * np.sum(weights * late[1]))

    strength = min(STRENGTHS, key=error)
    return np.asarray(asked @ _solved((early[0] + late[0], early[1] + late[1]), strength) + level)


def _sums(x: Array, y: Array) -> Sums:
    return x.T @ x, x.T @ y


def _solved(sums: Sums, strength: float) -> Array:
    """The weights `(F, K)` that shrink as much as the strength says."""
    unit = float(np.trace(sums[0])) / len(sums[0]) or 1.0
    return np.asarray(np.linalg.solve(sums[0] + strength * unit * np.eye(len(sums[0])), sums[1]))
