"""Numbers that tell a date without marks, to moments: 202105, 2021.5, days or seconds since a beginning.

Needs numpy and pandas alone, because cleaning programs take it along.
"""

import numpy as np
import pandas as pd

from rnnkit.data.times.written.parts_of_years import Special
from rnnkit.data.times.written.to_moments import (
    DAY_IN_US,
    Cells,
    Floats,
    Stamps,
    from_days,
    from_microseconds,
    from_months,
    from_weeks,
    full_year,
)

EPOCHS = {"epoch_s": "s", "epoch_ms": "ms", "epoch_us": "us", "epoch_ns": "ns"}


def _plain_year(cells: Cells, _: int | None) -> Stamps:
    """`2020`, also as `2020.0`."""
    years = _floats(cells)
    return from_months(np.where(years % 1 == 0, years, np.nan), np.ones(len(cells)))


def _short_years(cells: Cells, century: int | None) -> Stamps:
    """98 is 1998, and 7 is 2007."""
    years = _floats(cells)
    known = (years >= 0) & (years < 100) & (years % 1 == 0)
    full = [
        full_year(int(year), century) if fits else np.nan for year, fits in zip(years, known, strict=True)
    ]
    return from_months(np.array(full, dtype=np.float64), np.ones(len(cells)))


def _split_digits(cells: Cells, digits: int) -> tuple[Floats, Floats]:
    """Whole numbers in front of so many last digits, and these: 202152 as 2021 and 52."""
    values = _floats(cells)
    values = np.where(values % 1 == 0, values, np.nan)
    return values // 10**digits, values % 10**digits


def _compact_week(cells: Cells, _: int | None) -> Stamps:
    """202152 is the Monday of week 52 of 2021."""
    years, weeks = _split_digits(cells, 2)
    return from_weeks(years, np.where(weeks >= 1, weeks, np.nan))


def _compact_day(cells: Cells, _: int | None) -> Stamps:
    """2021365 is the 365th day of 2021."""
    return from_days(*_split_digits(cells, 3))


def _compact_short_day(cells: Cells, century: int | None) -> Stamps:
    """22349 is the 349th day of 2022."""
    years, days = _split_digits(cells, 3)
    return from_days(np.array([full_year(int(y), century) if 0 <= y < 100 else np.nan for y in years]), days)


def _julian_day(cells: Cells, _: int | None) -> Stamps:
    """The day count of astronomers: 2459946.5 begins 2 January 2023, and 2459947 is the noon of that day."""
    days = _floats(cells) - 2_440_587.5
    whole = np.all(np.isnan(days) | (np.abs(days % 1 - 0.5) < 1e-9))
    return from_microseconds((np.floor(days) if whole else days) * DAY_IN_US)


def _modified_julian_day(cells: Cells, _: int | None) -> Stamps:
    """59946 is 2 January 2023."""
    return from_microseconds((_floats(cells) - 40_587) * DAY_IN_US)


def _decimal_year(cells: Cells, _: int | None) -> Stamps:
    """1950.5 is 1950: one number a year."""
    return from_months(np.floor(_floats(cells)), np.ones(len(cells)))


def _compact_quarter(cells: Cells, _: int | None) -> Stamps:
    """20214 is the fourth quarter of 2021."""
    years, quarters = _split_digits(cells, 1)
    return from_months(years, np.where(quarters <= 4, (quarters - 1) * 3 + 1, np.nan))


def _compact_short_month(cells: Cells, century: int | None) -> Stamps:
    """9812 is December 1998, 101 is January 2001."""
    years, months = _split_digits(cells, 2)
    known = np.isfinite(years) & (years < 100)
    full = [
        full_year(int(year), century) if fits else np.nan for year, fits in zip(years, known, strict=True)
    ]
    return from_months(np.array(full, dtype=np.float64), months)


