"""Rules of thumb: repeat the last value, the last season, the average step or the mean.

All take right-aligned histories `(N, L)`, whose rows may start with NaN where a history is shorter
than the longest, and answer `(N, K)`. NaN in an answer means: not available for this history.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def last_value(history: Array, horizon: int) -> Array:
    """Tomorrow is like today."""
    return np.repeat(history[:, -1:], horizon, axis=1)


def seasonal_naive(history: Array, horizon: int, seasonality: int) -> Array:
    """Each step repeats the value one season before; less than one season of history has no answer."""
    N, L = history.shape
    if seasonality > L:
        return np.full((N, horizon), np.nan)
    season = history[:, L - seasonality :]
    answer = season[:, np.arange(horizon) % seasonality]
    answer[np.isnan(season).any(axis=1)] = np.nan
    return answer


def drift(history: Array, horizon: int) -> Array:
    """The line through the first and the last value goes on; a single value has no slope and no answer."""
    begin = np.argmax(~np.isnan(history), axis=1)
    length = history.shape[1] - begin
    first = history[np.arange(len(history)), begin]
    steps = np.where(length > 1, length - 1, np.nan)
    slope = (history[:, -1] - first) / steps
    line: Array = history[:, -1:] + slope[:, None] * np.arange(1, horizon + 1)
    return line


def mean(history: Array, horizon: int) -> Array:
    """The mean of the history, for ever."""
    return np.repeat(np.nanmean(history, axis=1)[:, None], horizon, axis=1)


def right_aligned(history: Array | Sequence[Array]) -> Array:
    """Histories of any lengths as one array `(N, L)`, short ones filled with NaN on the left."""
    if isinstance(history, np.ndarray):
        return np.atleast_2d(np.asarray(history, dtype=np.float64))
    aligned = np.full((len(history), max(map(len, history), default=0)), np.nan)
    for row, values in zip(aligned, history, strict=True):
        row[len(row) - len(values) :] = values
    return aligned
