"""Text to named columns of cells: where the table starts and ends, and what its columns are called.

Rows that do not fit are refused with their line number, never shifted: a reader that lets the first
column become an index "succeeds" and is wrong.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from rnnkit.data.limits import Limits
from rnnkit.data.look import look, majority
from rnnkit.data.notes import Notes, listing, shorten
from rnnkit.data.recipe import Overrides, Recipe
from rnnkit.data.separator import check_first_line, collapse, find_separator
from rnnkit.errors import DataError
from rnnkit.text import plural, t

Cells = npt.NDArray[np.object_]
Row = list[str]

NAMES = {";": ";", "\t": "tab", "|": "|", " ": "space"}
LONGEST_NAME = 80
FOOTER_ROWS = 10
FOOTER = re.compile(
    r"^\W*(grand total|sub ?total|totals?|sum|average|mean|source|sources|note|notes|footnote|copyright|end of"
    r"|summe|gesamt|quelle|total général|合计|总计|平均|来源|注|数据来源)\b", re.IGNORECASE
)  # fmt: skip
# Marks that reorder or hide text: harmless in a name only once they are gone.
INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


@dataclass
class Grid:
    """Cells as they stand in the file, by column, with the line each row came from."""

    names: list[str]
    columns: list[Cells]
    lines: npt.NDArray[np.int64]
    separator: str
    skip_rows: int
    header: bool
    skip_footer: int = 0
    skip_units: bool = False
    rows: int = 0
    _index: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> Cells:
        """The cells of one column, by its name."""
        return self.columns[self.names.index(name)]


def read_grid(text: str, fixed: Overrides, limits: Limits, notes: Notes) -> Grid:
    """Split the text into named columns. Raises `DataError` that names the line which does not fit."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" \t\n\x0b\x0c,;|\u3000\xa0\x1a"):
        raise DataError(t("The file is empty."))
    lines = text.split("\n")
    hint = (
        re.match(r"^\"?sep=(.)\"?[,;\t]*$", lines[0].strip(" "))
        if lines[0][:5].lower().startswith(("sep=", '"sep='))
        else None
    )
    separator = _separator(lines[1:] if hint else lines, hint[1] if hint else None, fixed, limits, notes)
    records, numbers = _split(text, lines, separator, limits)
    if hint:
        records, numbers = records[1:], numbers[1:]
    start, header = _find_start(records, numbers, fixed, notes)
    skipped = numbers[start] - 1
    body, body_numbers = records[start:], numbers[start:]
    names_row = [cell.lstrip("# ") if i == 0 else cell for i, cell in enumerate(body[0])]
    while (
        len(names_row) > 1 and header and not names_row[-1].strip() and _blank_tail(body, len(names_row) - 1)
    ):
        names_row.pop()
    width = len(names_row) if header else _width(body)
    if header:
        body, body_numbers = body[1:], body_numbers[1:]
    limits.check_columns(width)
    names = _names(names_row if header else [""] * width, header, notes)
    return _assemble(names, body, body_numbers, separator, skipped, header, fixed, limits, notes)


def _separator(lines: list[str], hint: str | None, fixed: Overrides, limits: Limits, notes: Notes) -> str:
    if fixed.separator is not None:
        return fixed.separator
    check_first_line(lines, limits)
    found = hint or find_separator(lines)
    if found != "," and not notes.change(
        "separator", t("Separator {sign} detected.", sign=NAMES.get(found, found))
    ):
        return ","
    return found


def _split(text: str, lines: list[str], separator: str, limits: Limits) -> tuple[list[Row], list[int]]:
    """All rows that are not blank, and the line each one starts on (counted from 1)."""
    if separator == " ":
        text = "\n".join(map(collapse, lines))
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace='"' in text)
    records: list[Row] = []
    numbers: list[int] = []
    line = 0
    most = limits.rows + 1000
    try:
        for record in reader:
            if record and (len(record) > 1 or record[0].strip()):
                records.append(record)
                numbers.append(line + 1)
            line = reader.line_num
            if len(records) > most:
                break
    except csv.Error:
        raise DataError(
            t("Line {line}: a cell is too long or its quotes do not match.", line=line + 1)
        ) from None
    _check_quotes(lines, separator, numbers, records)
    return records, numbers


