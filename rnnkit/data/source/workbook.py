"""A sheet of a workbook as rows of text, one cell like the other; needs `python_calamine`, nothing of here.

The exported code copies this module by its source, so that both read a sheet alike.
"""

import datetime as dt
import io
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

Merge = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, each as (row, column) counted from 0."""

TICK = dt.timedelta(milliseconds=1)
"""Spreadsheets count in parts of a day, so 05:00 may be a thousandth of a second off."""
ONE_SECOND = dt.timedelta(seconds=1)


def open_workbook(content: bytes) -> Any:
    """The workbook behind these bytes: .xlsx, .xlsm, .xlsb, .xls or .ods."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def visible_sheets(book: Any) -> list[str]:
    """Names of the sheets with cells that a person sees; all of them where every sheet is hidden."""
    sheets = [s for s in book.sheets_metadata if str(s.typ).rpartition(".")[2] == "WorkSheet"]
    seen = [s.name for s in sheets if str(s.visible).rpartition(".")[2] == "Visible"]
    return seen or [s.name for s in sheets]


def sheet_cells(book: Any, name: str) -> tuple[list[list[str]], list[Merge]]:
    """All cells of a sheet as text, from its first row and column on, and its merged ranges."""
    sheet = book.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    rows = [[WRITE.get(type(value), str)(value) for value in row] for row in values]
    _even_dates(values, rows)
    return rows, list(sheet.merged_cell_ranges or [])


def sheet_table(
    book: Any, name: str, skip_rows: int, header_rows: int, merged: bool
) -> tuple[list[list[str]], list[int]]:
    """The rows of a sheet that are not blank, and their numbers counted from 1.

    Where `header_rows` is above 1, so many rows below `skip_rows` are joined into one row of names;
    where `merged`, a cell merged over several rows counts for each.
    """
    rows, merges = sheet_cells(book, name)
    top = next((i for i in range(skip_rows, len(rows)) if any(rows[i])), len(rows))
    if header_rows > 1 and top + header_rows <= len(rows):
        rows[top] = joined_names(rows, merges, top, header_rows)
        rows[top + 1 : top + header_rows] = [[] for _ in range(header_rows - 1)]
    if merged:
        fill_down(rows, merges, top + max(1, header_rows))
    return compact(rows)


def joined_names(rows: list[list[str]], merges: list[Merge], top: int, count: int) -> list[str]:
    """One name a column from several rows of names: `Sales` above `North` and `South` gives `Sales North`.

    A merged cell names all its columns; where nothing is merged, so does a name with blanks to its right.
    """
    block = [list(row) for row in rows[top : top + count]]
    inside = [m for m in merges if m[0][0] < top + count and m[1][0] >= top]
    for (first, left), (last, right) in inside:
        word = rows[first][left].strip()
        for row in block[max(first - top, 0) : last - top + 1]:
            row[left : right + 1] = [word] * (right + 1 - left)
    if not inside:
        for above, below in pairwise(block):
            for i in range(1, len(above)):
                if not above[i].strip() and below[i].strip():
                    above[i] = above[i - 1]
    names = []
    for words in zip(*block, strict=True):
        parts = [word.strip() for word in words]
        names.append(" ".join(p for i, p in enumerate(parts) if p and p not in parts[:i]))
    return names


def fill_down(rows: list[list[str]], merges: list[Merge], start: int) -> int:
    """Write the value of a cell that is merged over several rows into each of them; how many were filled."""
    filled = 0
    for (first, left), (last, _) in merges:
        if first < start or last >= len(rows) or not rows[first][left].strip():
            continue
        for row in rows[first + 1 : last + 1]:
            row[left] = rows[first][left]
            filled += 1
    return filled


def compact(rows: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    """Rows and columns that are not blank, and the numbers of the rows counted from 1."""
    numbers = [i for i, row in enumerate(rows) if any(cell and not cell.isspace() for cell in row)]
    kept = [rows[i] for i in numbers]
    width = max(map(len, kept), default=0)
    used = [any(len(row) > i and row[i] and not row[i].isspace() for row in kept) for i in range(width)]
    if not all(used):
        columns = [i for i in range(width) if used[i]]
        kept = [[row[i] if i < len(row) else "" for i in columns] for row in kept]
    return kept, [i + 1 for i in numbers]


def _number(value: float) -> str:
    """`3.0` as `3`, `0.1` as `0.1`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _stamp(value: dt.datetime) -> str:
    """`2023-03-01 05:00:00`, without the error of counting in days."""
    if value.microsecond >= 999_000:
        value += TICK
    return value.replace(microsecond=0 if value.microsecond <= 1_000 else value.microsecond).isoformat(" ")


def _span(value: dt.timedelta) -> str:
    """`30:00:00` for a day and six hours, `00:00:00.25` without the error of counting in days."""
    seconds, rest = divmod(abs(value) + TICK, ONE_SECOND)
    fraction = "" if rest <= 2 * TICK else f".{(rest - TICK).microseconds:06}".rstrip("0")
    sign = "-" if value < dt.timedelta(0) else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _clock(value: dt.time) -> str:
    """`05:00:00`."""
    return _span(dt.datetime.combine(dt.date.min, value) - dt.datetime.combine(dt.date.min, dt.time()))


def _same(value: str) -> str:
    return value


WRITE: Mapping[type, Callable[[Any], str]] = {
    str: _same,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: _number,
    dt.datetime: _stamp,
    dt.date: dt.date.isoformat,
    dt.time: _clock,
    dt.timedelta: _span,
}


def _even_dates(values: list[list[Any]], rows: list[list[str]]) -> None:
    """Midnight is written like the other times of its column: `2023-03-01 00:00:00` beside 05:00:00."""
    clocks: set[int] = set()
    days: dict[int, list[int]] = {}
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            kind = type(value)
            if kind is dt.date:
                days.setdefault(j, []).append(i)
            elif kind is dt.datetime:
                clocks.add(j)
    for j in clocks:
        for i in days.get(j, []):
            rows[i][j] += " 00:00:00"
