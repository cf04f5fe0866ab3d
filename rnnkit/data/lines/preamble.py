"""Lines above a table that are as wide as the table: keys with values, titles that a spreadsheet padded.

Title,Output
Unit,m             ->  3 lines stand above the table
Important notes,
2017 Q1,999
2017 Q2,1030
"""

from collections.abc import Sequence

from rnnkit.data.lines.fit import header_in_two
from rnnkit.data.lines.look import Look, look, majority
from rnnkit.data.times.row_times import WORDS, plain
from rnnkit.data.wide.header_times import tells_times

MOST = 60
AHEAD = 3
WIDE_CELLS = 10_000
"""Cells looked at in a sample of many columns."""


def rows_above(sample: Sequence[list[str]], width: int) -> int:
    """How many rows of the table's width stand above its names, or above its first row where it has none."""
    body = [row for row in sample[len(sample) // 4 :] if len(row) == width]
    body = body[: max(MOST, WIDE_CELLS // width)]
    kinds = [majority(row[i] for row in body) for i in range(width)]
    typed = [i for i, kind in enumerate(kinds) if kind in {"number", "date"}]
    if not typed:
        return 0
    first = next((i for i in range(min(MOST, len(sample) - 1)) if _begins(sample, i, kinds, typed)), 0)
    if first < 2:
        return 0
    if header_in_two(sample[first - 2], sample[first - 1], sample[first:]):
        return first - 2
    timed = [i for i in range(first) if tells_times(sample[i])]
    if timed:
        return timed[-1]
    named = [i for i in range(first) if _names(sample[i], width, typed)]
    if width > 2:
        filled = {i: len({cell.strip() for cell in sample[i] if cell.strip()}) for i in named}
        named = [i for i in named if filled[i] == max(filled.values())]
    if width == 2:
        return _of_two(sample, first, named)
    return named[0] if named else first


def _begins(sample: Sequence[list[str]], i: int, kinds: Sequence[Look], typed: Sequence[int]) -> bool:
    """Whether the data begins here: this row and the next hold what their columns hold."""
    return all(_fits(row, kinds, typed) for row in sample[i : i + AHEAD])


def _fits(row: list[str], kinds: Sequence[Look], typed: Sequence[int]) -> bool:
    """Whether at least half of the cells in columns of numbers and dates are what their columns hold."""
    looks = [(look(row[i]), kinds[i]) for i in typed if i < len(row)]
    known = [own == kind for own, kind in looks if own != "blank"]
    return sum(known) >= max(1, 0.5 * len(known))


def _names(row: list[str], width: int, typed: Sequence[int]) -> bool:
    """Whether a row may hold names: words above most columns, above half of those with numbers or dates."""
    words = [i for i, cell in enumerate(row) if look(cell) == "text"]
    return len(words) > 0.6 * width and len(set(words) & set(typed)) >= 0.5 * len(typed)


def _of_two(sample: Sequence[list[str]], first: int, named: Sequence[int]) -> int:
    """Of two columns every key with its value looks like names; those right above the data are meant."""
    if first == 2 and named and named[0] == 0:
        dated = [
            any(plain(sample[i][0]) in {*words, "date", "time"} for words in WORDS.values()) for i in (0, 1)
        ]
        return int(dated[1] and not dated[0] and 1 in named)
    return first - 1 if first - 1 in named else first