def _check_quotes(lines: list[str], separator: str, numbers: list[int], records: list[Row]) -> None:
    """Refuse a quote that is opened and never closed: it swallows the rest of the file into one cell."""
    last = numbers[-1] - 1
    if "\n" not in "".join(records[-1]) and '"' not in lines[last]:
        return
    try:
        list(csv.reader(io.StringIO("\n".join(lines[last:])), delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise DataError(t("Quote opened on line {line} never closes.", line=last + 1)) from None


def _find_start(records: list[Row], numbers: list[int], fixed: Overrides, notes: Notes) -> tuple[int, bool]:
    """Index of the first row of the table, and whether that row holds names."""
    start = 0
    if fixed.skip_rows is not None:
        start = next((i for i, number in enumerate(numbers) if number > fixed.skip_rows), -1)
        if start < 0:
            raise DataError(t("Nothing is left after skipping {rows:,} lines.", rows=fixed.skip_rows))
    else:
        start = _preamble(records)
        if start and not notes.change(
            "preamble",
            plural(
                "{number} line above the table left out.", "{number} lines above the table left out.", start
            ),
            start,
            [" ".join(row) for row in records[:start]],
        ):
            start = 0
    if fixed.header is not None:
        return start, fixed.header
    return start, _has_header(records[start], records[start + 1 : start + 60], notes)


def _preamble(records: list[Row]) -> int:
    """How many rows stand above the table: comments, titles, and whatever is narrower than the table."""
    comments = 0
    while comments < len(records) - 1 and records[comments][0].lstrip().startswith("#"):
        comments += 1
    if comments:
        return (
            comments if _vote(records[comments], records[comments + 1 : comments + 60]) > 0 else comments - 1
        )
    sample = records[:SAMPLE]
    width, count = Counter(map(len, sample[len(sample) // 4 :])).most_common(1)[0]
    if width < 2 or len(records[0]) == width:
        return _title_rows(records, width)
    first = next((i for i, row in enumerate(sample) if len(row) == width), 0)
    above = sample[first - 1] if first else []
    start = _names_after(sample, first)
    if first and start == first and sum(1 for cell in above if cell.strip()) > 1:
        vote = _vote(sample[first], sample[first + 1 :])
        first = first if vote > 0 else 0  # else a header of another width: refused later, with its numbers
        return first
    return start if count > 0.4 * len(sample) else 0


def _names_after(sample: list[Row], first: int) -> int:
    """The row with the names, where rows like `Updated,2024` of the same width stand above it."""
    for i in range(first, min(first + 10, len(sample) - 2)):
        vote = _vote(sample[i], sample[i + 1 : i + 60])
        if vote > 0:
            return i
        if vote < 0:
            break
    return first


SAMPLE = 200


def _title_rows(records: list[Row], width: int) -> int:
    """Rows above the table that were padded to its width, as spreadsheets do: only their first cell is filled."""
    count = 0
    while count < min(20, len(records) - 2) and width > 1 and not any(c.strip() for c in records[count][1:]):
        count += 1
    filled = [cell for cell in records[count] if cell.strip()]
    return count if count and len(filled) > 1 and look(records[0][0]) == "text" else 0


def _has_header(first: Row, body: list[Row], notes: Notes) -> bool:
    """Names differ in kind from what stands below them; a first line of numbers only is data."""
    if not body:
        return any(look(cell) == "text" for cell in first)
    vote = _vote(first, body)
    kinds = {look(cell) for cell in first}
    header = vote > 0 or (vote == 0 and "text" in kinds and not kinds & {"number", "date"})
    if header and "text" not in kinds:
        notes.change(
            "header", t("First line used as names; is there a header?"), 1, [" ".join(first)], warning=True
        )
        return "header" not in notes.off
    if not header:
        sentence = t("First line is data, so columns got numbers as names; is there a header?")
        return not notes.change("header", sentence, 1, [" ".join(first)], warning=True)
    return True


def _vote(first: Row, body: list[Row]) -> float:
    """Above 0 where the first row names the columns below, under 0 where it is like them."""
    vote = 0.0
    for i, cell in enumerate(first):
        kind = majority(row[i] for row in body if i < len(row))
        own = look(cell)
        if kind in {"number", "date"} and own != "blank":
            vote += 1 if own == "text" else -1 if own == kind else 2
        elif kind == "text" and own == "text" and any(cell == row[i] for row in body if i < len(row)):
            vote -= 0.5
    return vote


def _blank_tail(body: list[Row], column: int) -> bool:
    return all(len(row) <= column or not row[column].strip() for row in body)


def _width(body: list[Row]) -> int:
    """Columns of a table without names: the first row's, less a separator at the end of every line."""
    width = len(body[0])
    while width > 1 and _blank_tail(body, width - 1):
        width -= 1
    return width


def _names(row: Row, header: bool, notes: Notes) -> list[str]:
    """Clean, filled and distinct names."""
    names = [INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).strip() for cell in row]
    for i, name in enumerate(names):
        if len(name) > LONGEST_NAME:
            raise DataError(
                t("Name of column {number} longer than {most} characters.", number=i + 1, most=LONGEST_NAME)
            )
    names = [re.sub(r"\s+", " ", name) for name in names]
    for i, name in enumerate(names):
        if not name:
            names[i] = t("column {number}", number=i + 1)
            if header:
                notes.change("blank_names", t("Column {number} named '{name}'.", number=i + 1, name=names[i]))
    return _distinct(names, notes)


def _distinct(names: list[str], notes: Notes) -> list[str]:
    """The second `a` becomes `a.1`."""
    taken = set(names)
    seen: set[str] = set()
    result = []
    repeated: dict[str, list[str]] = {}
    for name in names:
        new, number = name, 0
        while new in seen or (number and new in taken):
            number += 1
            new = f"{name}.{number}"
        if number:
            repeated.setdefault(name, [name]).append(new)
        seen.add(new)
        result.append(new)
    for name, versions in repeated.items():
        sentence = t("Name used twice: {name} -> {versions}.", name=name, versions=listing(versions, 5))
        notes.change("same_names", sentence, warning=True)
    return result


def _assemble(
    names: list[str],
    body: list[Row],
    numbers: list[int],
    separator: str,
    skipped: int,
    header: bool,
    fixed: Overrides,
    limits: Limits,
    notes: Notes,
) -> Grid:
    footer = _footer(body, len(names), fixed, notes)
    if footer:
        body, numbers = body[:-footer], numbers[:-footer]
    units = _units(body, fixed, notes) if header else False
    if units:
        body, numbers = body[1:], numbers[1:]
    if not body:
        raise DataError(t("No data rows - only a header."))
    if len(body) > limits.rows:
        notes.change("rows", t("Used the first {rows:,} rows.", rows=limits.rows), warning=True)
        body, numbers = body[: limits.rows], numbers[: limits.rows]
    body, numbers = _without_repeated_names(names, body, numbers, notes)
    body = _even(body, numbers, len(names), header, notes)
    columns = [_column(cells) for cells in zip(*body, strict=True)]
    lines = np.array(numbers, dtype=np.int64)
    return Grid(names, columns, lines, separator, skipped, header, footer, units, len(body))


def _column(cells: tuple[str, ...]) -> Cells:
    column = np.empty(len(cells), dtype=object)
    column[:] = [cell.strip() for cell in cells]
    return column


def _footer(body: list[Row], width: int, fixed: Overrides, notes: Notes) -> int:
    """How many rows at the end are totals, sources and remarks."""
    if fixed.skip_footer is not None:
        return min(fixed.skip_footer, len(body))
    if isinstance(fixed, Recipe) or len(body) < 3:
        return 0
    kind = majority(row[0] for row in islice(body, 50))
    count = 0
    while count < min(FOOTER_ROWS, len(body) - 2):
        row = body[-1 - count]
        filled = sum(1 for cell in row if cell.strip())
        odd = look(row[0]) in {"text", "blank"} and kind != "text"
        narrow = (len(row) < width or filled <= 1) and width > 1
        if not ((odd and (narrow or width == 1)) or (FOOTER.match(row[0]) and (odd or narrow))):
            break
        if look(row[0]) == "blank" and filled:
            break
        count += 1
    if count and not notes.change(
        "footer",
        plural("{number} line below the table left out.", "{number} lines below the table left out.", count),
        count,
        [" ".join(row) for row in body[-count:]],
    ):
        return 0
    return count


def _units(body: list[Row], fixed: Overrides, notes: Notes) -> bool:
    """Whether the first row below the names holds units such as `m/s`: text above columns of numbers."""
    if isinstance(fixed, Recipe):
        return fixed.skip_units
    if len(body) < 4:
        return False
    below = [majority(row[i] for row in body[1:50] if i < len(row)) for i in range(len(body[0]))]
    own = [look(cell) for cell in body[0]]
    texts = sum(
        1 for mine, kind in zip(own, below, strict=True) if mine == "text" and kind in {"number", "date"}
    )
    fits = sum(1 for mine, kind in zip(own, below, strict=True) if mine in {"number", "date"})
    if texts < 2 or fits:
        return False
    return notes.change("units", t("Line of units below the names left out."), 1, [" ".join(body[0])])


def _without_repeated_names(
    names: list[str], body: list[Row], numbers: list[int], notes: Notes
) -> tuple[list[Row], list[int]]:
    """Drop the names where they come again, as in files that were appended to each other."""
    again = [
        i for i, row in enumerate(body) if row[0].strip() == names[0] and [c.strip() for c in row] == names
    ]
    if not again or not notes.change(
        "repeated_names",
        plural("The names came again on {number} line; left out.", "The names came again on {number} lines; left out.", len(again)),
        len(again),
        [t("line {line}", line=numbers[i]) for i in again],
    ):  # fmt: skip
        return body, numbers
    drop = set(again)
    keep = [i for i in range(len(body)) if i not in drop]
    if not keep:
        raise DataError(t("No data rows - only a header."))
    return [body[i] for i in keep], [numbers[i] for i in keep]


def _even(body: list[Row], numbers: list[int], width: int, header: bool, notes: Notes) -> list[Row]:
    """Give every row the same number of cells; only blank ones may be cut off or put in."""
    if all(len(row) == width for row in body):
        return body
    cut = short = 0
    example = ""
    for i, row in enumerate(body):
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                _refuse_width(numbers[i], len(row), width, header)
            cut += 1
            body[i] = row[:width]
        elif len(row) < width:
            short += 1
            example = example or t("line {line}: {cells}", line=numbers[i], cells=" ".join(row))
            body[i] = row + [""] * (width - len(row))
    if cut:
        notes.change("trailing", t("Separators at the end of lines ignored."), cut)
    if short:
        if short > 0.2 * len(body) and short > 1:
            line = next(number for row, number in zip(body, numbers, strict=True) if not row[-1])
            raise DataError(
                t(
                    "{rows:,} lines have fewer values than the {width} names, first line {line}.",
                    rows=short,
                    width=width,
                    line=line,
                )
            )
        sentence = plural(
            "{number} line is too short; its end counts as missing.",
            "{number} lines are too short; their ends count as missing.",
            short,
        )
        notes.change("short_rows", sentence, short, [shorten(example)], warning=True)
    return body


def _refuse_width(line: int, found: int, width: int, header: bool) -> None:
    what = t("the header") if header else t("the first line")
    sentence = "Line {line} has {found} values; {what} has {width}."
    raise DataError(t(sentence, line=line, found=found, what=what, width=width))
