"""Which sheet of a workbook holds the table, and how many of its first rows are its names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnkit.data.limits import Limits
from rnnkit.data.lines.edges import BELOW, vote
from rnnkit.data.lines.look import look, majority
from rnnkit.data.source.pick import Pick, pick
from rnnkit.data.source.sheet_size import check_workbook
from rnnkit.data.source.unpack import DAMAGE_SAID, ENCRYPTED
from rnnkit.data.source.workbook import (
    Merge,
    compact,
    fill_down,
    joined_names,
    open_workbook,
    sheet_cells,
    visible_sheets,
)
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.words import plural, t

TOP = 30
"""Rows among which the names are looked for."""
MOST_HEADERS = 6
SAMPLE = 2000
"""Rows by which sheets are compared."""
DATED = 4
"""A sheet of dates counts so many times as much as one without."""
FORMULAS = (
    "{number} formula of the workbook has no stored value; open and save it in a spreadsheet program.",
    "{number} formulas of the workbook have no stored values; open and save it in a spreadsheet program.",
)


@dataclass
class Sheet:
    """The rows of a sheet, and what was decided about it."""

    rows: list[list[str]]
    lines: list[int]
    picked: Pick
    header_rows: int = 0


def read_workbook(content: bytes, kind: str, given: tuple[Overrides, Limits, Notes]) -> Sheet:
    """The rows of the sheet with the table. Raises `DataError` with one sentence where there is none.

    >>> from io import BytesIO
    >>> from openpyxl import Workbook
    >>> from rnnkit.data.source.kind import kind_of
    >>> book, out = Workbook(), BytesIO()
    >>> _ = [book.active.append(row) for row in [("day", "sales"), (1, 5), (2, 6), (3, 7)]]
    >>> book.save(out)
    >>> given = Overrides(), Limits.from_environment(), Notes()
    >>> read_workbook(out.getvalue(), kind_of(out.getvalue()), given).rows
    [['day', 'sales'], ['1', '5'], ['2', '6'], ['3', '7']]
    """
    fixed, limits, notes = given
    odd = check_workbook(content, kind, limits)
    book = opened(content)
    if odd.unknown:
        notes.change("formulas", plural(*FORMULAS, odd.unknown), odd.unknown, warning=True)
    if odd.errors:
        sentence = plural(
            "{number} cell of the workbook holds an error such as #N/A; it counts as missing.",
            "{number} cells of the workbook hold errors such as #N/A; they count as missing.",
            odd.errors,
        )
        notes.change("cell_errors", sentence, odd.errors, warning=True)
    names = visible_sheets(book)
    read = {name: cells_of(book, name) for name in names if fixed.sheet in (None, name)}
    if fixed.sheet is not None and not read:
        read = {name: cells_of(book, name) for name in names}
    scores = {name: _tableness(rows) for name, (rows, _) in read.items()}
    options = [name for name in names if scores.get(name, 1)]
    if not any(scores.values()):
        raise DataError(
            t("The sheet is empty; choose another one.")
            if fixed.sheet in read
            else t("The workbook is empty; choose another one.")
        )
    best = max(options, key=lambda name: scores.get(name, 0))
    picked = pick(options, best, fixed, notes, _alike(read, best) if fixed.sheet is None else ())
    rows, merges = read[picked.name]
    return _shaped(rows, merges, picked, (fixed, notes))


def opened(content: bytes) -> Any:
    """The workbook; the reader's own errors, its panics among them, become sentences."""
    try:
        return open_workbook(content)
    except BaseException as error:
        raise _said(error) from None


def cells_of(book: Any, name: str) -> tuple[list[list[str]], list[Merge]]:
    """All cells of a sheet as text, and its merged ranges; the reader's own errors become sentences."""
    try:
        return sheet_cells(book, name)
    except BaseException as error:
        raise _said(error) from None


def _said(error: BaseException) -> BaseException:
    """The sentence for an error of the reader; what is none of its errors stays as it is."""
    kind = type(error).__name__
    if kind == "PasswordError" or "password" in str(error).lower():
        return DataError(t(ENCRYPTED, kind=t("workbook")))
    if isinstance(error, Exception) or kind == "PanicException":
        return DataError(t(DAMAGE_SAID, kind=t("workbook")))
    return error


def _tableness(rows: list[list[str]]) -> float:
    """How much of a series a sheet is: its numbers and dates, and a little for every other cell.

    A sheet with dates in its rows counts several times, so that it comes before a longer list of codes.
    """
    total, dated = 0.0, 0
    step = 1 + len(rows) // SAMPLE
    for row in rows[::step]:
        held = [cell for cell in row if cell]
        total += sum(1 for cell in held if cell[0].isdigit() or cell[0] in "-+.") + 0.001 * len(held)
        dated += any(look(cell) == "date" for cell in held[:4])
    return total * step * (DATED if dated * step > 0.3 * len(rows) else 1)


def _alike(read: Mapping[str, tuple[list[list[str]], list[Merge]]], name: str) -> list[str]:
    """The other sheets that begin with the same names, as where each month has a sheet of its own."""

    def names(sheet: str) -> list[str]:
        row = next((row for row in read[sheet][0] if any(row)), [])
        return [cell for cell in row if cell]

    own = names(name)
    texts = sum(look(cell) == "text" for cell in own)
    return [other for other in read if other != name and names(other) == own] if texts > 1 else []


