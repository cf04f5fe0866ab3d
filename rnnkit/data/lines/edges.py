"""Where the table begins and ends: lines above it, its names, a line of units, and lines below it."""

import re
from collections import Counter
from itertools import pairwise

from rnnkit.data.lines.fit import has_row_names, header_in_two, held
from rnnkit.data.lines.look import look, majority
from rnnkit.data.lines.preamble import rows_above
from rnnkit.data.lines.records import Records, Row
from rnnkit.data.series.sums import TOTALS
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.data.wide.header_times import in_order, tells_times
from rnnkit.errors import DataError
from rnnkit.words import plural, t

SAMPLE = 200
BELOW = 60
"""Rows that a row is compared with to tell whether it names them."""
FOOTER_ROWS = 10
FOOTER_WORDS = (
    *TOTALS,
    "source", "sources", "note", "notes", "footnote", "copyright", "end of", "quelle",
    "来源", "注", "数据来源", "출처", "注記", "fuente", "fonte", "bron", "źródło", "источник",
    "примечание", "hinweis", "anmerkung", "kaynak", "celkem", "zdroj", "yhteensä",
)  # fmt: skip
FOOTER = re.compile(rf"^\W*(?:{'|'.join(FOOTER_WORDS)})\b", re.IGNORECASE)


def find_start(records: Records, fixed: Overrides, notes: Notes) -> tuple[int, bool]:
    """Index of the first row of the table, and whether that row holds names.

    >>> rows = [["Sales of 2024"], ["day", "sales"], ["1", "5"], ["2", "6"], ["3", "7"]]
    >>> find_start(Records(rows, [1, 2, 3, 4, 5]), Overrides(), Notes())
    (1, True)
    """
    start = _skipped(records, fixed.skip_rows) if fixed.skip_rows is not None else _preamble(records.rows)
    if start and fixed.skip_rows is None:
        sentence = plural(
            "{number} line above the table left out.", "{number} lines above the table left out.", start
        )
        above = [" ".join(row) for row in records.rows[:start]]
        start = start if notes.change("preamble", sentence, start, above) else 0
    if fixed.header is not None:
        return start, fixed.header
    return start, _has_header(records.rows[start], records.rows[start + 1 : start + BELOW], notes)


def _skipped(records: Records, lines: int) -> int:
    start = next((i for i, line in enumerate(records.lines) if line > lines), None)
    if start is None:
        raise DataError(t("Nothing is left after skipping {lines:,} lines; skip fewer.", lines=lines))
    return start


