"""The short way for long plain files: everything is decided on their first and last lines.

The ordinary reading looks at these lines as if they were the file. Where all it finds there is a table from
the first line to the last, the rest is read in one go: a column whose cells are plain numbers as numbers, any
other as the text between its separators. What does not fit goes the ordinary way, so that both give the same.
"""

import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.limits import Limits
from rnnkit.data.lines.grid import Cells, RawColumn, RawTable
from rnnkit.data.lines.look import look
from rnnkit.data.source.unpacked import Unpacked
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import NumberStyle, Overrides, Recipe
from rnnkit.errors import DataError

LEAST = 100_000
"""Characters from which on the short way is worth its look at the first lines."""
HEAD, TAIL = 260, 30
"""Lines looked at; the ordinary reading decides by fewer than these."""
ENOUGH = 120
"""Cells that a column of numbers holds among them: more than half of those that tell a code by its zeros."""
LONGEST_CELL = 100_000
SEPARATORS = (",", ";", "\t", "|")
HARMLESS = frozenset({"separator", "header", "blank_names", "same_names"})
"""Changes that follow from the first lines alone."""
NUMBER = re.compile(r"[+-]?\.?\d")

Places = npt.NDArray[np.int64]
Layout = Callable[[Unpacked, Overrides, Limits, Notes], RawTable]


@dataclass(frozen=True)
class EvenLines:
    """The lines of a table as bytes, so many cells wide each; the first may hold the names."""

    data: bytes
    separator: str
    width: int
    header: bool

    @cached_property
    def ends(self) -> Places:
        """Where each cell ends: `(rows, width)`."""
        letters = np.frombuffer(self.data, dtype=np.uint8)
        places = np.flatnonzero((letters == ord(self.separator)) | (letters == ord("\n")))
        return np.append(places, len(letters)).reshape(-1, self.width)

    def cells(self, column: int, most: int | None = None) -> Cells:
        """The cells of a column as text, or the first of them, without blanks around them."""
        starts = (self.ends[:, column - 1] if column else np.append(-1, self.ends[:-1, -1])) + 1
        rows = slice(int(self.header), None if most is None else most + self.header)
        starts, ends = starts[rows], self.ends[rows, column]
        found = np.empty(len(ends), dtype=object)
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        found[:] = [self.data[a:b].decode().strip() for a, b in pairs]
        return found


def read_plain(source: Unpacked, given: tuple[Overrides, Limits, Notes], layout: Layout) -> RawTable | None:
    r"""The columns of a long plain file; `None` where the ordinary way, which is `layout`, has to be taken.

    >>> from rnnkit.data.lines.layout import read_grid
    >>> given = Overrides(), Limits.from_environment(), Notes()
    >>> long = Unpacked("day,sales\n" + "".join(f"{day},5\n" for day in range(20_000)), "utf-8")
    >>> short = Unpacked("day,sales\n1,5", "utf-8")
    >>> read_plain(long, given, read_grid).rows, read_plain(short, given, read_grid)
    (20000, None)
    """
    fixed, limits, notes = given
    if source.records or len(source.text) < LEAST or not _usual(fixed):
        return None
    text = _one_line_end(source.text)
    scratch = Notes(fixed.off)
    found = _looked_at(text, lambda part: layout(part, fixed, limits, scratch), source.encoding)
    if found is None or {change.key for change in scratch.changes} - HARMLESS or scratch.questions:
        return None
    lines = _lines(text, found)
    if lines is None:
        return None
    columns = _columns(lines, found, fixed)
    if not columns or _blank_rows(columns) or _repeats_names(columns[0], found):
        return None
    notes.changes.extend(scratch.changes)
    numbers = np.arange(len(columns[0]), dtype=np.int64) + found.lines[0]
    return replace(found, columns=columns, lines=numbers)


def _usual(fixed: Overrides) -> bool:
    """Whether nothing is fixed that makes other numbers of plain ones."""
    if fixed.decimal == "," or fixed.missing or fixed.skip_rows or fixed.skip_footer:
        return False
    return isinstance(fixed, Recipe) or not fixed.thousands


