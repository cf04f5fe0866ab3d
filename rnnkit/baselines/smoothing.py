"""The Theta method and exponential smoothing for thousands of histories at once.

Both take right-aligned histories `(N, L)` whose unknown values are NaN, on a scale on which swings are even,
and answer `(N, K)`. Instead of one best set of smoothing weights they average a grid of them by likelihood,
which is as accurate and needs no search. They travel into exported programs as they stand here.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SMOOTHINGS = np.array([0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
FORMS = np.array(
    [
        (level, trend, damping)
        for level in (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
        for trend in (0.02, 0.1, 0.3)
        for damping in (0.8, 0.9, 0.98)
    ]
)
FIRST = 10  # values that the first level and trend are read from
TINY = 1e-12
AT_ONCE = 100_000  # numbers of a state, so that it stays in the cache of a core


def theta(history: Array, horizon: int, season: int) -> Array:
    """The mean of the straight line through the history and of simple smoothing of twice its bend.

    That is the method of Assimakopoulos and Nikolopoulos (2000), behind a classical decomposition whose
    seasonal figures are shrunk by how sure they are.
    """
    figures = seasonal_figures(history, season)
    even = history - _laid(figures, history.shape[1])
    end, slope = trend_line(even)
    line = end[:, None] + slope[:, None] * np.arange(1 - even.shape[1], 1)
    level = smoothed_level(2 * even - line)
    steps = np.arange(1, horizon + 1)
    answer: Array = 0.5 * (level + end)[:, None] + 0.5 * slope[:, None] * steps + _ahead(figures, horizon)
    return answer


def damped(history: Array, horizon: int, season: int) -> Array:
    """Holt's smoothing with a trend that fades (Gardner and McKenzie 1985), behind the same decomposition."""
    figures = seasonal_figures(history, season)
    even = history - _laid(figures, history.shape[1])
    fading = np.cumsum(FORMS[:, 2:] ** np.arange(1, horizon + 1), axis=1)  # (G, K)
    parts = [np.zeros((0, horizon))]
    for rows in _pieces(len(even), len(FORMS)):
        level, trend, error = smooth_trend(even[rows], FORMS)
        weights = likelihoods(error, np.isfinite(even[rows]).sum(axis=1))
        parts.append((weights * level).sum(axis=1)[:, None] + (weights * trend) @ fading)
    answer: Array = np.concatenate(parts) + _ahead(figures, horizon)
    return answer


def seasonal_figures(history: Array, season: int) -> Array:
    """How far each place in the season lies above the moving average `(N, m)`, that of the next step first.

    They are shrunk towards 0 by James and Stein, the more the less sure they are, and 0 where fewer than two
    seasons are known.
    """
    N, L = history.shape
    if season < 2 or 2 * season > L:
        return np.zeros((N, max(season, 1)))
    weights = np.ones(season + 1 - season % 2)
    if season % 2 == 0:
        weights[[0, -1]] = 0.5
    half = len(weights) // 2
    average = np.lib.stride_tricks.sliding_window_view(history, len(weights), axis=1) @ (weights / season)
    apart = history[:, half : L - half] - average
    places = np.arange(half - L, -half) % season
    figures, counts, spread = np.zeros((N, season)), np.zeros((N, season)), np.zeros(N)
    for place in range(season):
        some = apart[:, places == place]
        known = np.isfinite(some)
        counts[:, place] = known.sum(axis=1)
        figures[:, place] = np.where(known, some, 0).sum(axis=1) / np.maximum(counts[:, place], 1)
        spread += np.where(known, (some - figures[:, [place]]) ** 2, 0).sum(axis=1)
    enough = (counts > 0).all(axis=1)
    freedom = np.maximum(counts.sum(axis=1) - season, 1)
    figures -= figures.mean(axis=1, keepdims=True)
    noise = (spread / freedom)[:, None] / np.maximum(counts, 1)
    free = max(season - 3, 1) / season
    shrink = 1 - free * noise.sum(axis=1) / np.maximum((figures**2).sum(axis=1), TINY)
    kept: Array = np.where(enough, np.clip(shrink, 0, 1), 0)[:, None] * figures
    return kept


