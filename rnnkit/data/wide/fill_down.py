"""Labels that stand once above the rows they belong to, as pivot tables and reports write them.

Year,Month,y       Year,Month,y
2020,Jan,5    ->   2020,Jan,5
,Feb,6             2020,Feb,6
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from rnnkit.data.lines.grid import RawColumn, RawTable
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.words import t

Flags = npt.NDArray[np.bool_]

LOOKED_AT = 3
"""Labels stand in the first columns."""
FEWEST_BLANK = 0.3
LONGEST_RUN = 3.0
"""The rows below one label are not more than so many times the usual number."""


def with_labels(grid: RawTable, fixed: Overrides, notes: Notes) -> tuple[RawTable, tuple[str, ...]]:
    """The grid with blank cells below a label filled by it, and the columns where that was done."""
    if isinstance(fixed, Recipe):
        wanted = tuple(name for name in fixed.filled_down if name in grid.names)
    else:
        wanted = _labels(grid)
        if not wanted:
            return grid, ()
        blank = max(int((grid.column(name) == "").sum()) for name in wanted)
        sentence = t("Blank cells of {names} repeat the one above.", names=listing(wanted))
        if not notes.change("filled_down", sentence, blank, warning=True):
            return grid, ()
    columns = [_filled(raw) if n in wanted else raw for n, raw in zip(grid.names, grid.columns, strict=True)]
    return replace(grid, columns=columns), wanted


def _labels(grid: RawTable) -> tuple[str, ...]:
    """The first columns, one behind the other, whose labels stand once above rows that have none."""
    found: list[str] = []
    for name, raw in list(zip(grid.names, grid.columns, strict=True))[:LOOKED_AT]:
        if len(grid.names) < 2 or not _stands_once(raw):
            break
        found.append(name)
    following = grid.columns[len(found)] if len(found) < len(grid.columns) else None
    return tuple(found) if following is not None and not _blank(following).any() else ()


def _stands_once(raw: RawColumn) -> bool:
    """Whether each label comes once and the rows below it, about as many each time, have none."""
    blank = _blank(raw)
    if blank[0] or float(blank.mean()) < FEWEST_BLANK:
        return False
    starts = np.flatnonzero(~blank)
    runs = np.diff(np.append(starts, len(blank)))
    labels = raw.cells[starts].tolist()
    even = len(starts) >= 2 and runs.max() <= LONGEST_RUN * float(
        np.median(runs[:-1] if len(runs) > 2 else runs)
    )
    return bool(even) and len(set(labels)) == len(labels)


def _blank(raw: RawColumn) -> Flags:
    return np.asarray(np.isnan(raw.numbers) if raw.numbers is not None else raw.cells == "", dtype=np.bool_)


def _filled(raw: RawColumn) -> RawColumn:
    """The column with each blank cell as the last one above that is none."""
    cells = raw.cells
    above = np.maximum.accumulate(np.where(cells != "", np.arange(len(cells)), 0))
    return RawColumn(cells[above])
