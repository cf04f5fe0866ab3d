"""The short way for long plain files: everything is decided on their first and last lines.

The ordinary reading looks at these lines as if they were the file. Where all it finds there is a table from
the first line to the last, the rest is read in one go: a column whose cells are plain numbers as numbers, any
other as the text between its separators. What does not fit goes the ordinary way, so that both give the same.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.grid import Cells, Grid, Raw
from rnnkit.data.limits import Limits
from rnnkit.data.look import look
from rnnkit.data.notes import Notes
from rnnkit.data.recipe import NumberStyle, Overrides, Recipe
from rnnkit.data.source import Source
from rnnkit.errors import DataError

LEAST = 100_000
"""Characters from which on the short way is worth its look at the first lines."""
HEAD, TAIL = 260, 30
"""Lines looked at; the ordinary reading decides by fewer than these."""
ENOUGH = 120
"""Cells that a column of numbers holds among them: more than half of those that tell a code by its zeros."""
LONGEST_CELL = 100_000
SHORT = 40
"""Characters of cells that are cut out of all lines at once, as those of dates are."""
BLANKS = np.array([9, 10, 11, 12, 13, 28, 29, 30, 31, 32], dtype=np.uint8)
SEPARATORS = (",", ";", "\t", "|")
HARMLESS = frozenset({"separator", "header", "blank_names", "same_names"})
"""Changes that follow from the first lines alone."""
NUMBER = re.compile(r"[+-]?\.?\d")

Places = npt.NDArray[np.int64]
Layout = Callable[[Source, Overrides, Limits, Notes], Grid]


@dataclass(frozen=True)
class Lines:
    """The lines below the names as bytes, and where each of their cells ends: `(rows, width)`."""

    text: str
    data: bytes
    ends: Places

    def cells(self, column: int) -> Cells:
        """The cells of a column as text, without blanks around them."""
        ends = self.ends[:, column]
        starts = (self.ends[:, column - 1] if column else np.append(-1, self.ends[:-1, -1])) + 1
        found = np.empty(len(ends), dtype=object)
        if self.text.isascii() and int((ends - starts).max()) <= SHORT:
            found[:] = _short_texts(np.frombuffer(self.data, dtype=np.uint8), starts, ends)
        else:
            pairs = zip(starts.tolist(), ends.tolist(), strict=True)
            found[:] = [self.data[a:b].decode().strip() for a, b in pairs]
        return found


def _short_texts(letters: npt.NDArray[np.uint8], starts: Places, ends: Places) -> list[str]:
    """The stripped text of each place, cut out of all lines at once."""
    longest = max(1, int((ends - starts).max()))
    places = starts[:, None] + np.arange(longest)
    table = np.where(places < ends[:, None], letters[np.minimum(places, len(letters) - 1)], 0)
    texts: list[str] = table.astype(np.uint32).view(f"U{longest}").ravel().tolist()
    blanks = np.isin(table[:, 0], BLANKS) | np.isin(letters[np.maximum(ends - 1, 0)], BLANKS)
    for i in np.flatnonzero(blanks).tolist():
        texts[i] = texts[i].strip()
    return texts


def read_plain(source: Source, given: tuple[Overrides, Limits, Notes], layout: Layout) -> Grid | None:
    """The columns of a long plain file; `None` where the ordinary way, which is `layout`, has to be taken."""
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
    if _blank_rows(columns) or _repeats_names(columns[0], found):
        return None
    notes.changes.extend(scratch.changes)
    numbers = np.arange(len(lines.ends), dtype=np.int64) + found.lines[0]
    return replace(found, columns=columns, lines=numbers)


def _usual(fixed: Overrides) -> bool:
    """Whether nothing is fixed that makes other numbers of plain ones."""
    if fixed.decimal == "," or fixed.missing or fixed.skip_rows or fixed.skip_footer:
        return False
    return isinstance(fixed, Recipe) or not fixed.thousands


def _one_line_end(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return text.rstrip("\n")


def _looked_at(text: str, layout: Callable[[Source], Grid], encoding: str) -> Grid | None:
    """What the ordinary reading makes of the first and last lines; `None` where that is not all of them."""
    head = _after(text, HEAD)
    tail = _before(text, TAIL)
    if head >= tail or "\0" in text:
        return None
    try:
        found = layout(Source(text[:head] + text[tail:], encoding))
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


def _lines(text: str, found: Grid) -> Lines | None:
    """Where the cells lie; `None` where a line has more or fewer than the first, or a cell is very long."""
    text = (text[_after(text, 1) :] if found.header else text) + "\n"
    data = text.encode()
    letters = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero((letters == ord(found.separator)) | (letters == ord("\n")))
    width = len(found.columns)
    rows = data.count(b"\n")
    if len(ends) != rows * width or (letters[ends[width - 1 :: width]] != ord("\n")).any():
        return None
    if int(np.diff(ends).max()) > LONGEST_CELL:
        return None
    return Lines(text, data, ends.reshape(-1, width))


def _columns(lines: Lines, found: Grid, fixed: Overrides) -> list[Raw]:
    """Each column as numbers where all of its cells are plain ones, else as text."""
    styles = fixed.styles if isinstance(fixed, Recipe) else {}
    wanted = [
        i
        for i, (name, raw) in enumerate(zip(found.names, found.columns, strict=True))
        if styles.get(name, NumberStyle()).plain and _plain(raw.cells)
    ]
    numbers = _numbers(lines, found, wanted)
    return [
        Raw(None, numbers[i], partial(lines.cells, i)) if i in numbers else Raw(lines.cells(i))
        for i in range(len(found.columns))
    ]


def _plain(cells: Cells) -> bool:
    """Whether the cells looked at may all be numbers; codes such as 000123 are not."""
    held = [cell for cell in cells.tolist() if cell]
    if len(held) < ENOUGH or not NUMBER.match(held[0]):
        return False
    return not [cell for cell in held if cell[0] == "0" and len(cell) > 1 and cell.isdigit()]


def _numbers(lines: Lines, found: Grid, wanted: Sequence[int]) -> dict[int, npt.NDArray[np.float64]]:
    """Those of the wanted columns that hold nothing but numbers and empty cells."""
    if not wanted:
        return {}
    frame = pd.read_csv(
        io.BytesIO(lines.data),
        sep=found.separator,
        header=None,
        names=range(len(found.columns)),
        usecols=list(wanted),
        na_values=[""],
        keep_default_na=False,
        skip_blank_lines=False,
        low_memory=False,
        quoting=3,
    )
    return {i: frame[i].to_numpy(np.float64) for i in wanted if frame[i].dtype.kind in "iuf"}


def _blank_rows(columns: Sequence[Raw]) -> bool:
    """Whether a line holds nothing at all; the ordinary way skips it."""
    blank: npt.NDArray[np.bool_] | None = None
    for raw in columns:
        own = np.isnan(raw.numbers) if raw.numbers is not None else raw.cells == ""
        blank = own if blank is None else blank & own
        if not blank.any():
            return False
    return True


def _repeats_names(first: Raw, found: Grid) -> bool:
    """Whether the names may come again further down."""
    name = found.names[0]
    return look(name) == "number" if first.numbers is not None else bool((first.cells == name).any())