def _shaped(
    rows: list[list[str]], merges: list[Merge], picked: Pick, given: tuple[Overrides, Notes]
) -> Sheet:
    """Names joined into one row, merged cells written out, and blank rows and columns gone."""
    fixed, notes = given
    top, count = _names_at(rows, merges, fixed)
    if count > 1:
        joined = joined_names(rows, merges, top, count)
        sentence = t(
            "{count} rows of names joined into one, such as '{name}'.",
            count=count,
            name=max(joined, key=lambda name: name.count(" ")),
        )
        if notes.change("joined_names", sentence, count, [name for name in joined if name]):
            rows[top] = joined
            rows[top + 1 : top + count] = [[] for _ in range(count - 1)]
        else:
            count = 0
    _fill(rows, merges, top + max(1, count), notes)
    kept, lines = compact(rows)
    return Sheet(kept, lines, picked, count if count > 1 else 0)


def _fill(rows: list[list[str]], merges: list[Merge], start: int, notes: Notes) -> None:
    """Give every row of a merged cell its value, unless the person wants it otherwise."""
    tall = [m for m in merges if start <= m[0][0] < m[1][0] < len(rows) and rows[m[0][0]][m[0][1]].strip()]
    if not tall:
        return
    count = sum(last[0] - first[0] for first, last in tall)
    sentence = plural(
        "{number} cell below a merged one got its value.",
        "{number} cells below merged ones got their values.",
        count,
    )
    shown = [rows[first[0]][first[1]] for first, _ in tall]
    if notes.change("merged_cells", sentence, count, shown):
        fill_down(rows, merges, start)


def _names_at(rows: list[list[str]], merges: list[Merge], fixed: Overrides) -> tuple[int, int]:
    """The first row of names, and how many rows belong to them; 0 where one row is as it stands."""
    skipped = fixed.skip_rows or 0
    first = next((i for i in range(skipped, len(rows)) if any(rows[i])), 0)
    if isinstance(fixed, Recipe):
        return first, fixed.header_rows if first + fixed.header_rows < len(rows) else 0
    if fixed.header is False:
        return first, 0
    return _merged_names(rows, merges, first) or _sparse_names(rows, first) or (first, 0)


def _merged_names(rows: list[list[str]], merges: list[Merge], first: int) -> tuple[int, int] | None:
    """Rows of names below cells that are merged over several columns: `Sales` above `North` and `South`.

    A cell merged over all the table is its title, and one among the numbers is a remark.
    """
    wide = {m[0][0] for m in merges if m[1][1] > m[0][1] and first <= m[0][0] < first + TOP}
    for top in sorted(wide):
        if top + 1 >= len(rows) or not _is_group_row(rows, merges, top):
            continue
        end = top
        while end in wide and end - top < MOST_HEADERS and _is_group_row(rows, merges, end):
            end += 1
        tall = [m[1][0] for m in merges if top == m[0][0] < m[1][0] <= top + MOST_HEADERS]
        end = max([end, *tall])
        if end + 1 < len(rows) and any(rows[end]):
            return top, end - top + 1
    return None


def _is_group_row(rows: list[list[str]], merges: list[Merge], i: int) -> bool:
    """Whether a row with merged cells groups the names below: they are more than its own cells."""
    own = [m for m in merges if m[0][0] == i and m[1][1] > m[0][1]]
    held = [j for j, cell in enumerate(rows[i]) if cell.strip()]
    below = [j for j, cell in enumerate(rows[i + 1]) if cell.strip()] if i + 1 < len(rows) else []
    if not held or len(below) < 2:
        return False
    title = len(held) == 1 and own[0][0][1] <= min(below) and own[0][1][1] >= max(below)
    inside = any(sum(1 for j in below if m[0][1] <= j <= m[1][1]) > 1 for m in own)
    return inside and not title and not (len(held) == 1 and held[0] == min(below))


def _sparse_names(rows: list[list[str]], first: int) -> tuple[int, int] | None:
    """Two rows of names where nothing is merged: words with blanks to their right above names that repeat."""
    for top in range(first, min(first + TOP, len(rows) - 2)):
        above, below = rows[top], rows[top + 1]
        width = max((j + 1 for j, cell in enumerate(below) if cell.strip()), default=0)
        held = [j for j, cell in enumerate(above) if cell.strip()]
        names = [below[j].strip() for j in range(width) if below[j].strip()]
        if len(held) < 2 or len(names) < 3 or held[-1] >= width:
            continue
        if len(set(names)) == len(names) or _numbers(names) or not _names_data(rows, top + 1):
            return None
        gaps = all(above[j].strip() or below[j].strip() for j in range(held[0], width))
        return (top, 2) if gaps and len(held) < width else None
    return None


def _numbers(names: Sequence[str]) -> bool:
    return majority(names) == "number"


def _names_data(rows: list[list[str]], i: int) -> bool:
    """Whether a row names what stands below it."""
    row = [cell if look(cell) != "blank" else "" for cell in rows[i]]
    return vote(row, rows[i + 1 : i + BELOW]) > 0
