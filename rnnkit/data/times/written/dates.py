"""Cells to moments (datetime64[us]): by a `strptime` pattern, or by a word for what no pattern describes.

Cells are brought to few spellings first (see `rnnkit.data.times.written.tidy`). Everything here needs numpy,
pandas and the standard library alone, because cleaning programs take it along.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.times.written.iso import read_even
from rnnkit.data.times.written.number_dates import NUMBER_DATES
from rnnkit.data.times.written.parts_of_years import PARTS_OF_YEARS, TWO_DIGITS, year_and
from rnnkit.data.times.written.patterns import FIELDS, parse_pattern, shape_of
from rnnkit.data.times.written.tidy import tidy, zone_minutes
from rnnkit.data.times.written.to_moments import NEVER, Cells, Stamps

MINUTE_IN_US = 60_000_000
SPECIAL = PARTS_OF_YEARS | NUMBER_DATES
"""What no pattern describes, by its word."""


def parse_dates(
    cells: Cells,
    formats: Sequence[str],
    rules: Sequence[str] = (),
    century: int | None = None,
    offset: int | None = None,
) -> Stamps:
    """Read every cell by the first format that fits; NaT where none does.

    `century` is the first of the hundred years that two digits may mean. With an `offset` (minutes ahead
    of UTC) dates that name their zone are moments, shown by the clock that is so far ahead.

    >>> cells = np.array(["31.01.2024", "2024-02-01", "?"], dtype=object)
    >>> parse_dates(cells, ["%d.%m.%Y", "%Y-%m-%d"]).astype("datetime64[D]").tolist()
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 1), None]
    """
    if len(formats) == 1 and not rules and offset is None:
        even = read_even(cells, formats[0])
        if even is not None:
            return even
    codes, distinct = pd.factorize(cells)
    whole = np.asarray(distinct, dtype=object)
    text = whole
    if rules:
        text = np.empty(len(whole), dtype=object)
        text[:] = [tidy(cell, tuple(rules)) for cell in whole]
    stamps = np.full(len(text), NEVER)
    for form in formats:
        left = np.flatnonzero(np.isnat(stamps))
        if not len(left):
            break
        stamps[left] = parse_one(text[left], form, century)
    if offset is not None:
        ahead = [zone_minutes(tidy(cell, ("signs",))) for cell in whole]
        moved = np.array(
            [offset - (minutes if minutes is not None else offset) for minutes in ahead], dtype=np.int64
        )
        stamps = stamps + (moved * MINUTE_IN_US).astype("timedelta64[us]")
    return np.asarray(stamps[codes])


def parse_one(cells: Cells, form: str, century: int | None = None) -> Stamps:
    """Read cells in one format, a pattern or a word; NaT where it does not fit.

    >>> parse_one(np.array(["Q2 2024", "soon"], dtype=object), "quarter").tolist()
    [datetime.datetime(2024, 4, 1, 0, 0), None]
    """
    if form in SPECIAL:
        return SPECIAL[form](cells, century)
    return parse_pattern(cells, form, century)


def two_digit_years(cells: Cells, form: str) -> npt.NDArray[np.int64]:
    """The two digits of the year of every cell that fits the format; none where years are written whole."""
    if form in TWO_DIGITS:
        written = year_and(cells, TWO_DIGITS[form])[3]
        return np.array([int(year) for year in written if len(year) == 2], dtype=np.int64)
    if "%y" not in form:
        return np.zeros(0, dtype=np.int64)
    shape = shape_of(form, {**FIELDS, "%y": r"(\d{2})"})
    return np.array([int(found[1]) for cell in cells if (found := shape.match(cell))], dtype=np.int64)
