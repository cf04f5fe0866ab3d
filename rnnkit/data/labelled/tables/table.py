"""A table of texts and labels: rows of cells, with or without names, and what its columns are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rnnkit.data.labelled.columns import Look, looks
from rnnkit.data.labelled.names import role_of

SAMPLE = 2_000
LONGEST_NAME = 80


@dataclass(frozen=True)
class LabelledGrid:
    """Rows of cells with the lines where they begin; `names` where the first row held them.

    `form` tells how they were laid out, `odd` the lines on which quotes mean nothing, `known` the places of
    text and label where the form tells them, `above` how many rows of titles and names are left out.
    """

    rows: list[list[str]]
    lines: list[int]
    names: list[str] | None
    form: str = "table"
    separator: str | None = None
    encoding: str = "utf-8"
    odd: tuple[int, ...] = ()
    above: int = 0
    known: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        """How many columns there are: those with names, or as many cells as most rows have."""
        if self.names is not None:
            return len(self.names)
        counts = Counter(len(row) for row in self.rows[:SAMPLE])
        return max(counts, key=lambda width: (counts[width], width), default=0)

    def looks(self) -> list[Look]:
        """What its columns look like."""
        return looks(self.names, self.rows, self.width)

    def column(self, place: int) -> list[str]:
        """The cells of a column; empty where a row ends before it."""
        return [row[place] if place < len(row) else "" for row in self.rows]


def with_names(grid: LabelledGrid, header: bool | None) -> LabelledGrid:
    """The same with its first row as names, where that is given or looks like it."""
    if not grid.rows or grid.names is not None:
        return grid
    start = 0 if header is False else titles_above(grid.rows)
    first, rest = grid.rows[start], grid.rows[start + 1 :]
    if header is None:
        header = is_header(first, rest[:SAMPLE])
    if not header:
        return grid
    again = {i for i, row in enumerate(rest) if row == first}
    return replace(
        grid,
        rows=[row for i, row in enumerate(rest) if i not in again],
        lines=[line for i, line in enumerate(grid.lines[start + 1 :]) if i not in again],
        names=[" ".join(cell.split())[:LONGEST_NAME] for cell in first],
        above=start + len(again),
    )


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """How many rows above a table are its title: one cell is filled where more are below.

    >>> titles_above([["My moods", ""], ["text", "mood"], ["so good", "up"], ["so bad", "down"]])
    1
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:20]]
    usual = Counter(filled[1:]).most_common(1)[0][0] if len(filled) > 2 else 0
    return next((i for i, count in enumerate(filled[:5]) if count > 1), 0) if usual > 1 else 0


def is_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: names that are known, or unlike all that stands below them.

    `["v1", "v2"]` above `["ok", "see you at 8"]`, `["bad", "win a prize now"]`, ... are names.

    >>> rest = 2 * [["ok", "see you at 8"], ["bad", "win a prize now"], ["ok", "the late bus came"]]
    >>> is_header(["v1", "v2"], rest), is_header(["ok", "we are all at home"], rest)
    (True, False)
    """
    rest = [row for row in rest if row != first]
    cells = [cell.strip() for cell in first]
    held = [cell for cell in cells if cell]
    if not rest or not held or len(set(held)) < len(held) or max(map(len, held)) > LONGEST_NAME:
        return False
    below = [[row[i].strip() for row in rest if i < len(row)] for i in range(len(cells))]
    if any(cell and cell in column for cell, column in zip(cells, below, strict=True)):
        return False  # a label that comes again
    if any(_is_number(cell) for cell in held):
        return False
    surely = sum(role_of(cell)[1] == 2 and len(cell.split()) < 3 for cell in held)
    if surely >= min(2, len(held)):
        return True
    unlike = sum(_unlike(cell, column) for cell, column in zip(cells, below, strict=True) if cell)
    return unlike + surely > 0.5 * len(held) or (surely > 0 and unlike > 0)


def _unlike(cell: str, below: Sequence[str]) -> bool:
    """Whether a cell is shorter than the texts below, a word above numbers, or new above what repeats."""
    held = [value for value in below if value]
    if not held:
        return False
    if sum(map(_is_number, held)) > 0.9 * len(held):
        return True
    if len(set(held)) <= 0.5 * len(held):
        counts = Counter(held)
        rare = sum(count == 1 for count in counts.values())
        return cell.isidentifier() and rare <= 0.2 * len(counts)
    lengths = sorted(map(len, held))
    return len(cell.split()) < 3 and len(cell) < 0.5 * lengths[len(lengths) // 10]


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return cell.lower() not in ("nan", "inf", "infinity")