def _preamble(rows: list[Row]) -> int:
    """How many rows stand above the table: comments, titles, and whatever is narrower than the table."""
    if has_row_names(rows[0][: held(rows[0])], rows[1:]):
        return 0
    comments = 0
    while comments < len(rows) - 1 and rows[comments][0].lstrip().startswith("#"):
        comments += 1
    if comments:
        named = vote(rows[comments], rows[comments + 1 : comments + BELOW]) > 0
        return comments if named else comments - 1
    sample = rows[:SAMPLE]
    width, count = Counter(map(len, sample[len(sample) // 4 :])).most_common(1)[0]
    if width < 2 or len(rows[0]) == width:
        return _title_rows(rows, width) or rows_above(sample, width)
    if count <= 0.4 * len(sample):
        return 0
    start = _narrow_rows(sample, width)
    rest = sample[start:]
    if start and len(rest) > 3 and not any(cell.strip() for cell in rest[0][1:]):
        return start + (_title_rows(rest, width) or rows_above(rest, width))
    return start


def _narrow_rows(sample: list[Row], width: int) -> int:
    """Rows above the first that is as wide as the table, and above its names."""
    first = next((i for i, row in enumerate(sample) if len(row) == width), 0)
    start = _names_after(sample, first)
    filled = sum(1 for cell in sample[first - 1] if cell.strip()) if first else 0
    if start == first and filled > 1 and vote(sample[first], sample[first + 1 :]) <= 0:
        return 0  # the row above is a header of another width: refused later, with both numbers
    return start


def _names_after(sample: list[Row], first: int) -> int:
    """The row with the names, where rows like `Updated,2024` of the same width stand above it."""
    for i in range(first, min(first + 10, len(sample) - 2)):
        verdict = vote(sample[i], sample[i + 1 : i + BELOW])
        if verdict > 0:
            return i
        if verdict < 0:
            break
    return first


def _title_rows(rows: list[Row], width: int) -> int:
    """Rows above the table that a spreadsheet padded to its width: only their first cell is filled."""
    count = 0
    while count < min(20, len(rows) - 2) and width > 1 and not any(cell.strip() for cell in rows[count][1:]):
        count += 1
    filled = [cell for cell in rows[count] if cell.strip()]
    return count if count and len(filled) > 1 and look(rows[0][0]) == "text" else 0


def _has_header(first: Row, body: list[Row], notes: Notes) -> bool:
    """Names differ in kind from what stands below them; a first line of numbers only is data."""
    kinds = {look(cell) for cell in first}
    if len(body) > 2 and header_in_two(first, body[0], body[1:]):
        return True
    if not body:
        return "text" in kinds
    verdict = vote(first, body)
    shown = [" ".join(first)]
    if verdict < 0 or (verdict == 0 and ("text" not in kinds or kinds & {"number", "date"})):
        sentence = t("First line is data, so columns got numbers as names; is there a header?")
        return not notes.change("header", sentence, 1, shown, warning=True)
    if "text" in kinds:
        return True
    return notes.change("header", t("First line used as names; is there a header?"), 1, shown, warning=True)


def vote(first: Row, body: list[Row]) -> float:
    """Above 0 where the first row names the columns below, under 0 where it is like them."""
    if tells_times(first) and not (body and tells_times(body[0])):
        return float(len(first))
    if _named_numbers(first, body):
        return float(len(first))
    total = 0.0
    alike = 0
    for i, cell in enumerate(first):
        kind = majority(row[i] for row in body if i < len(row))
        own = look(cell)
        if kind in {"number", "date"} and own != "blank":
            total += 1 if own == "text" else 0 if own == kind else 2
            alike += own == kind
        elif kind == "text" and own == "text" and any(cell == row[i] for row in body if i < len(row)):
            total -= 0.5
    return total if total > 0 and _counts(first) else total - alike


def _named_numbers(first: Row, body: list[Row]) -> bool:
    """Whether a word stands above dates, and beside it nothing but different round numbers: depths, ages."""
    numbers = [cell.strip() for cell in first[1:]]
    return (
        len(body) > 2
        and len(numbers) > 1
        and look(first[0]) == "text"
        and all(number.isdecimal() for number in numbers)
        and in_order([float(number[:15]) for number in numbers])
        and all(look(row[0]) == "date" for row in body[:-1] if row)
    )


def _counts(row: Row) -> bool:
    """Whether the numbers of a row are whole and follow each other: the names of columns may be 1, 2, 3."""
    numbers = [cell.strip() for cell in row if look(cell) == "number"]
    if len(numbers) < 2 or not all(number.isdecimal() and len(number) < 10 for number in numbers):
        return False
    places = [int(number) for number in numbers]
    return all(b == a + 1 for a, b in pairwise(places))


def find_footer(body: Records, width: int, fixed: Overrides, notes: Notes) -> int:
    """How many rows at the end are totals, sources and remarks.

    >>> body = Records([["2024-01-01", "5"], ["2024-01-02", "6"], ["Total", "11"]], [2, 3, 4])
    >>> find_footer(body, 2, Overrides(), Notes())
    1
    """
    if fixed.skip_footer is not None:
        return min(fixed.skip_footer, len(body))
    first = [look(row[0]) for row in body.rows[:50]]
    text_first = majority(row[0] for row in body.rows[:50]) == "text"
    wordless = "text" not in first and first.count("blank") < len(first)
    count = 0
    while count < min(FOOTER_ROWS, len(body) - 2) and _is_footer(
        body.rows[-1 - count], width, text_first, wordless=wordless
    ):
        count += 1
    if not count:
        return 0
    sentence = plural(
        "{number} line below the table left out.", "{number} lines below the table left out.", count
    )
    below = [" ".join(row) for row in body.rows[-count:]]
    return count if notes.change("footer", sentence, count, below) else 0


def _is_footer(row: Row, width: int, text_first: bool, *, wordless: bool) -> bool:
    """A narrow row that starts with words, or a row that starts with a word for a total or a source.

    Where no other row starts with a word (`wordless`), any row that does.
    """
    if look(row[0]) != "text":
        return False
    if wordless and not any(letter.isdigit() for letter in row[0]):
        return True
    narrow = width > 1 and (len(row) < width or sum(1 for cell in row if cell.strip()) <= 1)
    if FOOTER.match(row[0]):
        return narrow or not text_first
    return not text_first and (narrow or width == 1)


def has_units(body: Records, fixed: Overrides, notes: Notes) -> bool:
    """Whether the first row below the names holds units such as `m/s`: text above columns of numbers."""
    if isinstance(fixed, Recipe):
        return fixed.skip_units
    if len(body) < 4:
        return False
    first = body.rows[0]
    own = [look(cell) for cell in first]
    below = [majority(row[i] for row in body.rows[1:50] if i < len(row)) for i in range(len(first))]
    texts = sum(
        1 for mine, kind in zip(own, below, strict=True) if mine == "text" and kind in {"number", "date"}
    )
    if texts < 2 or {"number", "date"} & set(own):
        return False
    return notes.change("units", t("Line of units below the names left out."), 1, [" ".join(first)])


def drop_repeated_names(body: Records, names: list[str], notes: Notes) -> Records:
    """Drop the names where they come again, as in files that were appended to each other."""
    again = [
        i
        for i, row in enumerate(body.rows)
        if row[0].strip() == names[0] and [cell.strip() for cell in row] == names
    ]
    if not again:
        return body
    sentence = plural(
        "The names came again on {number} line; left out.",
        "The names came again on {number} lines; left out.",
        len(again),
    )
    lines = [t("line {line}", line=body.lines[i]) for i in again]
    return body.without(again) if notes.change("repeated_names", sentence, len(again), lines) else body
