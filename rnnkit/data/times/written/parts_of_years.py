"""Cells that name a part of a year, to its first moment: quarters, halves, months, weeks, financial years.

Needs numpy alone, because cleaning programs take it along.
"""

import re
from collections.abc import Callable

import numpy as np

from rnnkit.data.times.written.to_moments import Cells, Floats, Stamps, from_months, from_weeks, full_year

Special = Callable[[Cells, int | None], Stamps]
"""Cells, and the first of the hundred years that two digits may mean, to moments."""

YEAR = r"(?:FY ?)?'?(?P<y>\d{4}|\d{2})(?:[/-]\d{2,4})?"
BETWEEN = r"(?:[ ./,:-]*(?=(?:FY ?)?\d{4})|[ ./,:-]+|(?='|FY))"
"""Between a letter with its number and a year: `Q12012` is a quarter, but `S100` no half of a year 00."""
YEAR_BEHIND = YEAR.replace("<y>", "<y2>")
QUARTER = re.compile(
    rf"^(?:{YEAR}[ ./:-]*(?:[QTK](?P<q1>[1-4])|(?P<q2>[1-4])\.? ?[QTK])"
    rf"|(?:[QTK] ?(?P<q3>[1-4]){BETWEEN}|(?P<q4>[1-4])\.? ?[QTK][ ./,:-]*){YEAR_BEHIND})$",
    re.IGNORECASE,
)
HALF = re.compile(
    rf"^(?:{YEAR}[ ./:-]*(?:[HSB](?P<q1>[12])|(?P<q2>[12])\.? ?[HSB])"
    rf"|(?:[HSB] ?(?P<q3>[12]){BETWEEN}|(?P<q4>[12])\.? ?[HSB][ ./,:-]*){YEAR_BEHIND})$",
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
TWO_DIGITS = {"quarter": QUARTER, "half_year": HALF}
"""Words whose years may be written with two digits, and how they are written."""


def year_and(cells: Cells, shape: re.Pattern[str]) -> tuple[Floats, Floats, Floats, list[str]]:
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


def _part_of_year(shape: re.Pattern[str], months: int) -> Special:
    """The first day of a quarter, a half or a month."""

    def read(cells: Cells, century: int | None) -> Stamps:
        years, parts, _, written = year_and(cells, shape)
        short = np.array([len(year) == 2 for year in written], dtype=bool)
        years[short] = [full_year(int(year), century) for year in years[short]]
        return from_months(years, (parts - 1) * months + 1)

    return read


def _week(cells: Cells, _: int | None) -> Stamps:
    years, weeks, days, _written = year_and(cells, WEEK)
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


PARTS_OF_YEARS: dict[str, Special] = {
    "quarter": _part_of_year(QUARTER, 3),
    "half_year": _part_of_year(HALF, 6),
    "month_number": _part_of_year(MONTH, 1),
    "iso_week": _week,
    "fiscal_year": _fiscal_year,
    "short_year": _short_year,
}
