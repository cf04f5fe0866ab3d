"""The tables in one file: a text cut into rows, records of JSON, sheets of a workbook, columns of Arrow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.tables.layout import find_layout
from rnnkit.data.labelled.tables.records import read_records
from rnnkit.data.labelled.tables.table import LabelledGrid, with_names
from rnnkit.data.labelled.tables.ts import is_ts, read_ts
from rnnkit.data.limits import Limits
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import is_json, kind_of, refuse_binary, refuse_markup
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import plural, t

Given = tuple[LabelledOverrides, Limits, Notes]
Named = tuple[str, LabelledGrid]
"""The name of a sheet, empty where there is none, and its table."""


def read_grids(content: bytes, given: Given) -> Iterator[Named]:
    """The tables of a file that is not packed; only workbooks hold several.

    >>> content = b"text,label\\nso good,1\\nso bad,0\\na joy,1\\nno fun,0"
    >>> given = LabelledOverrides(), Limits.from_environment(), Notes()
    >>> [(grid.names, len(grid.rows)) for _, grid in read_grids(content, given)]
    [(['text', 'label'], 4)]
    """
    kind = kind_of(content)
    if kind in READERS:
        yield from READERS[kind](content, kind, given)
        return
    if kind:
        raise DataError(t("A {kind} file lies inside another packed file; unpack it first.", kind=kind))
    fixed, limits, notes = given
    text, encoding = decode(content, fixed.encoding, notes, refuse_binary)
    refuse_markup(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataError(t("The file is empty."))
    grid = read_records(text, limits) if is_json(text) else _of_lines(text.split("\n"), fixed, notes)
    yield "", replace(grid, encoding=encoding)


def _of_lines(lines: list[str], fixed: LabelledOverrides, notes: Notes) -> LabelledGrid:
    """The table of a text that is no JSON."""
    if is_ts(lines):
        return read_ts(lines)
    grid = find_layout(lines, fixed)
    if grid.above:
        _say_above(grid.above, notes)
    if grid.odd:
        sentence = plural(
            "Quotes on {number} line are read as characters; they hold no cell together.",
            "Quotes on {number} lines are read as characters; they hold no cell together.",
            len(grid.odd),
        )
        notes.change(
            "odd_quotes", sentence, len(grid.odd), [t("line {line}", line=line) for line in grid.odd]
        )
    return grid


def _sheets(content: bytes, kind: str, given: Given) -> Iterator[Named]:
    """The sheets of a workbook: the one that is named, those that are called like parts, or the longest."""
    from rnnkit.data.labelled.names import part_of_path
    from rnnkit.data.source.pick import read_alone
    from rnnkit.data.source.sheet_size import check_workbook
    from rnnkit.data.source.sheets import cells_of, opened
    from rnnkit.data.source.workbook import compact, visible_sheets

    fixed, limits, notes = given
    check_workbook(content, kind, limits)
    book = opened(content)
    names = visible_sheets(book)
    if fixed.sheet is not None and fixed.sheet not in names:
        raise DataError(
            t("There is no sheet '{name}'; found {names}.", name=fixed.sheet[:30], names=listing(names, 4))
        )
    read = {name: compact(cells_of(book, name)[0]) for name in names if fixed.sheet in (None, name)}
    read = {name: found for name, found in read.items() if len(found[0]) > 1}
    if not read:
        raise DataError(t("The workbook is empty."))
    wanted = [name for name in read if part_of_path(name)]
    wanted = wanted if len(wanted) > 1 else [max(read, key=lambda name: _letters(read[name][0]))]
    others = [name for name in read if name not in wanted]
    if others:
        notes.change("sheet", read_alone(wanted[0], others), examples=others)
    for name in wanted:
        rows, lines = read[name]
        grid = with_names(LabelledGrid(rows, lines, None, "sheet"), fixed.header)
        if grid.above:
            _say_above(grid.above, notes)
        yield name, grid


def _say_above(number: int, notes: Notes) -> None:
    sentence = plural(
        "{number} row of a title or of names that come again left out.",
        "{number} rows of titles or of names that come again left out.",
        number,
    )
    notes.change("titles", sentence, number)


def _letters(rows: list[list[str]]) -> int:
    return sum(len(cell) for row in rows for cell in row)


def _columnar(content: bytes, kind: str, given: Given) -> Iterator[Named]:
    """The columns of a Parquet or Arrow file."""
    from rnnkit.data.source.columnar import columns_of
    from rnnkit.data.source.columnar_size import read_batches

    columns, _ = columns_of(read_batches(content, kind, given[1]))
    if not columns:
        raise DataError(t("The file has no column of words or numbers."))
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    yield "", LabelledGrid(rows, list(range(1, len(rows) + 1)), list(columns), kind)


READERS: Mapping[str, Callable[[bytes, str, Given], Iterator[Named]]] = {
    **dict.fromkeys(("xlsx", "xlsb", "xls", "ods"), _sheets),
    **dict.fromkeys(("parquet", "arrow"), _columnar),
}
