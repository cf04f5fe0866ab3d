"""What is known before a step: how far back without a hole, and what is read where it is not far enough.

A window that begins before the first known value (or before the end of a hole) reads the first known season
again and again, backwards, or the first value where there is no whole season; so nothing in it is made up
that was never measured, and whoever reads it is told which steps are missing.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEWEST = 3  # known values, or there is nothing to forecast from but a rule of thumb
QUARTER = 4  # of the lookback or the horizon, the shorter one, has to be known, too


def fewest(lookback: int, horizon: int) -> int:
    """How many values must be known before a step, so that the network can be asked about it."""
    return min(lookback, max(FEWEST, min(lookback, horizon) // QUARTER))


def known_before(y: Array) -> Ints:
    """How many values without a hole end before each step `(T + 1,)`: of 1, 2, NaN, 4 it is 0, 1, 2, 0, 1."""
    places = np.arange(1, len(y) + 1)
    holes = np.maximum.accumulate(np.where(np.isfinite(y), 0, places)) if len(y) else places
    return np.concatenate([[0], places - holes]).astype(np.int64)


def read_steps(back: Any, known: Any, season: int) -> tuple[Any, Any]:
    """Where windows read each of their steps `back` `(L,)`, relative to their ends, and which are missing.

    `known` `(N,)` says how many values are known before each end. Both are NumPy arrays or both tensors, and
    so are the answers `(N, L)`. Of the four steps -4 to -1 with two known values: -2, -2, -2, -1 (season 1).

    >>> read_steps(np.arange(-4, 0), np.array([2]), 1)[0].tolist()
    [[-2, -2, -2, -1]]
    """
    first = -known[:, None]
    missing = back < first
    period = (known >= season)[:, None] * (season - 1) + 1
    return back * ~missing + (first + (back - first) % period) * missing, missing


def backwards(history: Array, season: int) -> Array:
    """Histories `(N, L)` that end with a known value; what is missing before is filled as windows read it."""
    holes = ~np.isfinite(history)
    if not holes.any():
        return history
    length = history.shape[1]
    last_hole = np.where(holes, np.arange(1, length + 1), 0).max(axis=1)
    places, _ = read_steps(np.arange(-length, 0), length - last_hole, season)
    filled: Array = np.take_along_axis(history, np.minimum(places, -1) + length, axis=1)
    return filled
