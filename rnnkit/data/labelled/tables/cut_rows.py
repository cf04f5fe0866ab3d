"""Lines of text to rows of cells, where a quote may be a quote or nothing but a character.

A record goes on over lines as long as its quotes are odd. What comes of that is taken only where it is sound:
two lone quotes would else melt all rows between them into one.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

Row = list[str]

LONGEST_RECORD = 2_000
"""Lines that one record may have."""
QUOTE = '"'


@dataclass
class CutRows:
    """Rows, the line where each begins (from 1), and how quotes were met.

    `needed` counts rows that only quotes hold together; `odd` are lines with quotes that mean nothing.
    """

    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    needed: int = 0
    odd: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many cells most rows have; of two such numbers the larger."""
        counts = Counter(map(len, self.rows))
        return max(counts, key=lambda width: (counts[width], width), default=0)

    @property
    def even(self) -> float:
        """Share of the rows that have so many cells."""
        width = self.width
        return sum(len(row) == width for row in self.rows) / max(1, len(self.rows))


def cut(lines: Sequence[str], separator: str, quotes: bool | None = None) -> CutRows:
    r"""The rows of these lines that are not blank; quotes are found out where `quotes` is not given.

    >>> cut(['a,"b, c"', 'd,"e', 'f"'], ",").rows
    [['a', 'b, c'], ['d', 'e\nf']]
    >>> cut(['a\t"b', 'c\td', 'e\t"f'], "\t").rows
    [['a', '"b'], ['c', 'd'], ['e', '"f']]
    """
    if quotes is False or len(separator) > 1 or not any(QUOTE in line for line in lines):
        return _plain(lines, separator)
    found = _quoted(lines, separator)
    if quotes is None and len(found.odd) > found.needed:
        plain = _plain(lines, separator)
        return CutRows(plain.rows, plain.lines, 0, found.odd)
    return found


def _plain(lines: Sequence[str], separator: str) -> CutRows:
    """Every line is a row, and quotes are characters."""
    numbers = [i for i, line in enumerate(lines) if line.strip()]
    return CutRows([lines[i].split(separator) for i in numbers], [i + 1 for i in numbers])


def _quoted(lines: Sequence[str], separator: str) -> CutRows:
    """Rows held together by quotes where these are sound; each line is looked at twice at most."""
    found, i = CutRows(), 0
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            i += 1
            continue
        row, end = (line.split(separator), i + 1) if QUOTE not in line else (None, i + 1)
        if row is None:
            row, end = _record(lines, i, separator, found)
        found.rows.append(row)
        found.lines.append(i + 1)
        i = end
    return found


def _record(lines: Sequence[str], start: int, separator: str, found: CutRows) -> tuple[Row, int]:
    """The row that begins on a line with quotes, and the line behind it."""
    end, odd = start + 1, lines[start].count(QUOTE) % 2
    while odd and end < min(len(lines), start + LONGEST_RECORD):
        odd ^= lines[end].count(QUOTE) % 2
        end += 1
    chunk = lines[start:end]
    row = None if odd else _strict(chunk, separator)
    if row is not None and (len(chunk) == 1 or not _each_a_row(chunk, separator, len(row))):
        found.needed += any(separator in cell or "\n" in cell or QUOTE in cell for cell in row)
        return row, end
    found.odd.append(start + 1)
    return _lenient(lines[start], separator, len(row or ())), start + 1


def _each_a_row(chunk: Sequence[str], separator: str, width: int) -> bool:
    """Whether every line of a record would be as wide a row by itself."""
    return width > 1 and all(line.count(separator) == width - 1 for line in chunk if line.strip())


def _strict(chunk: Sequence[str], separator: str) -> Row | None:
    """The one row of these lines where their quotes are sound; else nothing."""
    try:
        rows = list(csv.reader([line + "\n" for line in chunk], delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _lenient(line: str, separator: str, width: int) -> Row:
    """A line with odd quotes: parted as if they were characters, or, where that fits better, as quotes."""
    plain = line.split(separator)
    try:
        quoted = next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return plain
    return quoted if line.count(QUOTE) % 2 == 0 and len(quoted) < len(plain) != width else plain
