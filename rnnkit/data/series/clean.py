"""Rows to an even grid: sorted, each stamp once, missing stamps put in, gaps filled and marked.

Zeros and negative numbers are values like any other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.series.holes import fill_columns
from rnnkit.data.table.recipe import Duplicates, Gaps
from rnnkit.data.times.freq import Ints, Step

Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]


@dataclass
class Rows:
    """Values (rows, columns); for each row its series, its stamp and its line in the file (0: none)."""

    codes: Ints
    stamps: Ints
    values: Matrix
    lines: Ints

    def take(self, index: npt.NDArray[np.intp] | Flags) -> "Rows":
        """Some of the rows."""
        if index.dtype == bool and index.all():
            return self
        return Rows(self.codes[index], self.stamps[index], self.values[index], self.lines[index])

    @property
    def ordered(self) -> bool:
        """Whether the rows are sorted by series and stamp."""
        later = (np.diff(self.codes) > 0) | ((np.diff(self.codes) == 0) & (np.diff(self.stamps) >= 0))
        return bool(later.all())

    @property
    def repeats(self) -> Flags:
        """Which of sorted rows but the first have the stamp of the row before."""
        return np.asarray((np.diff(self.codes) == 0) & (np.diff(self.stamps) == 0))

    @property
    def starts(self) -> npt.NDArray[np.intp]:
        """Where the series begin in sorted rows."""
        return np.flatnonzero(np.diff(self.codes, prepend=-1))

    @property
    def lengths(self) -> npt.NDArray[np.intp]:
        """How many rows each series has, in sorted rows."""
        return np.diff(np.append(self.starts, len(self.codes)))

    @property
    def anchors(self) -> Ints:
        """The first stamp of the series of each row, in sorted rows."""
        return np.repeat(self.stamps[self.starts], self.lengths)


def sort_rows(rows: Rows) -> Rows:
    """Sorted by series and stamp; rows with the same stamp keep their order."""
    return rows if rows.ordered else rows.take(np.lexsort((rows.stamps, rows.codes)))


def merge_duplicates(rows: Rows, how: Duplicates) -> Rows:
    """One row for each stamp of each series; `rows` are sorted."""
    new = np.append(True, ~rows.repeats)
    if new.all():
        return rows
    group = np.cumsum(new) - 1
    grouped = pd.DataFrame(rows.values).groupby(group, sort=False)
    merged = grouped.sum(min_count=1) if how == "sum" else grouped.agg(how)
    return Rows(rows.codes[new], rows.stamps[new], merged.to_numpy(dtype=np.float64), rows.lines[new])


@dataclass
class Spread:
    """How rows lie on the grid of a step: their place, and how many places there are."""

    ordinals: Ints
    sizes: Ints
    anchors: Ints

    @property
    def total(self) -> int:
        """Places on the grid, over all series."""
        return int(self.sizes.sum())


def spread_of(rows: Rows, step: Step) -> Spread:
    """Where the rows lie on the grid that starts with the first row of each series."""
    ordinals = step.ordinals(rows.stamps, rows.anchors)
    ends = np.append(rows.starts[1:], len(rows.codes)) - 1
    return Spread(ordinals, ordinals[ends] + 1, rows.stamps[rows.starts])


def to_grid(rows: Rows, step: Step, spread: Spread) -> Rows:
    """Put in the rows that are missing, with no values yet."""
    offsets = np.cumsum(spread.sizes) - spread.sizes
    place = np.repeat(offsets, rows.lengths) + spread.ordinals
    values = np.full((spread.total, rows.values.shape[1]), np.nan)
    lines = np.zeros(spread.total, dtype=np.int64)
    values[place], lines[place] = rows.values, rows.lines
    ordinals = np.arange(spread.total) - np.repeat(offsets, spread.sizes)
    stamps = step.stamps(ordinals, np.repeat(spread.anchors, spread.sizes))
    return Rows(np.repeat(rows.codes[rows.starts], spread.sizes), stamps, values, lines)


def fill_gaps(rows: Rows, how: Gaps, held: Flags, longest: int | None = None) -> tuple[Rows, Flags]:
    """Fill gaps between known values of a series; what is before the first and after the last stays missing.

    So do gaps of more than `longest` steps. Columns in `held` (words as 0 and 1) repeat their last value
    whatever `how` says.
    """
    if not np.isnan(rows.values).any():
        return rows, np.zeros(rows.values.shape, dtype=bool)
    starts = np.repeat(rows.starts, rows.lengths)
    values = fill_columns(rows.values, np.asarray(starts, dtype=np.int64), how, longest, held)
    filled = Rows(rows.codes, rows.stamps, values, rows.lines)
    return filled, np.isnan(rows.values) & ~np.isnan(values)
