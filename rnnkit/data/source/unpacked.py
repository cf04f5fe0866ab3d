"""What a file holds once it is unpacked: a text, or rows of cells.

What it is, is told by its bytes: a workbook, a Parquet or Arrow file, JSON, or a text with separators, each
as it is or packed. All become rows of text, so that what follows reads them alike.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits
from rnnkit.data.lines.records import Records
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import is_json, kind_of, refuse_markup
from rnnkit.data.source.pick import LONGEST, pick
from rnnkit.data.source.unpack import OPENERS, expand, tables_of
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides
from rnnkit.errors import DataError
from rnnkit.words import plural, t

Given = tuple[Overrides, Limits, Notes]
WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")
LONGEST_CELL = 131_072
LONG = 5_000
"""Rows from which on plain cells go the short way, which reads lines of text."""
AWKWARD = re.compile('[,"\r\n]')
NOWHERE_ELSE = {"header": True, "skip_rows": 0, "skip_footer": 0}
"""What is known of a table that comes with its names and nothing around it."""


@dataclass
class Unpacked:
    """A text in a known encoding; or, where the file was a workbook, `records`: rows of cells as text.

    `sheet` is the table that was read and `sheets` are all of them, where the file may hold several;
    `container` says what the bytes were, such as "workbook", "gzip" or "zip+json"; `header_rows` of a sheet
    were joined into its names; `known` is what needs not be found out.
    """

    text: str
    encoding: str
    records: Records | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    container: str = ""
    header_rows: int = 0
    known: Mapping[str, object] = field(default_factory=dict)

    def settled(self, fixed: Overrides) -> Overrides:
        """The overrides with what the container already tells, where the person says nothing else."""
        told = {name: value for name, value in self.known.items() if getattr(fixed, name) is None}
        return fixed.replace(**told) if told else fixed

    def decisions(self) -> dict[str, object]:
        """What a recipe needs to find the same rows in new data."""
        sheet = self.sheet[:LONGEST] if self.sheet else None
        return {
            "encoding": self.encoding,
            "container": self.container,
            "sheet": sheet,
            "header_rows": self.header_rows,
        }

    def forget(self) -> None:
        """Let go of the text and the rows once they were made into columns."""
        self.text, self.records = "", None


def open_source(content: bytes, fixed: Overrides, notes: Notes, limits: Limits | None = None) -> Unpacked:
    """Unpack and decode a file. Raises `DataError` with one sentence where it holds no table."""
    limits = limits or Limits.from_environment()
    given = (fixed, limits, notes)
    kind = kind_of(content)
    most = int(min(limits.megabytes, 1e6) * BYTES_PER_MEGABYTE)
    if kind in OPENERS:
        return _inside(expand(content, kind, most), kind, given)
    if kind == "zip":
        return _archive(content, most, given)
    return _read(content, kind, given)


def _inside(content: bytes, way: str, given: Given) -> Unpacked:
    """What was packed; nothing that is packed once more."""
    if not content.strip():
        raise DataError(t("The file is empty; choose another one."))
    kind = kind_of(content)
    if kind == "zip" or kind in OPENERS:
        raise DataError(t("This {outer} file holds a {inner} file; unpack it first.", outer=way, inner=kind))
    source = _read(content, kind, given)
    return replace(source, container=f"{way}+{source.container}".rstrip("+"))


def _archive(content: bytes, most: int, given: Given) -> Unpacked:
    """The table of an archive: the one named, or the likeliest; of a workbook inside, its sheet."""
    fixed, limits, notes = given
    tables = tables_of(content, most)
    names = list(tables)
    if len(names) == 1:
        inner = None if fixed.sheet == names[0][:LONGEST] else fixed.sheet
        return _inside(tables[names[0]], "zip", (fixed.replace(sheet=inner), limits, notes))
    picked = pick(names, names[0], fixed, notes, files=True)
    own = Notes(fixed.off)
    source = _inside(tables[picked.name], "zip", (fixed.replace(sheet=None), limits, own))
    notes.changes += [change for change in own.changes if change.key != "sheet"]
    return replace(source, sheet=picked.name, sheets=picked.options)


def _read(content: bytes, kind: str, given: Given) -> Unpacked:
    """A table that is not packed."""
    if kind in WORKBOOKS:
        return _workbook(content, kind, given)
    if kind:
        return _columnar(content, kind, given)
    fixed, _, notes = given
    text, encoding = decode(content, fixed.encoding, notes)
    refuse_markup(text)
    if is_json(text):
        return _json(text, encoding, given)
    return Unpacked(text, encoding)


def _workbook(content: bytes, kind: str, given: Given) -> Unpacked:
    from rnnkit.data.source.sheets import read_workbook

    sheet = read_workbook(content, kind, given)
    records = Records(sheet.rows, sheet.lines)
    _refuse_long(records)
    source = Unpacked(
        "",
        "utf-8",
        records,
        sheet.picked.name,
        sheet.picked.options,
        "workbook",
        sheet.header_rows,
        {"header": True} if sheet.header_rows else {},
    )
    return _short_way(source)


def _columnar(content: bytes, kind: str, given: Given) -> Unpacked:
    from rnnkit.data.source.columnar import columns_of
    from rnnkit.data.source.columnar_size import read_batches

    _, limits, notes = given
    columns, left = columns_of(read_batches(content, kind, limits))
    if left:
        _say_left(left, notes)
    if not columns:
        raise DataError(t("The file has no column of numbers, dates or words; add one of numbers."))
    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    return _rows(rows, kind, True)


def _json(text: str, encoding: str, given: Given) -> Unpacked:
    from rnnkit.data.source.json_table import read_json

    rows, left, named, lines = read_json(text, given[1])
    if left:
        _say_left(left, given[2])
    source = _rows(rows, "jsonl" if lines else "json", named)
    return replace(source, encoding=encoding)


def _rows(rows: list[list[str]], container: str, named: bool) -> Unpacked:
    """Rows in their order; those that are blank are skipped, as everywhere."""
    numbers = [i for i, row in enumerate(rows) if any(row)]
    records = Records([rows[i] for i in numbers], [i + 1 for i in numbers])
    if not len(records):
        raise DataError(t("The file is empty; choose another one."))
    _refuse_long(records)
    return _short_way(
        Unpacked("", "utf-8", records, container=container, known=NOWHERE_ELSE if named else {})
    )


def _refuse_long(records: Records) -> None:
    """Refuse cells as long as those that are refused in a text."""
    for row, line in zip(records.rows, records.lines, strict=True):
        if max(map(len, row)) > LONGEST_CELL:
            raise DataError(t("Line {line}: a cell is too long; shorten it.", line=line))


def _short_way(source: Unpacked) -> Unpacked:
    """Many rows of plain cells as lines of text, which are read the same and sooner."""
    records = source.records
    if records is None or len(records) < LONG or records.lines[-1] != len(records):
        return source
    width = len(records.rows[0])
    lines = []
    for row in records.rows:
        if len(row) != width or AWKWARD.search("".join(row)):
            return source
        lines.append(",".join(row))
    known = {**source.known, "separator": ","}
    return replace(source, text="\n".join(lines), records=None, known=known)


def _say_left(left: list[str], notes: Notes) -> None:
    sentence = plural(
        "{number} column of lists or objects left out: {names}.",
        "{number} columns of lists or objects left out: {names}.",
        len(left),
        names=listing(left),
    )
    notes.change("nested", sentence, examples=left, warning=True)
