"""Where the forecast of a series begins: simple methods, averaged with weights that are its own.

An average of such methods is better than each of them (Makridakis, Spiliotis and Assimakopoulos 2020). All
work on the scale of the network. It travels into exported programs as it stands here.
"""

import numpy as np
import numpy.typing as npt

from rnnkit.baselines.smoothing import damped, theta
from rnnkit.data.series.history import backwards

Array = npt.NDArray[np.float64]
Line = tuple[Array, Array]  # weights (L, K) for values relative to the last one, and bias (K,)

METHODS = ("theta", "damped trend", "seasonal naive", "linear")
SEASONS, SHORTEST = 10, 100  # what is older than so many seasons, or steps, hardly moves a smoothed level


def steps_read(season: int, lookback: int) -> int:
    """How many steps before a cutoff the methods read."""
    return max(SEASONS * season, SHORTEST, lookback)


def start(history: Array, weights: Array, horizon: int, season: int, line: Line | None) -> Array:
    """The weighted mean `(N, K)` of the methods, with the weights `(N, 4)` of each right-aligned history."""
    found: Array = np.einsum("nm,mnk->nk", weights, members(history, horizon, season, line))
    return found


def members(history: Array, horizon: int, season: int, line: Line | None) -> Array:
    """The forecasts `(4, N, K)` of all methods; every history ends with a known value.

    Without a `line` the linear one repeats the last value, as the seasonal one does where no season is known.
    """
    last = np.repeat(history[:, -1:], horizon, axis=1)
    methods = theta(history, horizon, season), damped(history, horizon, season)
    return np.stack([*methods, _seasonal(history, last, season), _linear(history, last, season, line)])


def corrected(answers: Array, start: Array, trust: float) -> Array:
    """Answers `(N, K, 3)` of a network as far as its correction of a start `(N, K)` is trusted."""
    middle = answers[..., 1:2]
    found: Array = answers + (trust - 1) * (middle - start[..., None])
    return found


def _seasonal(history: Array, last: Array, season: int) -> Array:
    """The season before, and the last value where that is unknown."""
    horizon, length = last.shape[1], history.shape[1]
    if season < 2 or season > length:
        return last
    before = history[:, length - season + np.arange(horizon) % season]
    return np.where(np.isnan(before), last, before)


def _linear(history: Array, last: Array, season: int, line: Line | None) -> Array:
    """A straight line from the window to each step, the window lengthened as the network reads it."""
    if line is None:
        return last
    weights, bias = line
    missing = max(0, len(weights) - history.shape[1])
    padded = np.pad(history, ((0, 0), (missing, 0)), constant_values=np.nan)
    read = backwards(padded, season)[:, padded.shape[1] - len(weights) :]
    found: Array = last + (read - last[:, :1]) @ weights + bias
    return found
