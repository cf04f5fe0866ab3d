"""Text to named columns of cells, each row as wide as the names.

Rows that do not fit are refused with their line number, never shifted: a reader that lets the first
column become an index "succeeds" and is wrong.
"""

import re
import unicodedata

import numpy as np

from rnnkit.data.edges import drop_repeated_names, find_footer, find_start, has_units
from rnnkit.data.grid import Cells, Grid, Raw
from rnnkit.data.limits import Limits
from rnnkit.data.notes import Notes, listing, shorten
from rnnkit.data.plain import read_plain
from rnnkit.data.recipe import Overrides
from rnnkit.data.records import Records, Row, read_records
from rnnkit.data.source import Source
from rnnkit.data.turn import check_width, in_rows
from rnnkit.errors import DataError
from rnnkit.text import plural, t

__all__ = ["Cells", "Grid", "Raw", "read_grid"]

LONGEST_NAME = 80
# Marks that reorder or hide text: harmless in a name only once they are gone.
INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def read_grid(source: Source, fixed: Overrides, limits: Limits, notes: Notes) -> Grid:
    """Split the text into named columns. Raises `DataError` that names the line which does not fit."""
    if plain := read_plain(source, (fixed, limits, notes), read_grid):
        return plain
    return in_rows(_split(source, fixed, limits, notes), fixed, limits, notes)


def _split(source: Source, fixed: Overrides, limits: Limits, notes: Notes) -> Grid:
    """The table of a file as it stands there."""
    records, separator = (
        (source.records, ",") if source.records else read_records(source.text, fixed, limits, notes)
    )
    start, header = find_start(records, fixed, notes)
    skipped = records.lines[start] - 1
    table = records.between(start)
    width = _width(table.rows)
    check_width(table.rows[0][:width], limits)
    names = _names(table.rows[0][:width], notes) if header else _numbered(width)
    body = table.between(1) if header else table
    footer = find_footer(body, width, fixed, notes)
    body = body.between(0, len(body) - footer)
    units = header and has_units(body, fixed, notes)
    body = body.between(1) if units else body
    body = drop_repeated_names(body, names, notes)
    if not len(body):
        raise DataError(t("No data rows - only a header."))
    _make_even(body, width, header, notes)
    columns = [Raw(_column(cells)) for cells in zip(*body.rows, strict=True)]
    lines = np.array(body.lines, dtype=np.int64)
    return Grid(names, columns, lines, separator, header, skipped, footer, units)


def _width(rows: list[Row]) -> int:
    """Columns of the table: as many as the first row has, less those that are blank from top to bottom."""
    width = len(rows[0])
    while width > 1 and all(len(row) < width or not row[width - 1].strip() for row in rows):
        width -= 1
    return width


def _numbered(width: int) -> list[str]:
    return [t("column {number}", number=i + 1) for i in range(width)]


def _names(row: Row, notes: Notes) -> list[str]:
    """Clean, filled and distinct names."""
    names = [INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).strip() for cell in row]
    for i, name in enumerate(names):
        if len(name) > LONGEST_NAME:
            sentence = t(
                "Name of column {number} longer than {most} characters.", number=i + 1, most=LONGEST_NAME
            )
            raise DataError(sentence)
    names = [re.sub(r"\s+", " ", name) for name in names]
    names[0] = names[0].lstrip("# ")
    for i, name in enumerate(_numbered(len(names))):
        if not names[i]:
            names[i] = name
            notes.change("blank_names", t("Column {number} named '{name}'.", number=i + 1, name=name))
    return _distinct(names, notes)


def _distinct(names: list[str], notes: Notes) -> list[str]:
    """The second `a` becomes `a.1`."""
    taken = set(names)
    result: list[str] = []
    repeated: dict[str, list[str]] = {}
    for name in names:
        new, number = name, 0
        while new in result or (number and new in taken):
            number += 1
            new = f"{name}.{number}"
        if number:
            repeated.setdefault(name, [name]).append(new)
        result.append(new)
    for name, versions in repeated.items():
        sentence = t("Name used twice: {name} -> {versions}.", name=name, versions=listing(versions, 5))
        notes.change("same_names", sentence, warning=True)
    return result


def _column(cells: tuple[str, ...]) -> Cells:
    column = np.empty(len(cells), dtype=object)
    column[:] = [cell.strip() for cell in cells]
    return column


def _make_even(body: Records, width: int, header: bool, notes: Notes) -> None:
    """Give every row the same number of cells; only blank ones may be cut off or put in."""
    odd = [i for i, row in enumerate(body.rows) if len(row) != width]
    long = [i for i in odd if len(body.rows[i]) > width]
    short = [i for i in odd if len(body.rows[i]) < width]
    for i in long:
        _refuse_extra(body, i, width, header)
        body.rows[i] = body.rows[i][:width]
    if long:
        notes.change("trailing", t("Separators at the end of lines ignored."), len(long))
    if short:
        _note_short(body, short, width, notes)
    for i in short:
        body.rows[i] = body.rows[i] + [""] * (width - len(body.rows[i]))


def _refuse_extra(body: Records, i: int, width: int, header: bool) -> None:
    row = body.rows[i]
    if any(cell.strip() for cell in row[width:]):
        what = t("the header") if header else t("the first line")
        sentence = "Line {line} has {found} values; {what} has {width}."
        raise DataError(t(sentence, line=body.lines[i], found=len(row), what=what, width=width))


def _note_short(body: Records, short: list[int], width: int, notes: Notes) -> None:
    line, row = body.lines[short[0]], body.rows[short[0]]
    if len(short) > max(1, 0.2 * len(body)):
        sentence = t("{rows:,} lines have fewer values than the {width} names, first line {line}.",
                     rows=len(short), width=width, line=line)  # fmt: skip
        raise DataError(sentence)
    sentence = plural(
        "{number} line is too short; its end counts as missing.",
        "{number} lines are too short; their ends count as missing.",
        len(short),
    )
    example = t("line {line}: {cells}", line=line, cells=" ".join(row))
    notes.change("short_rows", sentence, len(short), [shorten(example)], warning=True)
