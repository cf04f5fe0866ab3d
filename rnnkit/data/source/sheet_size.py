"""How many cells a workbook really holds, counted before it is read.

Readers of workbooks make room for every cell between the first and the last; a file of 5 kB with two cells in
opposite corners would take the memory of the machine. So the parts of a workbook are unpacked piece by piece,
never kept, and the corners of each sheet looked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits
from rnnkit.data.source.unpack import DAMAGE_SAID, member_chunks, open_zip
from rnnkit.errors import DataError
from rnnkit.words import t

FACTOR = 20
MOST_XML = 400 * BYTES_PER_MEGABYTE
OVERLAP = 512
SHEET = re.compile(r"^xl/(?:work|macro|dialog)?sheets/", re.IGNORECASE)
CELL = re.compile(rb'<(?:\w{1,12}:)?c\s(?:[^<>]{0,200}\s)?r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}(?<!/)>')
USUAL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}(?<!/)>')
"""How most programs write a cell, found in a third of the time."""
ROW_END = re.compile(rb"</(?:\w{1,12}:)?row>")
PLACELESS = re.compile(rb"<(?:\w{1,12}:)?c(?:>|\s(?![^<>]{0,200}\br=))")
ROW_NUMBER = re.compile(rb'<(?:\w{1,12}:)?row\s(?:[^<>]{0,200}\s)?r="(\d{1,7})"')
ERROR = re.compile(rb'<(?:\w{1,12}:)?c\s[^<>]{0,200}\bt="e"')
UNKNOWN = re.compile(
    rb"</(?:\w{1,12}:)?f>\s{0,9}(?:<(?:\w{1,12}:)?v\s?/>|<(?:\w{1,12}:)?v></|</(?:\w{1,12}:)?c>)"
)
XLS_SHEET = b"\x09\x08\x10\x00\x00\x06\x10\x00"
XLS_CELL = re.compile(
    rb"(?:\xfd\x00\x0a\x00|\x03\x02\x0e\x00|\x7e\x02\x0a\x00|\x06\x00.\x00|\x05\x02\x08\x00)(..)(..)",
    re.DOTALL,
)
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


@dataclass
class Box:
    """The first and the last row and column of the cells seen so far."""

    rows: tuple[int, int] = (1 << 30, -1)
    columns: tuple[int, int] = (1 << 30, -1)

    def hold(self, rows: Iterable[int], columns: Iterable[int]) -> None:
        """Widen the box."""
        rows, columns = list(rows), list(columns)
        self.rows = (min([self.rows[0], *rows]), max([self.rows[1], *rows]))
        self.columns = (min([self.columns[0], *columns]), max([self.columns[1], *columns]))

    @property
    def cells(self) -> int:
        """Room for every cell inside."""
        return max(0, self.rows[1] - self.rows[0] + 1) * max(0, self.columns[1] - self.columns[0] + 1)


@dataclass
class Odd:
    """What a workbook holds that no reader can tell: errors in place of values, formulas without a value."""

    errors: int = 0
    unknown: int = 0


def check_workbook(content: bytes, kind: str, limits: Limits) -> Odd:
    """Refuse a workbook that unpacks to too much or makes room for too many cells."""
    most, odd = limits.cells, Odd()
    if kind == "xls":
        for part in content.split(XLS_SHEET)[1:]:
            _refuse_cells(_xls_cells(part), most)
        return odd
    left = whole = int(min(FACTOR * limits.megabytes * BYTES_PER_MEGABYTE, MOST_XML))
    archive = open_zip(content, t("workbook"))
    for info in archive.infolist():
        pieces = member_chunks(archive, info, left, t("workbook"), whole)
        if kind == "xlsx" and SHEET.match(info.filename):
            left -= _xlsx_sheet(pieces, odd, most)
        elif kind == "xlsb" and SHEET.match(info.filename):
            data = b"".join(pieces)
            left -= len(data)
            _refuse_cells(_xlsb_cells(data), most)
        elif kind == "ods" and info.filename == "content.xml":
            left -= _ods_sheets(pieces, most)
        else:
            left -= sum(map(len, pieces))
    return odd


def _refuse_cells(cells: int, most: int) -> None:
    if cells > most:
        raise DataError(
            t(
                "The sheet spans {cells:,} cells; limit {most:,}: delete what is not needed.",
                cells=cells,
                most=most,
            )
        )


def _xlsx_sheet(pieces: Iterable[bytes], odd: Odd, most: int) -> int:
    """Look at the XML of one sheet; the bytes seen."""
    box, rest, total, count = Box(), b"", 0, 0
    for piece in pieces:
        total += len(piece)
        text = rest + piece
        end = max(text.rfind(b">") + 1, len(text) - 4 * OVERLAP)
        text, rest = text[:end], text[end:]
        usual = text.count(b"<c ") + text.count(b"<c>") + text.count(b":c") == text.count(b'<c r="')
        found = (USUAL if usual else CELL).findall(text)
        if found:
            letters = set(map(_first, found))
            numbers = set(map(_second, found))
            box.hold(map(int, numbers), map(_column, letters))
            _refuse_cells(box.cells, most)
        if not usual and PLACELESS.search(text):
            parts = ROW_END.split(text)
            count += len(parts)
            widest = max(len(PLACELESS.findall(part)) for part in parts)
            box.hold([0, count, *map(int, ROW_NUMBER.findall(text))], [0, widest])
            _refuse_cells(box.cells, most)
        odd.errors += len(ERROR.findall(text)) if b't="e"' in text else 0
        odd.unknown += len(UNKNOWN.findall(text)) if b"</f>" in text or b":f>" in text else 0
    return total


def _first(pair: tuple[bytes, bytes]) -> bytes:
    return pair[0]


def _second(pair: tuple[bytes, bytes]) -> bytes:
    return pair[1]


def _column(letters: bytes) -> int:
    """`A` is 0, `Z` 25, `AA` 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _xls_cells(part: bytes) -> int:
    """Room that a sheet of an old workbook takes, by the records of its cells."""
    found = XLS_CELL.findall(part)
    box = Box()
    box.hold(
        {int.from_bytes(row, "little") for row, _ in found},
        {min(int.from_bytes(column, "little"), 255) for _, column in found},
    )
    return box.cells


