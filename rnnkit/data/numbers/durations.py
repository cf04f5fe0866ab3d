"""Columns of durations such as 0:45:10, which look like times of day, as numbers."""

from collections.abc import Sequence

import numpy as np

from rnnkit.data.numbers.columns import Column
from rnnkit.data.numbers.numeric import missing_words, read_numbers
from rnnkit.data.numbers.style import reads, sample
from rnnkit.data.series.name_words import DURATIONS
from rnnkit.data.series.targets import words_of
from rnnkit.data.table.recipe import NumberStyle, Overrides

CLOCK = NumberStyle(clock=True)
MOSTLY = 0.95


def read_durations(columns: Sequence[Column], fixed: Overrides) -> None:
    """Make numbers of durations, where a column is called so, lasts longer than a day, or is all there is.

    `["0:45:10", "1:02:00"]` becomes [2710, 3720]: seconds.

    >>> from rnnkit.data.lines.layout import RawColumn
    >>> from rnnkit.data.numbers.numeric import read_numbers as numbers
    >>> cells = np.array(["0:45:10", "1:02:00", "0:50:00"], dtype=object)
    >>> column = Column("lap", RawColumn(cells), "text", numbers(cells, NumberStyle(), frozenset()))
    >>> read_durations([column], Overrides())
    >>> column.values.tolist()
    [2710.0, 3720.0, 3000.0]
    """
    if "clock" in fixed.off:
        return
    alone = not any(column.kind == "number" for column in columns)
    missing = missing_words(fixed.missing, fixed.off)
    for column in columns:
        if column.kind != "text" or column.raw.plain:
            continue
        held = [cell for cell in sample(column.cells) if cell.lower() not in missing]
        if len(held) < 2 or reads(held, CLOCK) < MOSTLY:
            continue
        numbers = read_numbers(column.cells, CLOCK, missing)
        long = bool(np.nanmax(numbers.values) >= 25 * 3600)
        if alone or long or not DURATIONS.isdisjoint(words_of(column.name)):
            column.kind, column.numbers, column.style = "number", numbers, CLOCK


def read_lengths(column: Column, fixed: Overrides) -> None:
    """Make numbers of a column of durations.

    >>> from rnnkit.data.lines.layout import RawColumn
    >>> from rnnkit.data.numbers.numeric import read_numbers as numbers
    >>> cells = np.array(["0:45:10", "1:02:00"], dtype=object)
    >>> column = Column("lap", RawColumn(cells), "text", numbers(cells, NumberStyle(), frozenset()))
    >>> read_lengths(column, Overrides())
    >>> column.values.tolist()
    [2710.0, 3720.0]
    """
    numbers = read_numbers(column.cells, CLOCK, missing_words(fixed.missing, fixed.off))
    column.kind, column.numbers, column.style = "number", numbers, CLOCK


def may_be_lengths(column: Column) -> bool:
    """Whether times of day may as well be durations: with seconds, and hours without a leading zero.

    >>> from rnnkit.data.lines.layout import RawColumn
    >>> from rnnkit.data.numbers.numeric import read_numbers as numbers
    >>> def of(*cells: str) -> Column:
    ...     held = np.array(cells, dtype=object)
    ...     return Column("result", RawColumn(held), "text", numbers(held, NumberStyle(), frozenset()))
    >>> may_be_lengths(of("1:12:27", "1:09:03")), may_be_lengths(of("07:58:10", "08:03:00"))
    (True, False)
    """
    parts = [cell.split(":") for cell in sample(column.cells) if cell]
    if not parts or any(len(part) != 3 for part in parts):
        return False
    return any(len(part[0]) == 1 for part in parts) and any(part[2].strip("0") for part in parts)
