"""What the columns of a table look like: how long, how different, whether numbers, dates or running codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.labelled.labelled import Column
from rnnkit.data.labelled.names import Role, role_of
from rnnkit.data.text.read import CJK

SAMPLE = 4_000
"""Rows of a column that are looked at, evenly spread."""
SHOWN = 400
"""Characters of a cell that are looked at."""
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?%?")
GAP = frozenset(("", "?", "nan", "na", "null", "none", "-"))
"""Cells of a column of numbers that hold none."""
BINARY = frozenset(("0", "1", "-1", "true", "false", "0.0", "1.0", "-1.0", "yes", "no", "x"))
DIGITS = re.compile(r"\d+")
DAY_WORDS = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)
LETTER = re.compile(r"[^\W\d_]")
DATE = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.? [A-Za-zé]{3,9}\.?,? \d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{2,4})"
    r"(?:[T ,]+\d{1,2}:\d{2}.{0,20})?"
)


@dataclass(frozen=True)
class Look:
    """One column: its place and name, and what a sample of its cells is like.

    `filled` is the share of cells that hold something, `distinct` the number of different ones among `count`
    of these; `words` is their mean number of words (two characters of Chinese count as one).
    """

    place: int
    name: str
    role: Role | None
    sure: int
    count: int
    filled: float
    distinct: int
    words: float
    longest: int
    number: bool
    whole: bool
    binary: bool
    stamped: bool
    letters: bool

    @property
    def fresh(self) -> float:
        """Share of the cells that are different from all others."""
        return self.distinct / max(1, self.count)

    @property
    def code(self) -> bool:
        """Whether each cell is another single word with digits in it, or a number: an id."""
        single = self.words <= 1.2 and self.fresh > 0.9 and self.count > 2
        return single and (self.stamped or self.number)

    def called(self, header: bool) -> Column:
        """Its name; without a header its place."""
        return self.name if header else self.place


def looks(names: Sequence[str] | None, rows: Sequence[Sequence[str]], width: int) -> list[Look]:
    """What each column looks like, from a sample of the rows.

    >>> [(look.name, look.number, look.words) for look in looks(["n", "said"], [["1", "so it is"]], 2)]
    [('n', True, 1.0), ('said', False, 3.0)]
    """
    sample = rows[:: 1 + len(rows) // SAMPLE]
    titles = names or [""] * width
    return [
        _look(i, titles[i], [row[i].strip()[:SHOWN] if i < len(row) else "" for row in sample])
        for i in range(width)
    ]


def _look(place: int, name: str, cells: Sequence[str]) -> Look:
    held = [cell for cell in cells if cell]
    role, sure = role_of(name) if name else (None, 0)
    values = set(held)
    real = [value for value in values if value.lower() not in GAP]
    number = bool(real) and all(NUMBER.fullmatch(value) for value in real)
    return Look(
        place=place,
        name=name,
        role=role,
        sure=sure,
        count=len(held),
        filled=len(held) / max(1, len(cells)),
        distinct=len(values),
        words=sum(map(words, held)) / max(1, len(held)),
        longest=max(map(len, held), default=0),
        number=number,
        whole=number and all(_is_whole(value) for value in real),
        binary=bool(real) and all(value.lower() in BINARY for value in real),
        stamped=_stamped(held),
        letters=any(LETTER.search(value) for value in list(values)[:200]),
    )


def words(cell: str) -> float:
    """How many words a cell has; two characters of Chinese or Japanese count as one.

    >>> words("three small words"), words("好吃的面")
    (3, 2.0)
    """
    dense = len(CJK.findall(cell))
    return max(len(cell.split()), dense / 2)


def _is_whole(value: str) -> bool:
    return float(value.rstrip("%").replace(",", ".")).is_integer()


def _stamped(held: Sequence[str]) -> bool:
    """Whether cells are dates, or codes with other digits in one and the same frame, such as `user_7`."""
    if not held or sum(1 for cell in held if any(map(str.isdigit, cell))) < 0.9 * len(held):
        return False
    if sum(1 for cell in held if DATE.fullmatch(cell)) > 0.9 * len(held):
        return True
    frames = {DIGITS.sub("0", DAY_WORDS.sub("W", cell)) for cell in held}
    mixed = sum(1 for cell in held if " " not in cell and len(cell) > 5) > 0.9 * len(held)
    return len(frames) <= max(1, 0.1 * len(held)) or mixed
