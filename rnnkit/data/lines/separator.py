"""Which sign stands between the columns.

Every candidate splits the first lines; the one wins that gives the same number of columns on most
lines, header included, and whose cells look like numbers, dates or words rather than leftovers.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from rnnkit.data.limits import Limits
from rnnkit.data.lines.look import DOTTED_DATE, look
from rnnkit.data.wide.turn import check_width

CANDIDATES = (",", ";", "\t", "|")
SAMPLE_LINES = 200
DEFAULT = ","
NUMBER_WITH_COMMA = re.compile(
    r"^[^\d,;|\t]{0,8}\d[\d.'’\s]{0,20}(?:,\d{1,20}){1,6}(?:\.\d{1,20})?[^\d,;|\t]{0,12}$"
)
"""1.234,56 EUR or $5,218.83: the comma is a part of the number."""
DATE_WITH_COMMA = re.compile(r"^[^\d,]{0,12} ?\d{0,2},? ?[^\d,]{0,12} ?\d{0,2}, \d[\d: ]{0,12}\w{0,2}$")
"""Feb 01, 2020 01:00 PM."""


def find_separator(lines: list[str]) -> str:
    """The separator of these lines; a comma where there is only one column.

    >>> find_separator(["day;sales", "1;1,5", "2;2,5"]), find_separator(["sales", "1", "2"])
    (';', ',')
    """
    sample = [line for line in islice(lines, SAMPLE_LINES) if line.strip()]
    if not sample:
        return DEFAULT
    marked = _comma_is_mark(sample)
    scores = {sign: 0.0 if marked and sign == "," else _score(sample, sign) for sign in CANDIDATES}
    best = max(CANDIDATES, key=lambda sign: scores[sign])
    if scores[best] > 0:
        return best
    if marked == " " or (_score(sample, " ") > 0.9 and not is_one_with_units(sample)):
        return " "
    # One column, perhaps of decimal commas: any sign will do that splits no line.
    whole = (sign for sign in CANDIDATES if all(len(split_line(line, sign)) == 1 for line in sample))
    return next(whole, DEFAULT)


def check_first_line(lines: list[str], limits: Limits) -> None:
    """Refuse too many columns from the first line alone, before the rest is split."""
    first = next((line for line in lines if line.strip()), "")
    if max(first.count(sign) for sign in CANDIDATES) >= limits.columns:
        sign = find_separator(lines[:3])
        check_width(split_line(first, sign), limits)


def split_line(line: str, separator: str) -> list[str]:
    """The cells of one line, quotes respected.

    >>> split_line('1, "a, b",2', ",")
    ['1', 'a, b', '2']
    """
    if separator == " ":
        line = collapse(line)
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return line.split(separator)


def collapse(line: str) -> str:
    """Runs of blanks as one, as in tables laid out with spaces."""
    return re.sub(r"[ \t]+", " ", line.strip())


def _comma_is_mark(sample: list[str]) -> str:
    """The sign that parts the columns where every comma stands inside a number; else nothing.

    `01.02.2004;-3,86` below a title, and `2004-02-01 3,86`.
    """
    if not any("," in line for line in sample):
        return ""
    return next((sign for sign in (";", "\t", "|", " ") if _holds_commas(sample, sign)), "")


def _holds_commas(sample: list[str], sign: str) -> bool:
    """Whether this sign parts the lines evenly, and all commas between two such signs belong to numbers."""
    held = [(i, split_line(line, sign)) for i, line in enumerate(sample) if sign in line.strip()]
    widths = Counter(len(row) for _, row in held)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    first = next((i for i, row in held if len(row) == width), 0)
    body = [row for i, row in held if len(row) == width]
    if width < 2 or count < 2 or count < 0.9 * (len(sample) - first):
        return False
    if sign == " " and (count < len(sample) or look(body[-1][0]) != "date"):
        return False
    commas = [cell for row in body for cell in row[:50] if "," in cell]
    marks = sum(
        1 for cell in commas if _is_number_with_comma(cell.strip()) or DATE_WITH_COMMA.match(cell.strip())
    )
    usual = Counter(sample[i].count(",") for i, row in held if len(row) == width).most_common(1)[0][0]
    named = all(look(cell) in {"text", "blank"} for cell in split_line(sample[first], sign))
    above = sample[first - 1].count(",") if first and not named else 0
    return bool(commas) and marks >= 0.95 * len(commas) and not (above and above == usual)


def is_one_with_units(sample: Sequence[str]) -> bool:
    """Whether the lines are numbers with one unit behind each, below a name: `1 %`, `2 %`."""
    rows = [line.split() for line in sample]
    units = {row[1] for row in rows[1:] if len(row) == 2}
    numbers = all(len(row) == 2 and look(row[0]) == "number" for row in rows[1:])
    return len(rows) > 1 and numbers and len(units) == 1 and not any(map(str.isdigit, units.pop()))


def _is_number_with_comma(cell: str) -> bool:
    return NUMBER_WITH_COMMA.match(cell) is not None and not DOTTED_DATE.match(cell)


def _score(sample: list[str], separator: str) -> float:
    """0 where the sign gives one column; else how even the lines are, times how sound the cells are."""
    if not any(separator in line for line in sample):
        return 0.0
    rows = [split_line(line, separator) for line in sample]
    widths = Counter(len(row) for row in rows)
    usual, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if usual < 2:
        return 0.0
    even = count / len(rows)
    body = [row for row in rows if len(row) == usual]
    if separator == "," and usual == 2 and len(rows[0]) == 1 and all(map(_is_decimal, body)):
        return 0.0  # one column of decimal commas, below its name
    blamed = 0.5 if len(rows[0]) < usual and len(rows[0]) == 1 and even > 0.95 else 1.0
    cells = [cell for row in body[:50] for cell in row[:50]]
    return even * blamed * (0.2 + 0.8 * sum(map(_soundness, cells)) / len(cells))


def _is_decimal(row: list[str]) -> bool:
    return row[0].strip().lstrip("+-").isdigit() and row[1].isdigit()


def _soundness(cell: str) -> float:
    kind = look(cell)
    if kind != "text":
        return 1.0
    return 0.5 if any(sign in cell for sign in CANDIDATES) else 0.85
