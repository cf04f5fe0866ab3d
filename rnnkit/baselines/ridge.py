"""Linear autoregression in closed form: one ridge regression for all series and all steps at once.

Each window is taken relative to its last value, so the answer follows the level of the series. What the
regression shrinks towards is a rule of thumb: the last value, or the season before. Only sums over windows
are kept (the normal equations), so memory does not grow with the data, and rule and strength are chosen
from those sums alone, on the last windows of every series.

Of few windows the answers to far steps are mostly noise. There the mean with a second line is taken: one
that answers the next step alone and reads its own answers for the others (Marcellino, Stock and Watson 2006
compare both).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from rnnkit.data.series.panel import alike

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

STRENGTHS = (1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0)
MAX_WINDOWS = 200_000
MAX_LOOKBACK = 1024  # the normal equations cost lookback squared, their solution lookback cubed
MAX_PRODUCTS = 3e10  # about a second of multiplications on one core
VALID_SHARE = 0.2
CHUNK = 4096
FEW = 300  # windows; of so many, a line to each step is better alone than in a mean with an iterated one
ROUNDING = 1e-13
MOST_HELD = 2_000_000  # numbers of the sums of series that wait to be added up


@dataclass(frozen=True)
class Ridge:
    """`y_hat = last + (window - last) @ weights + bias`, for windows of `lookback` values."""

    weights: Array  # (L, K); the last row is zero, for the last value minus itself says nothing
    bias: Array  # (K,)
    strength: float  # relative to the mean variance of the inputs
    season: int  # the rule it was shrunk towards: the season before, or 0 for the last value
    num_windows: int

    @property
    def lookback(self) -> int:
        """How many past values it reads; may be fewer than asked for where data is short."""
        return len(self.weights)

    @classmethod
    def fit(cls, series: Sequence[Array], lookback: int, horizon: int, seasonality: int = 1) -> Self | None:
        """Fit one model to all series; `None` when not even a few short windows exist.

        Series of different units should be scaled alike before, or the largest decides.
        """
        lookback = usable_lookback([len(values) for values in series], lookback, horizon)
        if lookback == 0:
            return None
        fit, valid = sums_of(series, lookback, horizon)
        season, strength = _choose(fit, valid, seasonality if 1 < seasonality <= lookback else 0)
        both = fit.plus(valid)
        weights, bias = next(both.solve((strength,), [rule(season, lookback, horizon)]))
        if horizon > 1 and both.count < FEW:
            again = _iterated(series, lookback, horizon, seasonality)
            weights, bias = (weights + again[0]) / 2, (bias + again[1]) / 2
        return cls(weights, bias, strength, season, int(both.count))

    def predict(self, windows: Array) -> Array:
        """Forecast `(N, K)` from the last `lookback` values of rows `(N, L)`; too short ones give NaN."""
        N, L = windows.shape
        if self.lookback > L:
            return np.full((N, len(self.bias)), np.nan)
        answer = np.empty((N, len(self.bias)))
        for start in range(0, N, CHUNK):
            part = windows[start : start + CHUNK, L - self.lookback :]
            last = part[:, -1:]
            answer[start : start + CHUNK] = (part - last) @ self.weights + self.bias + last
        return answer


def usable_lookback(lengths: Sequence[int], lookback: int, horizon: int) -> int:
    """The longest lookback up to the wanted one that leaves as many windows as weights; 0: none does."""
    sizes = np.asarray(lengths)

    def windows(length: int) -> int:
        return int(np.maximum(sizes - length - horizon + 1, 0).sum())

    low, high = 1, min(lookback, MAX_LOOKBACK)
    if windows(low) < 4:
        return 0
    while low < high:  # fewer windows the longer the lookback: halve the range
        middle = (low + high + 1) // 2
        low, high = (middle, high) if windows(middle) >= middle else (low, middle - 1)
    return low


@dataclass
class WindowSums:
    """Everything a least-squares fit needs to know about its windows: counts, sums and products."""

    count: float
    x: Array  # (L,)
    y: Array  # (K,)
    xx: Array  # (L, L)
    xy: Array  # (L, K)
    yy: float

    @classmethod
    def empty(cls, lookback: int, horizon: int) -> Self:
        """The sums of no window."""
        return cls(
            0.0,
            np.zeros(lookback),
            np.zeros(horizon),
            np.zeros((lookback, lookback)),
            np.zeros((lookback, horizon)),
            0.0,
        )

    @classmethod
    def of_each(cls, windows: Array, lookback: int) -> Iterator[Self]:
        """Those of the windows `(S, n, L + K)` of several series, relative to the last value of their first
        part.

        Products of series side by side have the digits that each would have alone.
        """
        centred = windows - windows[:, :, lookback - 1 : lookback]
        x, y = centred[:, :, :lookback], centred[:, :, lookback:]
        turned, squares = x.transpose(0, 2, 1), (y * y).reshape(len(y), -1).sum(axis=1)
        count = float(windows.shape[1])
        found = (x.sum(axis=1), y.sum(axis=1), turned @ x, turned @ y, squares.tolist())
        for sums in zip(*found, strict=True):
            yield cls(count, *sums)

    def add(self, other: "WindowSums") -> None:
        """Count the windows of the other in."""
        self.count += other.count
        self.x += other.x
        self.y += other.y
        self.xx += other.xx
        self.xy += other.xy
        self.yy += other.yy

    def plus(self, other: "WindowSums") -> "WindowSums":
        """The sums over the windows of both."""
        return WindowSums(
            self.count + other.count,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.xy + other.xy,
            self.yy + other.yy,
        )

    def solve(self, strengths: Sequence[float], starts: Sequence[Array]) -> Iterator[tuple[Array, Array]]:
        """Weights and bias, shrunk towards each start by each strength, from one eigendecomposition."""
        x_mean, y_mean = self.x / self.count, self.y / self.count
        variance = self.xx / self.count - np.outer(x_mean, x_mean)
        values, vectors = np.linalg.eigh(variance)
        covariance = self.xy / self.count - np.outer(x_mean, y_mean)
        unit = float(np.trace(variance)) / len(variance)
        # A ramp has windows that do not vary at all; what is left of their variance is rounding.
        floor = ROUNDING * float(np.trace(self.xx)) / self.count + np.finfo(float).tiny
        for start in starts:
            projected = vectors.T @ (covariance - variance @ start)
            for strength in strengths:
                away = vectors @ (projected / (np.maximum(values, 0) + strength * unit + floor)[:, None])
                weights = start + away
                weights[-1] = 0.0  # exactly, not up to rounding
                yield weights, y_mean - x_mean @ weights

    def error(self, weights: Array, bias: Array) -> float:
        """Sum of squared errors of a solution on these windows, without looking at them again."""
        squares = self.yy + np.sum(weights * (self.xx @ weights)) - 2 * np.sum(weights * self.xy)
        shift = 2 * bias @ (self.x @ weights - self.y) + self.count * bias @ bias
        return float(squares + shift)


def _iterated(series: Sequence[Array], lookback: int, horizon: int, seasonality: int) -> tuple[Array, Array]:
    """Weights `(L, K)` and bias `(K,)` of a line to the next step that reads its own answers."""
    fit, valid = sums_of(series, lookback, 1)
    season, strength = _choose(fit, valid, seasonality if 1 < seasonality <= lookback else 0)
    weights, bias = next(fit.plus(valid).solve((strength,), [rule(season, lookback, 1)]))
    return repeated(weights[:, 0], float(bias[0]), horizon)


def repeated(weights: Array, bias: float, horizon: int) -> tuple[Array, Array]:
    """Lines `(L, K)` and biases `(K,)` to each step, of a line `(L,)` to the next one that reads its answers.

    All are relative to the last value. The mean of the two newest values, twice:

    >>> repeated(np.array([0.5, 0.0]), 0.0, 2)[0].tolist()
    [[0.5, 0.25], [0.0, 0.0]]
    """
    step = weights.copy()
    step[-1] = 1 - weights[:-1].sum()  # of values as they are, not relative to the last
    answer, level = np.zeros(len(step)), 0.0
    answer[-1] = 1.0
    found, biases = np.empty((len(step), horizon)), np.empty(horizon)
    for ahead in range(horizon):
        newest = answer[-1]
        level += bias * newest
        answer = np.concatenate([[0.0], answer[:-1]]) + newest * step
        found[:, ahead], biases[ahead] = answer, level
    found[-1] = 0.0  # the last value minus itself says nothing
    return found, biases


def rule(season: int, lookback: int, horizon: int) -> Array:
    """The weights `(L, K)` that repeat the season before; all zero (the last value) for season 0."""
    weights = np.zeros((lookback, horizon))
    if season:
        steps = np.arange(horizon)
        weights[lookback - season + steps % season, steps] = 1.0
        weights[-1] = 0.0  # the last value minus itself says nothing
    return weights


def _choose(fit: WindowSums, valid: WindowSums, season: int) -> tuple[int, float]:
    """The rule and the strength with the least error on the validation windows."""
    if not valid.count or not fit.count:
        return 0, 1e-2
    seasons = sorted({0, season})
    starts = [rule(candidate, len(fit.x), len(fit.y)) for candidate in seasons]
    place, strength = choose(fit, valid, STRENGTHS, starts)
    return seasons[place], strength


def choose(
    fit: WindowSums, valid: WindowSums, strengths: Sequence[float], starts: Sequence[Array]
) -> tuple[int, float]:
    """Which start, by its place, and which strength have the least error on the validation windows."""
    errors = [valid.error(*solution) for solution in fit.solve(strengths, starts)]
    best = int(np.argmin(errors))
    return best // len(strengths), strengths[best % len(strengths)]


def sums_of(series: Sequence[Array], lookback: int, horizon: int) -> tuple[WindowSums, WindowSums]:
    """The sums over the earlier windows of every series, and those over its last ones."""
    fit, valid = WindowSums.empty(lookback, horizon), WindowSums.empty(lookback, horizon)
    size = lookback + horizon
    total = sum(max(len(values) - size + 1, 0) for values in series)
    most = min(MAX_WINDOWS, MAX_PRODUCTS / lookback**2)
    every = max(1, int(np.ceil(total / most)))
    long = [np.asarray(values, np.float64) for values in series if len(values) >= size]
    step = max(1, MOST_HELD // (lookback * size))
    for start in range(0, len(long), step):
        for learned, checked in _sums_of_some(long[start : start + step], lookback, horizon, every):
            for one in learned:
                fit.add(one)
            for one in checked:
                valid.add(one)
    return fit, valid


def _sums_of_some(
    series: Sequence[Array], lookback: int, horizon: int, every: int
) -> list[tuple[list[WindowSums], list[WindowSums]]]:
    """For each series the sums over its earlier windows and over its last ones, in pieces."""
    size = lookback + horizon
    found: list[tuple[list[WindowSums], list[WindowSums]]] = [([], []) for _ in series]
    for places in alike([len(values) for values in series], CHUNK):
        table = np.stack([series[place] for place in places])
        windows = np.lib.stride_tricks.sliding_window_view(table, size, axis=1)
        for part, used in enumerate(_parts(windows.shape[1], horizon, every)):
            for start in range(0, len(used), CHUNK):
                some = np.ascontiguousarray(windows[:, used[start : start + CHUNK]])
                each = _known_sums(some, lookback)
                for place, one in zip(places, each, strict=True):
                    found[place][part].append(one)
    return found


def _parts(windows: int, horizon: int, every: int) -> tuple[Ints, Ints]:
    """Which of so many windows of a series are learned from, and which check that."""
    border = round(windows * (1 - VALID_SHARE))
    gap = min(horizon, border // 2)  # targets of the fit should not be targets of the check
    parts = np.arange(border - gap), np.arange(border, windows)
    fit, valid = (part[::-1][::every] for part in parts)  # backwards, so that the newest are always in
    return fit, valid


def _known_sums(windows: Array, lookback: int) -> list[WindowSums]:
    """The sums of each series `(S, n, L + K)`; windows with unknown values are left out."""
    known: Bools = np.asarray(np.isfinite(windows).all(axis=2))
    if known.all():
        return list(WindowSums.of_each(windows, lookback))
    return [
        next(WindowSums.of_each(one[rows][None], lookback)) for one, rows in zip(windows, known, strict=True)
    ]