def trend_line(history: Array) -> tuple[Array, Array]:
    """The straight line of least squares through what is known: its height at the last step, its slope."""
    known = np.isfinite(history)
    steps = np.broadcast_to(np.arange(1 - history.shape[1], 1), history.shape)
    count = np.maximum(known.sum(axis=1), 1)
    middle = (steps * known).sum(axis=1) / count
    mean = np.where(known, history, 0).sum(axis=1) / count
    away = (steps - middle[:, None]) * known
    product = (away * np.where(known, history - mean[:, None], 0)).sum(axis=1)
    slope = product / np.maximum((away**2).sum(axis=1), TINY)
    return mean - slope * middle, slope


def smoothed_level(history: Array) -> Array:
    """The last level of simple exponential smoothing `(N,)`, averaged over its weights by likelihood."""
    parts = [np.zeros(0)]
    for rows in _pieces(len(history), len(SMOOTHINGS)):
        level, error = smooth(history[rows], SMOOTHINGS)
        known = np.isfinite(history[rows]).sum(axis=1)
        parts.append((likelihoods(error, known) * level).sum(axis=1))
    return np.concatenate(parts)


def smooth(history: Array, weights: Array) -> tuple[Array, Array]:
    """Simple smoothing with each weight: the last levels and the sums of squared errors, both `(N, weights)`.

    The first known value is the first level.
    """
    level = np.full((len(history), len(weights)), np.nan)
    error = np.zeros_like(level)
    for values in history.T:
        off = np.where(np.isfinite(values), values, np.nan)[:, None] - level
        off = np.nan_to_num(off)  # nothing is learned from a hole, nor from the first value
        level = np.where(np.isnan(level), values[:, None], level + weights * off)
        error += off**2
    return level, error


def smooth_trend(history: Array, forms: Array) -> tuple[Array, Array, Array]:
    """Smoothing with each form: weight of the level, weight of the trend, damping.

    Gives levels, trends and sums of squared errors, all `(N, G)`. Level and trend begin on the straight line
    through the first few values.
    """
    L, (alpha, beta, phi) = history.shape[1], forms.T
    begin = np.argmax(np.isfinite(history), axis=1)
    places = np.minimum(begin[:, None] + np.arange(FIRST), L - 1)
    end, slope = trend_line(np.take_along_axis(history, places, axis=1))
    level = np.repeat((end - slope * FIRST)[:, None], len(forms), axis=1)
    trend = np.repeat(slope[:, None], len(forms), axis=1)
    error = np.zeros_like(level)
    for step in range(int(begin.min(initial=L)), L):
        values, begun = history[:, step, None], (step >= begin)[:, None]
        fading = phi * trend
        off = np.where(np.isfinite(values), values - level - fading, 0)
        level = np.where(begun, level + fading + alpha * off, level)
        trend = np.where(begun, fading + alpha * beta * off, trend)
        error += off * off
    return level, trend, error


def likelihoods(error: Array, known: npt.NDArray[np.int64]) -> Array:
    """What each candidate weighs `(N, G)`, from its sum of squared errors over so many known values."""
    relative = np.maximum(error, TINY) / np.maximum(error.min(axis=1, keepdims=True), TINY)
    weights = np.exp(-0.5 * known[:, None] * np.log(relative))
    found: Array = weights / weights.sum(axis=1, keepdims=True)
    return found


def _laid(figures: Array, length: int) -> Array:
    """Seasonal figures under each of the steps `(N, length)` of a history."""
    laid: Array = figures[:, np.arange(-length, 0) % figures.shape[1]]
    return laid


def _ahead(figures: Array, horizon: int) -> Array:
    """Seasonal figures of the steps behind the end `(N, K)`."""
    ahead: Array = figures[:, np.arange(horizon) % figures.shape[1]]
    return ahead


def _pieces(rows: int, size: int) -> Iterator[slice]:
    """Rows in pieces whose states, of so many numbers each, stay in the cache."""
    step = max(1, AT_ONCE // size)
    for start in range(0, rows, step):
        yield slice(start, start + step)