def _decimal_month(cells: Cells, _: int | None) -> Stamps:
    """2018.0417, the middle of January 2018, is its first day; so is 2018.0 and 2018.083 for February."""
    values = _floats(cells)
    part = values % 1 * 12
    phase = _phase(part)
    months = np.round(part - phase) + np.round(np.floor(values)) * 12
    return from_months(months // 12, months % 12 + 1)


def _phase(part: Floats) -> float:
    """Where in a month all of these lie, from -0.15 to 0.85: rounded beginnings are a little early."""
    known = part[np.isfinite(part)] % 1
    angle = np.angle(np.exp(2j * np.pi * known).mean()) / (2 * np.pi) if len(known) else 0.0
    return float(angle + 1 if angle < -0.15 else angle)


def _decimal_day(cells: Cells, _: int | None) -> Stamps:
    """2018.5 is 2 July 2018: the year and the part of it that is over."""
    values = _floats(cells)
    years = np.floor(values)
    first, following = from_months(years, np.ones(len(years))), from_months(years + 1, np.ones(len(years)))
    length = (following - first).astype(np.float64)
    part = np.where(np.isfinite(values), values % 1, 0.0) * np.where(np.isfinite(length), length, 0.0)
    days = np.round(part / DAY_IN_US - 0.2).clip(0)  # middles of days are written as well as their beginnings
    return np.asarray(first + (days * DAY_IN_US).astype("timedelta64[us]"))


def _year_dot_month(cells: Cells, _: int | None) -> Stamps:
    """2021.01 to 2021.12 are months, and 2021.1 is October that lost its 0."""
    values = np.round(_floats(cells) * 100)
    return from_months(values // 100, values % 100)


def _epoch(unit: str) -> Special:
    factor = {"s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}[unit]
    return lambda cells, _: from_microseconds(_floats(cells) * factor)


def _excel(cells: Cells, _: int | None) -> Stamps:
    """Days since the end of 1899, the way spreadsheets count."""
    return _counted_days(cells, 25_569)


def _matlab_day(cells: Cells, _: int | None) -> Stamps:
    """738917.25 is 6 o'clock on 2 February 2023: days since a year 0."""
    return _counted_days(cells, 719_529)


def _counted_days(cells: Cells, epoch: int) -> Stamps:
    """Days of which so many lie before 1970, freed from what their digits round off."""
    days = _floats(cells) - epoch
    digits = max((len(cell.partition(".")[2]) for cell in cells[:1000]), default=0)
    seconds = days * 86_400
    loose = 0.5 * 86_400 * 10.0**-digits + 0.6
    known = seconds[np.isfinite(seconds)]
    for unit in (86_400, 3_600, 1_800, 900, 600, 300, 60, 1):
        if not len(known) or np.abs(known - np.round(known / unit) * unit).max() <= min(loose, unit / 3):
            break
    return from_microseconds(np.round(seconds / unit) * unit * 1e6)


def _floats(cells: Cells) -> Floats:
    values = np.asarray(pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce"), dtype=np.float64)
    return np.where(np.abs(values) < 1e20, values, np.nan)


def pad(cells: Cells, form: str) -> Cells:
    """Cells as long as the form, where a number lost the zeros in front: `1022023` is `01022023`."""
    length = {"%d%m%Y": 8, "%m%d%Y": 8, "%y%m%d": 6, "%d%m%y": 6, "%m%d%y": 6, "yymm": 4}.get(form)
    if not length:
        return cells
    result = np.empty(len(cells), dtype=object)
    result[:] = [cell.zfill(length) for cell in cells]
    return result


def number_cells(cells: Cells, form: str) -> Cells:
    """Whole numbers as text for a format: `202301.0` as `202301`, and `1022023` as `01022023`."""
    result = np.empty(len(cells), dtype=object)
    result[:] = [
        head if not rest.strip("0") else cell for cell in cells for head, _, rest in (cell.partition("."),)
    ]
    return pad(result, form)


NUMBER_DATES: dict[str, Special] = {
    "plain_year": _plain_year,
    "yyyyww": _compact_week,
    "yyyyddd": _compact_day,
    "yyyyq": _compact_quarter,
    "yyddd": _compact_short_day,
    "julian_day": _julian_day,
    "modified_julian_day": _modified_julian_day,
    "decimal_year": _decimal_year,
    "yymm": _compact_short_month,
    "decimal_month": _decimal_month,
    "decimal_day": _decimal_day,
    "year_dot_month": _year_dot_month,
    "excel": _excel,
    "matlab_day": _matlab_day,
    "yy": _short_years,
    "epoch_s": _epoch("s"),
    "epoch_ms": _epoch("ms"),
    "epoch_us": _epoch("us"),
    "epoch_ns": _epoch("ns"),
}
