"""Text to named columns of cells, each row as wide as the names.

Rows that do not fit are refused with their line number, never shifted: a reader that lets the first
column become an index "succeeds" and is wrong.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from rnnkit.data.limits import Limits
from rnnkit.data.lines.blocks import main_block
from rnnkit.data.lines.edges import drop_repeated_names, find_footer, find_start, has_units
from rnnkit.data.lines.fit import has_row_names, header_in_two, held, joined_names, make_even, without_long
from rnnkit.data.lines.grid import Cells, RawColumn, RawTable
from rnnkit.data.lines.records import Records, Row, read_records
from rnnkit.data.numbers.marks import with_few_marks
from rnnkit.data.series.sums import drop_sums
from rnnkit.data.source.unpacked import Unpacked
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.plain import read_plain
from rnnkit.data.table.recipe import Overrides
from rnnkit.data.times.row_times import role_of
from rnnkit.data.wide.turn import check_width, in_rows
from rnnkit.errors import DataError
from rnnkit.words import plural, t

__all__ = ["Cells", "RawColumn", "RawTable", "read_grid"]

LONGEST_NAME = 80
LONGEST_CELL = 500
"""Characters of a name that are looked at."""
SAMPLE = 300
MOST_COLUMNS = 10_000
"""Columns that are looked at, even where a host takes fewer: times in the header may become rows."""
# Marks that reorder or hide text: harmless in a name only once they are gone.
INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def read_grid(source: Unpacked, fixed: Overrides, limits: Limits, notes: Notes) -> RawTable:
    r"""Split the text into named columns. Raises `DataError` that names the line which does not fit.

    >>> source = Unpacked("day;sales\n1;5\n2;6", "utf-8")
    >>> grid = read_grid(source, Overrides(), Limits.from_environment(), Notes())
    >>> grid.names, grid.separator, grid.columns[1].cells.tolist()
    (['day', 'sales'], ';', ['5', '6'])
    """
    if plain := read_plain(source, (fixed, limits, notes), read_grid):
        return plain
    return in_rows(_split(source, fixed, limits, notes), fixed, limits, notes)


def _split(source: Unpacked, fixed: Overrides, limits: Limits, notes: Notes) -> RawTable:
    """The table of a file as it stands there."""
    records, separator = (
        (source.records, ",") if source.records else read_records(source.text, fixed, limits, notes)
    )
    plan = records.plan
    _check_wide(records, limits)
    records, below = main_block(records, fixed, notes)
    start, header = find_start(records, fixed, notes)
    skipped = records.lines[start] - 1
    table = records.between(start)
    first, units = _names_row(table, header, notes)
    names = _named(first, table, header, notes)
    width = len(names)
    check_width(names, limits)
    body = table.between(1 + units) if header else table
    footer = find_footer(body, width, fixed, notes)
    body = body.between(0, len(body) - footer)
    if header and not units and has_units(body, fixed, notes):
        body, units = body.between(1), True
    body = drop_repeated_names(body, names, notes)
    body = drop_sums(body, notes)
    body = without_long(body, width, header, notes)
    if not len(body):
        raise DataError(t("No data rows - only a header; add rows below it."))
    _check_filled(body, width, limits)
    make_even(body, names, notes)
    columns = [RawColumn(_column(cells)) for cells in zip(*body.rows, strict=True)]
    lines = np.array(body.lines, dtype=np.int64)
    footer = fixed.skip_footer if fixed.skip_footer is not None else footer + below
    heading = tuple(cell.strip() for cell in table.rows[0][: held(table.rows[0])]) if header else ()
    return RawTable(
        names,
        columns,
        lines,
        separator,
        header,
        skipped,
        footer,
        units,
        heading=heading,
        file_names=tuple(names),
        plan=plan,
    )


def _check_wide(records: Records, limits: Limits) -> None:
    """Refuse far too many columns before they are looked at one by one."""
    widths = sorted(map(len, records.rows[:SAMPLE]))
    usual = widths[len(widths) // 2]
    if usual > max(limits.columns, MOST_COLUMNS):
        limits.check_columns(usual)


def _check_filled(body: Records, width: int, limits: Limits) -> None:
    """Refuse short lines below many names where they take far more memory once they are filled up."""
    if len(body) * width > 2 * sum(map(len, body.rows)):
        limits.check_cells(len(body), width)


def _names_row(table: Records, header: bool, notes: Notes) -> tuple[Row, bool]:
    """The row of names, and whether it was put together from two lines."""
    rows = table.rows
    if header and len(rows) > 3 and header_in_two(rows[0], rows[1], rows[2:]):
        joined = joined_names(rows[0], rows[1])
        if notes.change("two_lines", t("Names on two lines were put together."), 1, joined):
            return joined, True
    return rows[0], False


def _named(first: Row, table: Records, header: bool, notes: Notes) -> list[str]:
    """The names of the columns; one more in front where rows begin with a cell that has no name."""
    rows = [first, *table.rows[1:]]
    if header and has_row_names(first[: held(first)], table.rows[1:]):
        name = t("column {number}", number=1)
        sentence = t(
            "Rows begin with a cell the header leaves out; its column is called '{name}'.", name=name
        )
        notes.change("row_names", sentence, len(table) - 1, warning=True)
        return _names([name, *first[: held(first)]], notes)
    width = _width(rows)
    return _names(first[:width], notes, rows[1:SAMPLE]) if header else _numbered(width)


def _width(rows: list[Row]) -> int:
    """Columns of the table: as many as the first row has, less those that are blank from top to bottom."""
    width = len(rows[0])
    while width > 1 and all(len(row) < width or not row[width - 1].strip() for row in rows):
        width -= 1
    return width


def _numbered(width: int) -> list[str]:
    return [t("column {number}", number=i + 1) for i in range(width)]


def _names(row: Row, notes: Notes, rows: Sequence[Row] = ()) -> list[str]:
    """Clean, filled and distinct names."""
    spaced = [re.sub(r"\s+", " ", cell[:LONGEST_CELL]) for cell in row]
    names = [
        INVISIBLE.sub("", unicodedata.normalize("NFC", with_few_marks(cell)[0])).strip().rstrip(",; ")
        for cell in spaced
    ]
    names[0] = names[0].lstrip("# ")
    names = _shortened(names, notes)
    for i, name in enumerate(_numbered(len(names))):
        if not names[i]:
            role = role_of("", [cells[i] for cells in rows if i < len(cells)])
            names[i] = role if role in ("year", "month", "quarter") and role not in names else name
            notes.change("blank_names", t("Column {number} named '{name}'.", number=i + 1, name=names[i]))
    return _distinct(names, notes)


def _shortened(names: list[str], notes: Notes) -> list[str]:
    """Names of a length that can be shown."""
    long = [i for i, name in enumerate(names) if len(name) > LONGEST_NAME]
    if long:
        sentence = plural(
            "The name of column {first} was shortened to {most} characters.",
            "{number} names were shortened to {most} characters, first that of column {first}.",
            len(long), most=LONGEST_NAME, first=long[0] + 1,
        )  # fmt: skip
        notes.change("long_names", sentence, examples=[names[i] for i in long[:3]])
    return [name[:LONGEST_NAME].rstrip() for name in names]


def _distinct(names: list[str], notes: Notes) -> list[str]:
    """The second `a` becomes `a.1`."""
    taken = set(names)
    numbers: dict[str, int] = {}  # the last that was put behind each name
    result: dict[str, None] = {}
    repeated: dict[str, list[str]] = {}
    for name in names:
        number = numbers.get(name, 0)
        new = f"{name}.{number}" if number else name
        while new in result or (number and new in taken):
            number += 1
            new = f"{name}.{number}"
        if number:
            repeated.setdefault(name, [name]).append(new)
        numbers[name] = number
        result[new] = None
    for name, versions in repeated.items():
        sentence = t("Name used twice: {name} -> {versions}.", name=name, versions=listing(versions, 5))
        notes.change("same_names", sentence, warning=True)
    return list(result)


def _column(cells: tuple[str, ...]) -> Cells:
    column = np.empty(len(cells), dtype=object)
    column[:] = [cell.strip() for cell in cells]
    return column
