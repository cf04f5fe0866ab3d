"""Pairs with a sign between them: tabs, |||, or a CSV with comma, semicolon or bar."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from rnnkit.data.pairs.header import is_header
from rnnkit.data.pairs.pair_records import Cells, PairRecords, lines_of
from rnnkit.data.pairs.pairs import PairOverrides
from rnnkit.errors import DataError
from rnnkit.words import t

Rows = list[tuple[int, Cells]]

SEEN = 2_000  # lines by which the sign is found
MOSTLY = 0.6  # of them have it
SIGNS = {"\t": "tsv", "|||": "bars", ",": "csv", ";": "csv", "|": "csv"}
QUOTED = re.compile('"(?:[^"]|"")*+"')
NEARLY_ALL = 0.9


def read_delimited(text: str, encoding: str, fixed: PairOverrides) -> PairRecords:
    r"""Rows of cells, and whether the first one names the columns.

    Raises `DataError` that names a line where nothing stands between two sides.

    >>> read_delimited("source\ttarget\r\n\"Yes\tOui\r\n", "utf-8", PairOverrides()).rows
    [('"Yes', 'Oui')]
    """
    lines = lines_of(text)
    sign = find_sign(lines)
    rows = [
        (line, cells) for line, cells in _rows(lines, sign) if any(cell and cell.strip() for cell in cells)
    ]
    if not rows:
        raise DataError(t("The file is empty."))
    width = _width(rows)
    header = is_header([cells for _, cells in rows[:SEEN]]) if fixed.header is None else fixed.header
    columns: tuple[str | int, ...] = tuple(range(width))
    if header:
        (_, names), *rows = rows
        columns = _named(names, max(width, len(names)) if len(names) >= width else width)
    return PairRecords(
        SIGNS[sign], columns, [line for line, _ in rows], [cells for _, cells in rows], encoding, header
    )


def find_sign(lines: Sequence[str]) -> str:
    """What stands between the cells of most lines.

    >>> find_sign(["Hello, you;Hallo, du", "Yes;Ja"])
    ';'
    """
    seen = [line for line in lines[:SEEN] if line.strip()]
    for sign in ("\t", "|||"):
        if seen and sum(sign in line for line in seen) >= MOSTLY * len(seen):
            return sign
    shares = {sign: _evenness(seen, sign) for sign in (",", ";", "|")}
    best = max(shares, key=lambda sign: shares[sign])
    if shares[best] < MOSTLY:
        number = next((n for n, line in enumerate(lines, 1) if line.strip()), 1)
        raise DataError(
            t(
                "Line {line} does not hold two texts with a tab, comma or semicolon between them; put a tab "
                "between source and target.",
                line=number,
            )
        )
    return best


def _evenness(lines: Sequence[str], sign: str) -> float:
    """The share of rows that have the usual number of cells, where that is two at least."""
    rows = _with_quotes(lines, sign) or _apart(lines, sign)
    widths = Counter(len(cells) for _, cells in rows)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    return times / len(rows) if width >= 2 else 0.0


def _rows(lines: Sequence[str], sign: str) -> Rows:
    """The cells of every line, by the reading of quotes that breaks fewer rows.

    In a CSV quotes quote unless that fails; with tabs they are letters unless they are doubled or everywhere.
    """
    apart = _apart(lines, sign)
    if sign == "|||" or not any('"' in line for line in lines):
        return apart
    quoted = _with_quotes(lines, sign)
    if quoted is None or _broken(quoted) > _broken(apart):
        return apart
    if sign == "\t" and _broken(quoted) == _broken(apart) and not _quotes_quote(apart):
        return apart
    return quoted


def _apart(lines: Sequence[str], sign: str) -> Rows:
    return [(n, tuple(line.split(sign))) for n, line in enumerate(lines, 1) if line.strip()]


def _with_quotes(lines: Sequence[str], sign: str) -> Rows | None:
    """Rows whose quoted cells may hold the sign and line ends; `None` where quotes do not match."""
    text = "\n".join(lines).replace("\r", " ")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: Rows = []
    try:
        while True:
            line = reader.line_num + 1
            cells = next(reader)
            if cells:
                rows.append((line, tuple(cells)))
    except StopIteration:
        return rows
    except csv.Error:
        return None


def _broken(rows: Rows) -> int:
    """Lines that do not have the usual number of cells; one swallowed by a cell before counts as well."""
    width = _usual_width(rows)
    return sum(len(cells) != width for _, cells in rows)


def _width(rows: Rows) -> int:
    """How many cells rows have: the most that a third of them have, as where only some rows bear a credit."""
    widths = Counter(len(cells) for _, cells in rows)
    often = [width for width, times in widths.items() if times >= len(rows) / 3]
    return max(often, default=_usual_width(rows))


def _usual_width(rows: Rows) -> int:
    return Counter(len(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0


def _quotes_quote(rows: Rows) -> bool:
    """Whether cells that begin with a quote all end with one, and quotes inside are doubled."""
    begun = [cell for _, cells in rows for cell in cells if cell and cell.startswith('"')]
    if not begun or not all(QUOTED.fullmatch(cell) for cell in begun):
        return False
    whole = sum(len(cells) for _, cells in rows)
    return len(begun) >= NEARLY_ALL * whole or any('""' in cell[1:-1] for cell in begun)


def _named(names: Cells, width: int) -> tuple[str | int, ...]:
    """The names of the columns, each once; a nameless one has its place."""
    found: list[str | int] = []
    for place in range(width):
        name = " ".join((names[place] or "").split())[:200] if place < len(names) else ""
        found.append(name if name and name not in found else f"{name or 'column'} {place + 1}")
    return tuple(found)
