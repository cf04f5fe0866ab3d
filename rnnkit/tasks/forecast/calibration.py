"""Widens or narrows intervals until they hold as much of the validation part as they promise.

Conformalized quantile regression (Romano, Patterson & Candes 2019), with the distance to the border
measured in half widths: so a wide interval moves more than a narrow one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ENOUGH = 200  # validation windows from which each step of the horizon gets a factor of its own
TINY = 1e-12  # of the values: a half width below that is none


@dataclass(frozen=True)
class Calibrated:
    """What the validation part says of a network, whatever it learns on with afterwards."""

    factors: Array  # (K,) of the half widths of intervals
    trust: float = 1.0  # how much of its correction of a start is taken


def calibrate(y: Array, low: Array, middle: Array, high: Array, level: float) -> Array:
    """Factors `(K,)` for the half widths, from validation forecasts `(N, K)`; ones where there are none.

    NaN in `y` is ignored. With few windows all steps share one factor.
    """
    K = middle.shape[1]
    if np.isfinite(y).sum() == 0:
        return np.ones(K)
    smallest = TINY * np.maximum(np.abs(middle), np.abs(np.nan_to_num(y))) + np.finfo(np.float64).tiny
    below = (middle - y) / np.maximum(middle - low, smallest)
    above = (y - middle) / np.maximum(high - middle, smallest)
    distance = np.maximum(below, above)  # 1 on the border of the interval, 0 in its middle
    if len(y) < ENOUGH:
        return np.full(K, _quantile(distance.ravel(), level))
    return np.array([_quantile(distance[:, step], level) for step in range(K)])


def widen(low: Array, middle: Array, high: Array, factors: Array) -> tuple[Array, Array]:
    """The calibrated borders `(N, K)`."""
    return middle - (middle - low) * factors, middle + (high - middle) * factors


def _quantile(distance: Array, level: float) -> float:
    """The smallest distance that holds the level among these and one more to come."""
    known = np.sort(distance[np.isfinite(distance)])
    if len(known) == 0:
        return 1.0
    rank = int(np.ceil((len(known) + 1) * level)) - 1
    return float(known[min(rank, len(known) - 1)])
