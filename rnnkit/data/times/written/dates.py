"""Cells to moments (datetime64[us]): by a `strptime` pattern, or by a word for what no pattern describes.

Cells are brought to few spellings first (see `rnnkit.data.times.written.tidy`). Everything here needs numpy,
pandas and the standard library alone, because cleaning programs take it along.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.times.written.iso import read_even
from rnnkit.data.times.written.tidy import tidy, zone_minutes

Cells = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Stamps = npt.NDArray[np.datetime64]

EPOCHS = {"epoch_s": "s", "epoch_ms": "ms", "epoch_us": "us", "epoch_ns": "ns"}
MINUTE = 60_000_000
DAY_IN_US = 86_400_000_000
NEVER = np.datetime64("NaT", "us")

FIELDS = {
    **{"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%j": r"\d{3}", "%H": r"\d{1,2}"},
    **{"%I": r"\d{1,2}", "%M": r"\d{1,2}", "%S": r"\d{1,2}", "%f": r"\d{1,9}", "%p": "[APap][Mm]"},
    **dict.fromkeys(("%b", "%B", "%a", "%A"), r"[^\W\d_]{1,20}"),
}
MIDNIGHT = {"%H": "(24)", "%M": "0?0", "%S": "0?0", "%f": "0+"}


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
        stamps = stamps + (moved * MINUTE).astype("timedelta64[us]")
    return np.asarray(stamps[codes])


def parse_one(cells: Cells, form: str, century: int | None = None) -> Stamps:
    """Read cells in one format; NaT where it does not fit. 24:00 is the midnight that ends the day.

    >>> parse_one(np.array(["31.01.24 24:00", "soon"], dtype=object), "%d.%m.%y %H:%M").tolist()
    [datetime.datetime(2024, 2, 1, 0, 0), None]
    """
    if form in SPECIAL:
        return SPECIAL[form](cells, century)
    if "%y" in form:
        cells = _four_digits(cells, form, century)
        form = form.replace("%y", "%Y")
    stamps = _strptime(cells, form)
    if "%H" in form and (missing := np.flatnonzero(np.isnat(stamps))).size:
        stamps[missing] = _midnight(cells[missing], form)
    return stamps


def _strptime(cells: Cells, form: str) -> Stamps:
    try:
        parsed = pd.DatetimeIndex(
            pd.to_datetime(pd.Series(cells, dtype=object), format=form, errors="coerce")
        )
    except (ValueError, TypeError, OverflowError, re.error):
        return np.full(len(cells), NEVER)
    if parsed.tz is not None:
        parsed = parsed.tz_localize(None)
    return np.array(parsed.to_numpy().astype("datetime64[us]"))


def shape_of(form: str, fields: dict[str, str]) -> re.Pattern[str]:
    """A format as a regular expression: `%d/%m` with fields of digits is `\\d{1,2}/\\d{1,2}`."""
    parts = re.findall(r"%[A-Za-z]|.", form)
    return re.compile("^" + "".join(fields.get(part, re.escape(part)) for part in parts) + "$")


def _midnight(cells: Cells, form: str) -> Stamps:
    """The cells that say 24:00, as 00:00 of the next day."""
    shape = shape_of(form, {**FIELDS, **MIDNIGHT})
    found = [shape.match(cell) for cell in cells]
    text = np.empty(len(cells), dtype=object)
    text[:] = [
        cell[: m.start(1)] + "00" + cell[m.end(1) :] if m else ""
        for cell, m in zip(cells, found, strict=True)
    ]
    return np.asarray(_strptime(text, form) + np.timedelta64(DAY_IN_US, "us"))


def two_digit_years(cells: Cells, form: str) -> npt.NDArray[np.int64]:
    """The two digits of the year of every cell that fits the format; none where years are written whole."""
    if form in PARTS_OF_YEARS:
        written = _year_and(cells, PARTS_OF_YEARS[form])[3]
        return np.array([int(year) for year in written if len(year) == 2], dtype=np.int64)
    if "%y" not in form:
        return np.zeros(0, dtype=np.int64)
    shape = shape_of(form, {**FIELDS, "%y": r"(\d{2})"})
    return np.array([int(found[1]) for cell in cells if (found := shape.match(cell))], dtype=np.int64)


def full_year(year: int, century: int | None) -> int:
    """The year that two digits mean, from `century` on; 69 to 99 are 1969 to 1999 where nothing is known."""
    first = 1969 if century is None else century
    return first + (year - first) % 100


def _four_digits(cells: Cells, form: str, century: int | None) -> Cells:
    """`01/02/67` as `01/02/1967`."""
    shape = shape_of(form, {**FIELDS, "%y": r"(\d{2})"})
    result = np.empty(len(cells), dtype=object)
    for i, cell in enumerate(cells):
        found = shape.match(cell)
        result[i] = (
            f"{cell[: found.start(1)]}{full_year(int(found[1]), century):04d}{cell[found.end(1) :]}"
            if found
            else ""
        )
    return result


YEAR = r"(?:FY ?)?'?(?P<y>\d{4}|\d{2})(?:[/-]\d{2,4})?"
APART = r"(?:[ ./,:-]*(?=(?:FY ?)?\d{4})|[ ./,:-]+|(?='|FY))"
"""Between a letter with its number and a year: `Q12012` is a quarter, but `S100` no half of a year 00."""
YEAR_BEHIND = YEAR.replace("<y>", "<y2>")
QUARTER = re.compile(
    rf"^(?:{YEAR}[ ./:-]*(?:[QTK](?P<q1>[1-4])|(?P<q2>[1-4])\.? ?[QTK])"
    rf"|(?:[QTK] ?(?P<q3>[1-4]){APART}|(?P<q4>[1-4])\.? ?[QTK][ ./,:-]*){YEAR_BEHIND})$",
    re.IGNORECASE,
)
HALF = re.compile(
    rf"^(?:{YEAR}[ ./:-]*(?:[HSB](?P<q1>[12])|(?P<q2>[12])\.? ?[HSB])"
    rf"|(?:[HSB] ?(?P<q3>[12]){APART}|(?P<q4>[12])\.? ?[HSB][ ./,:-]*){YEAR_BEHIND})$",
    re.IGNORECASE,
)
MONTH = re.compile(
    r"^(?:(?P<y>\d{4})[ ./:-]*M{1,2} ?(?P<q1>\d{1,2})|M ?(?P<q3>\d{1,2})[ ./,-]*(?P<y2>\d{4}))$",
    re.IGNORECASE,
)
WEEK = re.compile(
    r"^(?:(?P<y>\d{4})[ ./-]*(?:W|KW|CW|S|V|U)[ .]?(?P<q1>\d{1,2})(?:-?(?P<day>[1-7]))?"
    r"|(?P<y3>\d{4})[/ -](?P<q5>\d{1,2})"
    r"|(?P<y6>\d{4})[ ./-]+(?P<q7>\d{1,2})\.? ?W|(?P<q2>\d{1,2})\.? ?W[ ./,-]*(?P<y4>\d{4})"
    r"|(?P<q6>\d{1,2})/(?P<y5>\d{4})"
    r"|(?:W|KW|CW|S|V|U)[ .]?(?P<q3>\d{1,2})[ ./,-]*(?P<y2>\d{4}))$",
    re.IGNORECASE,
)


PARTS_OF_YEARS = {"quarter": QUARTER, "half_year": HALF}


def _year_and(cells: Cells, shape: re.Pattern[str]) -> tuple[Floats, Floats, Floats, list[str]]:
    """Years, numbers of the part of the year, days of the week (1 if not said), and the years as written."""
    years, parts, days, written = [], [], [], []
    for cell in cells:
        found = shape.match(cell)
        groups = {key: value for key, value in found.groupdict().items() if value} if found else {}
        year = next((value for key, value in groups.items() if key[0] == "y"), "")
        written.append(year)
        years.append(float(year or "nan"))
        parts.append(float(next((value for key, value in groups.items() if key[0] == "q"), "nan")))
        days.append(float(groups.get("day", 1)))
    return np.array(years), np.array(parts), np.array(days), written


def _part_of_year(shape: re.Pattern[str], months: int) -> "Special":
    """The first day of a quarter, a half or a month."""

    def read(cells: Cells, century: int | None) -> Stamps:
        years, parts, _, written = _year_and(cells, shape)
        short = np.array([len(year) == 2 for year in written], dtype=bool)
        years[short] = [full_year(int(year), century) for year in years[short]]
        return from_months(years, (parts - 1) * months + 1)

    return read


def from_months(years: Floats, months: Floats) -> Stamps:
    """The first day of a month of a year; NaT where there is no such month."""
    sound = (years >= 1) & (years <= 9999) & (months >= 1) & (months <= 12) & (months % 1 == 0)
    count = (np.where(sound, years, 1970) - 1970) * 12 + np.where(sound, months, 1) - 1
    stamps = count.astype(np.int64).astype("datetime64[M]").astype("datetime64[us]")
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def from_weeks(years: Floats, weeks: Floats, days: Floats | float = 1.0) -> Stamps:
    """The Monday (or another day) of an ISO week; week 53 of a year that has 52 is the week that follows."""
    sound = (years >= 1) & (years <= 9999) & (weeks >= 0) & (weeks <= 53) & (weeks % 1 == 0)
    fourth = from_months(np.where(sound, years, 1970.0), np.ones(len(years))).astype("datetime64[D]") + 3
    monday = fourth - (fourth.astype(np.int64) + 3) % 7
    shift = (np.where(sound, weeks, 1) - 1) * 7 + np.where(sound, days, 1) - 1
    stamps = (monday + shift.astype(np.int64).astype("timedelta64[D]")).astype("datetime64[us]")
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def from_days(years: Floats, days: Floats) -> Stamps:
    """The so-and-so-manieth day of a year."""
    sound = (days >= 1) & (days <= 366) & (days % 1 == 0)
    stamps = from_months(years, np.ones(len(years))) + ((np.where(sound, days, 1) - 1) * DAY_IN_US).astype(
        "timedelta64[us]"
    )
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def _week(cells: Cells, _: int | None) -> Stamps:
    years, weeks, days, _written = _year_and(cells, WEEK)
    return from_weeks(years, np.where(weeks >= 1, weeks, np.nan), days)


FISCAL = re.compile(
    r"^(?:FY ?)?(\d{4})(?: ?[/-] ?(\d{4}|\d{2}))?$|^FY ?'?(\d{2})(?: ?[/-] ?(\d{2}))?$", re.IGNORECASE
)


def _fiscal_year(cells: Cells, century: int | None) -> Stamps:
    """The first year of `2001-02`, `2001/2002`, `FY2001` or `FY01`: such years end where the next begins."""
    years = []
    for cell in cells:
        found = FISCAL.match(cell)
        first, last = (found[1] or found[3], found[2] or found[4]) if found else (None, None)
        plain = bool(found) and not last and not cell.upper().startswith("FY")
        follows = not last or (first is not None and (int(first) + 1) % 100 == int(last) % 100)
        year = float("nan") if first is None or plain or not follows else float(first)
        years.append(float(full_year(int(year), century)) if year < 100 else year)
    return from_months(np.array(years), np.ones(len(cells)))


def _short_year(cells: Cells, _: int | None) -> Stamps:
    """1-01 is January of year 1, as in sales figures that hide their year."""
    found = [re.match(r"^(\d{1,3})[-/](\d{1,2})$", cell) for cell in cells]
    years = np.array([float(m[1]) if m else np.nan for m in found])
    return from_months(years, np.array([float(m[2]) if m else np.nan for m in found]))


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


def _split(cells: Cells, digits: int) -> tuple[Floats, Floats]:
    """Whole numbers in front of so many last digits, and these: 202152 as 2021 and 52."""
    values = _floats(cells)
    values = np.where(values % 1 == 0, values, np.nan)
    return values // 10**digits, values % 10**digits


def _compact_week(cells: Cells, _: int | None) -> Stamps:
    """202152 is the Monday of week 52 of 2021."""
    years, weeks = _split(cells, 2)
    return from_weeks(years, np.where(weeks >= 1, weeks, np.nan))


def _compact_day(cells: Cells, _: int | None) -> Stamps:
    """2021365 is the 365th day of 2021."""
    return from_days(*_split(cells, 3))


def _compact_short_day(cells: Cells, century: int | None) -> Stamps:
    """22349 is the 349th day of 2022."""
    years, days = _split(cells, 3)
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
    years, quarters = _split(cells, 1)
    return from_months(years, np.where(quarters <= 4, (quarters - 1) * 3 + 1, np.nan))


def _compact_short_month(cells: Cells, century: int | None) -> Stamps:
    """9812 is December 1998, 101 is January 2001."""
    years, months = _split(cells, 2)
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


def _epoch(unit: str) -> "Special":
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


def from_microseconds(values: Floats) -> Stamps:
    """Microseconds since 1970 as stamps."""
    sound = np.isfinite(values) & (np.abs(values) < 2e17)
    stamps = np.full(len(values), NEVER)
    stamps[sound] = np.round(values[sound]).astype(np.int64).astype("datetime64[us]")
    return stamps


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


Special = Callable[[Cells, int | None], Stamps]
SPECIAL: dict[str, Special] = {
    "quarter": _part_of_year(QUARTER, 3),
    "half_year": _part_of_year(HALF, 6),
    "month_number": _part_of_year(MONTH, 1),
    "iso_week": _week,
    "fiscal_year": _fiscal_year,
    "short_year": _short_year,
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
