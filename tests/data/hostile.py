"""What a stranger may write a hundred thousand times in a row, and files that hold it."""

from collections.abc import Callable, Mapping

RUNS = (
    *(" ", "\t", "\xa0", "\u3000", "1", "0", "1 ", "1.", "123,", "1/", "1-", "1:", "\u0661", "-", "+", "."),
    *(",", ";", "|", "/", "\\", "%", "%Y", "'", '"', '""', "(", "([{", "</", "a", "Jan ", "Mon, ", "T"),
    *("UTC ", "+01:00", "Europe/", "km/h ", "\u20ac", "1e5", "1/2 ", "\u200b", "\ufeff", "\u0315\u0300"),
    *("a\u0301", "\U0001f469\u200d", "\u0e01\u0e48", "1\u5e741\u6708", "a.m. ", "Q1 ", "\x85", "\n", '"\n'),
    *("#", "=", "NA ", "Total ", " - ", '{"a":', "[1,", "a'"),
)
ROWS = 15
HOSTILE = (5, 8, 11)
"""Rows that hold the run."""


def run_of(piece: str, size: int) -> str:
    """So many characters of a piece that comes again and again."""
    return (piece * (size // len(piece) + 1))[:size]


def quoted(cell: str) -> str:
    """A cell that may hold anything."""
    return '"' + cell.replace('"', '""') + '"'


def table(run: str) -> str:
    """A table of fifteen days with the run in dates, numbers and notes: before, behind and between."""
    rows = ["day,y,note"]
    for i in range(ROWS):
        cells = [f"2024-01-{1 + i:02d}", str(i * i % 7), "b"]
        if i in HOSTILE:
            cells = [cells[0] + run, run + cells[1], "a" + run + "x"]
        rows.append(",".join(map(quoted, cells)))
    return "\n".join(rows) + "\n"


def column(run: str) -> str:
    """A table that holds the run in every cell of its first column, between two letters."""
    return "note,y\n" + "".join(f"{quoted(f'a{run}b')},{i}\n" for i in range(6))


def names(run: str) -> str:
    """A table with the run in two of its names."""
    rows = [f"2024-01-{1 + i:02d},{i * i % 7},{i}" for i in range(ROWS)]
    return "\n".join([f"day,{quoted('y' + run + 'x')},{quoted(run)}", *rows]) + "\n"


def lines(run: str) -> str:
    """A table with the run above it, in one of its lines and below it, as it is."""
    rows = [f"2024-01-{1 + i:02d},{i * i % 7}" for i in range(ROWS)]
    rows[HOSTILE[0]] += run
    return "\n".join([run, "day,y", *rows, run]) + "\n"


def text(run: str) -> str:
    """A text with the run between two letters, and once more a line each."""
    half = len(run) // 2
    return f"a{run[:half]}x\n" + "\n".join(run[i : i + 60] for i in range(half, len(run), 60))


PLACES: Mapping[str, Callable[[str], str]] = {
    "cell": table,
    "column": column,
    "name": names,
    "line": lines,
    "text": text,
}
