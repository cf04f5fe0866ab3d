"""The moment of every row, added up from the columns that hold its parts.

Needs numpy and pandas alone, because cleaning programs take it along.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.times.written.dates import parse_dates
from rnnkit.data.times.written.tidy import english, plain_signs
from rnnkit.data.times.written.to_moments import (
    DAY_IN_US,
    NEVER,
    Cells,
    Floats,
    Stamps,
    from_days,
    from_months,
    from_weeks,
)

Deltas = npt.NDArray[np.timedelta64]
MOST_SECONDS = 1e11
SECONDS = {"hour": 3600.0, "minute": 60.0, "second": 1.0}
"""Seconds of each part of the time of day."""


def add_up(
    parts: Mapping[str, Cells | Floats],
    formats: Sequence[str] = (),
    rules: Sequence[str] = (),
    century: int | None = None,
    offset: int | None = None,
) -> Stamps:
    """A date, or a year with a month, quarter, week or day, plus the time of day; NaT where a part is not.

    `parts` holds cells for `date` and `clock`, and numbers for everything else.
    """
    if "date" in parts:
        total = parse_dates(np.asarray(parts["date"], dtype=object), formats, rules, century, offset)
    else:
        total = _day_of(parts)
    if "date" in parts and "day" in parts:
        total = _day_of_month(total, np.asarray(parts["day"], dtype=np.float64))
    for role, values in parts.items():
        if role == "clock":
            total = total + clock_deltas(np.asarray(values, dtype=object))
        elif role in SECONDS:
            total = total + _deltas(np.asarray(values, dtype=np.float64) * SECONDS[role])
        elif role in ("hhmm", "hhmmss"):
            total = total + _packed_clock(np.asarray(values, dtype=np.float64), role)
    return np.asarray(total)


def _day_of(parts: Mapping[str, Cells | Floats]) -> Stamps:
    """The first day that a year and its parts mean."""
    numbers = {
        role: np.asarray(values, dtype=np.float64) for role, values in parts.items() if role != "clock"
    }
    years = numbers["year"]
    if "month" in numbers:
        return _day_of_month(from_months(years, numbers["month"]), numbers.get("day", np.ones(len(years))))
    if "quarter" in numbers:
        return from_months(years, numbers["quarter"] * 3 - 2)
    if "half" in numbers:
        return from_months(years, numbers["half"] * 6 - 5)
    if "week" in numbers:
        return from_weeks(years, numbers["week"], numbers.get("day", 1.0))
    return from_days(years, numbers["day_of_year"])


def _day_of_month(months: Stamps, days: Floats) -> Stamps:
    """A day of each month; NaT where the month has no such day, as February has no 30th."""
    stamps = months + _deltas((days - 1) * DAY_IN_US / 1e6)
    inside = stamps.astype("datetime64[M]") == months.astype("datetime64[M]")
    return np.asarray(np.where(inside, stamps, NEVER))


def _deltas(seconds: Floats) -> Deltas:
    """Seconds with their fractions as spans; NaT where there are none, or as many as no clock shows."""
    sound = np.isfinite(seconds) & (np.abs(seconds) < MOST_SECONDS)
    result = np.round(np.where(sound, seconds, 0) * 1e6).astype(np.int64).astype("timedelta64[us]")
    result[~sound] = np.timedelta64("NaT")
    return np.asarray(result)


def _packed_clock(values: Floats, role: str) -> Deltas:
    """930 as half past nine (`hhmm`), 93000 as the same (`hhmmss`)."""
    seconds = values % 100 if role == "hhmmss" else 0 * values
    clock = values // 100 if role == "hhmmss" else values
    return _deltas(clock // 100 * 3600 + clock % 100 * 60 + seconds)


CLOCK_CELL = re.compile(
    r"^(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2}(?:[.,]\d{1,9})?))?)?h?(?: ?([AaPp])\.?[Mm]\.?)?"
    r"(?: ?- ?\d{1,2}[:.h].{1,10})?$"
)


def clock_deltas(cells: Cells) -> Deltas:
    """Times of day such as `18:00`, `18.00.00`, `6:00 p. m.` or `24:00` as time since midnight."""
    codes, distinct = pd.factorize(cells)
    seconds = np.array([clock_seconds(str(cell)) for cell in distinct], dtype=np.float64)
    return _deltas(seconds)[codes]


def clock_seconds(cell: str) -> float:
    """Seconds since midnight, with their fraction; NaN where a cell is no time of day.

    >>> clock_seconds("6:00 p. m."), clock_seconds("0:00:01.25"), clock_seconds("25:00")
    (64800.0, 1.25, nan)
    """
    text = cell if cell.isascii() and cell[-1:].isdigit() else english(plain_signs(cell[:30]))
    found = CLOCK_CELL.match(text)
    if not found:
        return float("nan")
    hour, second = int(found[1]), float((found[3] or "0").replace(",", "."))
    if hour > 24 or int(found[2] or 0) > 59 or second >= 61:
        return float("nan")
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    return 3600.0 * hour + 60.0 * int(found[2] or 0) + second
