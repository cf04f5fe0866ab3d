"""How finely a column is written: what counts as the same number, and how much it takes to be the same."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FINEST = 9  # decimals; beyond them numbers were computed, not written by hand
LOOKED_AT = 2_000  # values that tell how finely the others are written

FIRST = 2000
"""Values of a column that are looked at before all of them."""


def varies(values: Array, fewest: int) -> bool:
    """Whether a column holds at least so many different values; soon told of most by their first."""
    return any(len(np.unique(part)) >= fewest for part in (values[:FIRST], values))


def unit_of(values: Array) -> float:
    """The smallest step between two values as they are written, such as 0.1; tiny where it was computed."""
    known = values[np.isfinite(values)][:LOOKED_AT]
    if not len(known):
        return 0.0
    size = float(np.abs(known).max()) or 1.0
    for decimals in range(FINEST + 1):
        if np.all(np.abs(known - np.round(known, decimals)) <= 1e-12 * size):
            return float(10.0**-decimals)
    return float(1e-12 * size)


def bits_of(values: Array, series: Ints | None = None) -> Array:
    """How surprising it is to meet each value once more by chance, in bits `(N,)`; 0 where it is unknown.

    A value that is often there says little. Where few come twice, a smooth density stands in, by which two
    draws are the same with probability `unit / (3.5 * deviation)`, the deviation that of the own series.
    """
    bits = np.zeros(len(values))
    known = np.isfinite(values)
    unit, x = unit_of(values), values[known]
    if not len(x) or not unit:
        return bits
    groups = np.zeros(len(x), dtype=np.int64) if series is None else series[known]
    smooth = np.log2(np.maximum(3.5 * _spread(x, groups) / unit, 1.0))
    which = pd.factorize(x)[0]
    often = np.bincount(which)[which]
    bits[known] = np.where(often > 3, np.minimum(smooth, -np.log2(often / len(x))), smooth)
    return bits


def _spread(x: Array, groups: Ints) -> Array:
    """The deviation of the own group, for every value."""
    size = np.maximum(np.bincount(groups), 1)
    away = x - (np.bincount(groups, weights=x) / size)[groups]
    found: Array = np.sqrt(np.bincount(groups, weights=away**2) / size)[groups]
    return found
