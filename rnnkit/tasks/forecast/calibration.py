"""Widens or narrows intervals until they hold as much of the validation part as they promise.

Conformalized quantile regression (Romano, Patterson & Candes 2019), with the distance to the border
measured in half widths: so a wide interval moves more than a narrow one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ENOUGH = 200  # validation windows from which each step of the horizon gets a factor of its own
MOST_MORE = 0.3  # of what lies beyond the level may be held for want of windows
ROUNDING = 1e-9  # of a rank
TINY = 1e-12  # of the values: a half width below that is none


@dataclass(frozen=True)
class Calibrated:
    """What the validation part says of a network, whatever it learns on with afterwards."""

    factors: Array  # (K,) of the half widths of intervals
    trust: float = 1.0  # how much of its correction of a start is taken


def calibrate(
    y: Array, low: Array, middle: Array, high: Array, level: float, *, apart: int | None = None
) -> Array:
    """Factors `(K,)` for the half widths, from validation forecasts `(N, K)`; ones where there are none.

    NaN in `y` is ignored. With few windows all steps share one factor. Of the windows so many lie `apart`
    (all where it is not said): those that overlap repeat each other, so no more count as one to come.
    """
    apart = max(1, len(y) if apart is None else apart)
    K = middle.shape[1]
    if np.isfinite(y).sum() == 0:
        return np.ones(K)
    smallest = TINY * np.maximum(np.abs(middle), np.abs(np.nan_to_num(y))) + np.finfo(np.float64).tiny
    below = (middle - y) / np.maximum(middle - low, smallest)
    above = (y - middle) / np.maximum(high - middle, smallest)
    distance = np.maximum(below, above)  # 1 on the border of the interval, 0 in its middle
    if len(y) < ENOUGH:
        return np.full(K, _quantile(distance.ravel(), level, apart))
    return np.array([_quantile(distance[:, step], level, apart) for step in range(K)])


def lie_apart(owner: Ints, horizon: int) -> int:
    """How many windows of so many steps do not overlap, of those that follow each other in each series.

    >>> lie_apart(np.array([0, 0, 0, 0, 0, 7]), 4)
    3
    """
    _, windows = np.unique(owner, return_counts=True)
    return int((-(-windows // horizon)).sum())


def widen(low: Array, middle: Array, high: Array, factors: Array) -> tuple[Array, Array]:
    """The calibrated borders `(N, K)`."""
    return middle - (middle - low) * factors, middle + (high - middle) * factors


def _quantile(distance: Array, level: float, apart: int) -> float:
    """The smallest distance that holds the level among these and one more to come: of 40, 1 / 40 more.

    Of very few that would be the largest of all, and one odd window would decide how wide every interval is.
    """
    known = np.sort(distance[np.isfinite(distance)])
    if len(known) == 0:
        return 1.0
    held = min(level * (1 + 1 / apart), level + MOST_MORE * (1 - level))
    rank = int(np.ceil(len(known) * held - ROUNDING)) - 1
    return float(known[min(rank, len(known) - 1)])
