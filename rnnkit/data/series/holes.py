"""Gaps between known values: short ones are filled, long ones stay holes.

Needs numpy alone, because cleaning programs take it along.
"""

import numpy as np
import numpy.typing as npt


def fill_columns(
    values: npt.NDArray[np.float64],
    starts: npt.NDArray[np.int64],
    how: str,
    longest: int | None,
    held: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """Values `(T, F)` with the gaps of at most `longest` steps filled (all where it is `None`).

    `starts` `(T,)` is the first row of the series of each row. Nothing is filled before the first and after
    the last known value of a series. Columns in `held` `(F,)` repeat their last value whatever `how` says.
    """
    filled = values.copy()
    if how == "leave":
        return filled
    rows = np.arange(len(values))
    ends = np.append(starts[1:] != starts[:-1], True)
    last = rows[ends][np.cumsum(np.append(False, ends[:-1]))] if len(rows) else rows
    for column in np.flatnonzero(np.isnan(values).any(axis=0)):
        known = ~np.isnan(values[:, column])
        before = np.maximum.accumulate(np.where(known, rows, -1))
        after = np.minimum.accumulate(np.where(known, rows, len(rows))[::-1])[::-1]
        gap = ~known & (before >= starts) & (after <= last)
        if longest is not None:
            gap &= after - before - 1 <= longest
        at = np.flatnonzero(gap)
        low, high = values[before[at], column], values[np.minimum(after[at], len(rows) - 1), column]
        if how == "ffill" or held[column]:
            filled[at, column] = low
        elif how == "zero":
            filled[at, column] = 0.0
        else:
            filled[at, column] = low + (high - low) * ((at - before[at]) / (after[at] - before[at]))
    return filled


def longest_filled(season: int, rows: int) -> int:
    """The longest gap that a straight line may cross: half a season, and no large part of the series."""
    return min(max(6, season // 2), max(3, rows // 8))
