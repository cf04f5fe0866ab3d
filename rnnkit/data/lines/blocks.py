"""Several tables in one file, one under the other: the largest is read."""

from itertools import pairwise

from rnnkit.data.lines.edges import vote
from rnnkit.data.lines.records import Records, Row
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides
from rnnkit.words import plural, t

MOST_GAPS = 60
LEAST = 3
"""Rows of another table before it counts as one."""


def main_block(records: Records, fixed: Overrides, notes: Notes) -> tuple[Records, int]:
    """The rows of the largest of several tables, and how many rows stand below it."""
    if fixed.skip_rows is not None or fixed.skip_footer is not None:
        return records, 0
    blocks = _blocks(records)
    tables = [(start, end) for start, end in blocks if end - start >= LEAST and _wide(records, start, end)]
    if len(tables) < 2:
        return records, 0
    start, end = max(tables, key=lambda block: block[1] - block[0])
    left = sum(b - a for a, b in tables) - (end - start)
    sentence = plural(
        "Several tables in the file: the largest is read, {number} line of the others left out.",
        "Several tables in the file: the largest is read, {number} lines of the others left out.",
        left,
    )
    shown = [t("line {line}", line=records.lines[a]) for a, b in tables if a != start]
    if not notes.change("tables", sentence, left, shown, warning=True):
        return records, 0
    return records.between(start, end), len(records) - end


def _wide(records: Records, start: int, end: int) -> bool:
    """Whether most rows hold several cells."""
    return sum(1 for row in records.rows[start:end] if len(row) > 1) > 0.5 * (end - start)


def _blocks(records: Records) -> list[tuple[int, int]]:
    """Runs of rows between blank lines (or other widths) that each might be a table of its own."""
    rows, lines = records.rows, records.lines
    gaps = [
        i
        for i, (row, (a, b)) in enumerate(zip(rows, pairwise(lines), strict=False), start=1)
        if b - a > 1 and b - a > 1 + sum(cell.count("\n") for cell in row)
    ]
    if not gaps or len(gaps) > MOST_GAPS:
        return [(0, len(rows))]
    starts = [0]
    for place, i in enumerate(gaps):
        end = gaps[place + 1] if place + 1 < len(gaps) else len(rows)
        if _begins_anew(rows, starts[-1], i, end):
            starts.append(i)
    return list(pairwise([*starts, len(rows)]))


def _begins_anew(rows: list[Row], start: int, i: int, end: int) -> bool:
    """Whether row `i` behind a blank line begins another table: of another width, or with other names."""
    if len(rows[i]) != len(rows[i - 1]):
        return True
    if i - start <= 1 or rows[i] == rows[start]:
        return False
    return end - i > LEAST and vote(rows[i], rows[i + 1 : min(end, i + 60)]) > 0
