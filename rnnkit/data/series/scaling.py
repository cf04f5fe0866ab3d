"""The units in which a network reads numbers: those of the numbers themselves, however small or large."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

CLIP = 10.0  # standard deviations: a covariate beyond that says nothing more
ROUNDING = 1e-12  # of the size of values: a smaller deviation is none
HUNDREDTH = 0.01


def spread(values: Array) -> float:
    """Standard deviation; of values that do not vary a hundredth of them, or 1 where they are 0."""
    size = float(np.nanmax(np.abs(values)))
    deviation = float(np.nanstd(values))
    return deviation if deviation > ROUNDING * size else HUNDREDTH * size or 1.0


def units_of(columns: Array) -> tuple[tuple[float, float], ...]:
    """Mean and standard deviation of each column `(T, F)`; 1 where a column does not vary beyond rounding."""
    if not columns.shape[1]:
        return ()
    finite = np.isfinite(columns)
    known = np.maximum(finite.sum(axis=0), 1)
    size = np.abs(np.where(finite, columns, 0.0)).max(axis=0, initial=0.0)
    with np.errstate(all="ignore"):
        mean = np.nansum(columns, axis=0) / known
        deviation = np.sqrt(np.nansum((columns - mean) ** 2, axis=0) / known)
    deviation = np.where(deviation > ROUNDING * size, deviation, 1.0)
    return tuple(zip(mean.tolist(), deviation.tolist(), strict=True))


def standardize(columns: Array, units: Sequence[tuple[float, float]]) -> Array:
    """Columns `(T, F)` in units of (mean, deviation) each; unknown values become the mean."""
    if not columns.shape[1]:
        return columns
    mean, deviation = np.array(units, dtype=np.float64).reshape(-1, 2).T
    with np.errstate(all="ignore"):
        scaled: Array = np.clip(np.nan_to_num((columns - mean) / deviation, nan=0.0), -CLIP, CLIP)
    return scaled
