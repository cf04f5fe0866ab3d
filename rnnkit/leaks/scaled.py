"""Columns that were scaled before they came here, with all rows, those of the test part among them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnkit.leaks.resolution import FINEST, unit_of, varies

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Way = Literal["zscore", "minmax"]

FEWEST_ROWS = 20
FEWEST_VALUES = 12
RARE = 0.005  # of the rows, at most, stand at the largest value: a natural limit is met more often
COARSE = 1e-6  # numbers written so coarsely meet a natural limit by rounding
RANGES = ((0.0, 1.0), (-1.0, 1.0))
EXACT = 1e-9


@dataclass(frozen=True)
class ScaledColumn:
    """How a column was scaled, and whether the same numbers could come from the training part alone."""

    way: Way
    low: float  # of the range, or the mean
    high: float  # of the range, or the deviation
    honest_too: bool  # the training part alone would have given the same scale


def find_scaled(values: Array, training: Bools) -> ScaledColumn | None:
    """How the rows `(N,)` of one column were scaled with all of them, if they were.

    Standardized: mean 0 and deviation 1 over all rows to as many digits as are written. Moved into 0 to 1, or
    -1 to 1: both ends are met exactly, the upper one by hardly any row, by numbers of so many digits that
    this is no rounding.
    """
    known = np.isfinite(values)
    x, train = values[known], training[known]
    if len(x) < FEWEST_ROWS or not varies(x, FEWEST_VALUES) or not train.any():
        return None
    return _standardized(x, train) or _moved_into_range(x, train)


def _standardized(x: Array, train: Bools) -> ScaledColumn | None:
    unit = unit_of(x)
    if unit > 10.0**-2:  # measured numbers of few digits are never so exact by design
        return None
    written = unit if unit >= 10.0**-FINEST else 0.0
    close = EXACT + written * 3 / np.sqrt(12 * len(x))
    mean, deviations = float(x.mean()), (float(x.std()), float(x.std(ddof=1)))
    if abs(mean) > close or min(abs(deviation - 1) for deviation in deviations) > close:
        return None
    same = abs(float(x[train].mean())) <= close and abs(float(x[train].std()) - 1) <= close
    return ScaledColumn("zscore", 0.0, 1.0, same)


def _moved_into_range(x: Array, train: Bools) -> ScaledColumn | None:
    low, high = float(x.min()), float(x.max())
    met = next((pair for pair in RANGES if max(abs(low - pair[0]), abs(high - pair[1])) <= EXACT), None)
    if met is None or unit_of(x) >= COARSE:
        return None
    top = x >= high - EXACT
    bottom = x <= low + EXACT
    if top.sum() > max(2, RARE * len(x)) or (met[0] < 0 and bottom.sum() > max(2, RARE * len(x))):
        return None
    return ScaledColumn("minmax", *met, bool(top[train].any() and bottom[train].any()))