def _one_line_end(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return text.rstrip("\n")


def _looked_at(text: str, layout: Callable[[Unpacked], RawTable], encoding: str) -> RawTable | None:
    """What the ordinary reading makes of the first and last lines; `None` where that is not all of them."""
    head = _after(text, HEAD)
    tail = _before(text, TAIL)
    if head >= tail or "\0" in text:
        return None
    try:
        found = layout(Unpacked(text[:head] + text[tail:], encoding))
    except DataError:  # told better where the whole file is read
        return None
    whole = found.rows + found.header == HEAD + TAIL and found.lines[0] == 1 + found.header
    cut = found.skip_rows or found.skip_footer or found.skip_units
    quoted = text.find('"', _after(text, 1) if found.header else 0) >= 0
    return found if whole and not cut and not quoted and found.separator in SEPARATORS else None


def _after(text: str, lines: int) -> int:
    """Where the line after so many begins; the end of the text where there are fewer."""
    place = 0
    for _ in range(lines):
        place = text.find("\n", place) + 1
        if not place:
            return len(text)
    return place


def _before(text: str, lines: int) -> int:
    """Where the last so many lines begin."""
    place = len(text)
    for _ in range(lines):
        place = text.rfind("\n", 0, place)
        if place < 0:
            return 0
    return place + 1


def _lines(text: str, found: RawTable) -> EvenLines | None:
    """The lines of the table; `None` where they do not hold as many separators as their width says."""
    data = text.encode()
    width = len(found.columns)
    even = data.count(found.separator.encode()) == (data.count(b"\n") + 1) * (width - 1)
    return EvenLines(data, found.separator, width, found.header) if even else None


def _columns(lines: EvenLines, found: RawTable, fixed: Overrides) -> list[RawColumn]:
    """Each column as numbers where all of its cells are plain ones, else as text; none for uneven lines."""
    styles = fixed.styles if isinstance(fixed, Recipe) else {}
    wanted = {
        i
        for i, (name, raw) in enumerate(zip(found.names, found.columns, strict=True))
        if styles.get(name, NumberStyle()).plain and _plain(raw.cells)
    }
    frame = _parsed(lines, wanted)
    columns = [] if frame is None else [_raw(frame[i], i, lines) for i in range(lines.width)]
    too_long = any(
        raw.text is not None and max(map(len, raw.text), default=0) > LONGEST_CELL for raw in columns
    )
    return [] if too_long else columns


def _raw(column: pd.Series, i: int, lines: EvenLines) -> RawColumn:
    """A column of numbers, with its cells where they are asked for; else its cells without blanks around."""
    if column.dtype.kind in "iuf":
        return RawColumn(None, column.to_numpy(np.float64), partial(lines.cells, i))
    if not isinstance(column.dtype, pd.StringDtype):
        return RawColumn(lines.cells(i))
    return RawColumn(column.fillna("").str.strip().to_numpy(dtype=object))


def _plain(cells: Cells) -> bool:
    """Whether the cells looked at may all be numbers; codes such as 000123 are not."""
    held = [cell for cell in cells.tolist() if cell]
    if len(held) < ENOUGH or not NUMBER.match(held[0]):
        return False
    return not [cell for cell in held if cell[0] == "0" and len(cell) > 1 and cell.isdigit()]


def _parsed(lines: EvenLines, wanted: Collection[int]) -> pd.DataFrame | None:
    """The cells, those of the wanted columns as numbers where all are; `None` where a line is too long.

    As there are so many separators as even lines have, no line is too short either.
    """
    try:
        return pd.read_csv(
            io.BytesIO(lines.data),
            sep=lines.separator,
            header=None,
            skiprows=int(lines.header),
            names=range(lines.width),
            dtype={i: "str" for i in range(lines.width) if i not in wanted},
            na_values=[""],
            keep_default_na=False,
            skip_blank_lines=False,
            low_memory=False,
            quoting=3,
        )
    except pd.errors.ParserError:
        return None


def _blank_rows(columns: Sequence[RawColumn]) -> bool:
    """Whether a line holds nothing at all; the ordinary way skips it."""
    blank: npt.NDArray[np.bool_] | None = None
    for raw in columns:
        own = np.isnan(raw.numbers) if raw.numbers is not None else raw.cells == ""
        blank = own if blank is None else blank & own
        if not blank.any():
            return False
    return True


def _repeats_names(first: RawColumn, found: RawTable) -> bool:
    """Whether the names may come again further down."""
    name = found.names[0]
    return look(name) == "number" if first.numbers is not None else bool((first.cells == name).any())