def _xlsb_cells(data: bytes) -> int:
    """Room that a sheet of a binary workbook takes: records of a kind, a length and their bytes."""
    box, place, row, rows, columns = Box(), 0, 0, set(), set()
    while place < len(data):
        kind, place = _varint(data, place, 2)
        size, place = _varint(data, place, 4)
        if kind == 0:
            row = int.from_bytes(data[place : place + 4], "little")
        elif 2 <= kind <= 11:  # cells that hold something
            rows.add(row)
            columns.add(int.from_bytes(data[place : place + 4], "little"))
        place += size
    box.hold(rows, columns)
    return box.cells


def _varint(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and the place behind it."""
    value = 0
    for i in range(most):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        value |= (byte & 127) << (7 * i)
        if byte < 128:
            break
    return value, place


def _ods_sheets(pieces: Iterable[bytes], most: int) -> int:
    """Look at the sheets of an OpenDocument file, whose cells and rows tell how often they come."""
    seen = _Repeats(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    total = 0
    try:
        for piece in pieces:
            total += len(piece)
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise DataError(t(DAMAGE_SAID, kind=t("workbook"))) from None
    return total


class _Repeats:
    """Rows times columns of a sheet, as far as they hold something."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.rows = self.blank = self.width = self.place = self.last = self.times = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """A sheet, a row or a cell begins."""
        if name in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            self.place += _times(given, "number-columns-repeated")
            if OFFICE + "value-type" in given:
                self.last = self.place
        elif name == TABLE + "table-row":
            self.place = self.last = 0
            self.times = _times(given, "number-rows-repeated")
        elif name == TABLE + "table":
            self.rows = self.blank = self.width = 0

    def end(self, name: str) -> None:
        """A row ends; blank ones count only where others follow."""
        if name != TABLE + "table-row":
            return
        if not self.last:
            self.blank += self.times
            return
        self.rows += self.blank + self.times
        self.blank = 0
        self.width = max(self.width, self.last)
        _refuse_cells(self.rows * self.width, self.most)


def _times(given: dict[str, str], name: str) -> int:
    text = given.get(TABLE + name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1
