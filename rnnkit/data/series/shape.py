"""Long or wide: which columns name the series.

Time stamps that come twice have a reason. If another column explains them (one row for each of its
words and each stamp), the file is long and that column names the series; a label such as
train/test does not explain them and stays out.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.lines.layout import Cells
from rnnkit.data.numbers.columns import Column
from rnnkit.data.series.keys import blocks, explaining, is_named_like_series
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.data.times.timeline import Timeline
from rnnkit.errors import DataError
from rnnkit.words import t

PART_NAMES = frozenset({"part", "split", "set", "fold", "subset", "partition", "dataset"})
PART_WORDS = frozenset(
    {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "holdout"}
)
SINGLE = "series"
"""What a series is called where nothing names it."""
JOINT = " / "
"""What stands between the names of columns that name a series together, and between their cells."""

Codes = npt.NDArray[np.int64]


def find_series(
    columns: Sequence[Column],
    timeline: Timeline,
    fixed: Overrides,
    notes: Notes,
    keys: Sequence[str] = (),
) -> tuple[str, ...]:
    r"""The columns that name the series; none where every stamp is there once.

    `keys` are columns known to name them, as where the header of the file held the times.

    >>> from rnnkit.data.numbers.columns import read_columns
    >>> from rnnkit.data.lines.layout import read_grid
    >>> from rnnkit.data.limits import Limits
    >>> from rnnkit.data.source.unpacked import Unpacked
    >>> from rnnkit.data.times.find_time import find_time
    >>> rows = "".join(f"{shop},2024-01-0{day},{day}\n" for shop in "AB" for day in range(1, 6))
    >>> source = Unpacked("shop,day,sales\n" + rows, "utf-8")
    >>> grid = read_grid(source, Overrides(), Limits.from_environment(), Notes())
    >>> columns = read_columns(grid, Overrides())
    >>> find_series(columns, find_time(columns, grid, Overrides(), Notes()), Overrides(), Notes())
    ('shop',)
    """
    names = [column.name for column in columns]
    if fixed.series:
        for name in fixed.series:
            if name not in names:
                raise DataError(
                    t("There is no column {name!r}; found {names}.", name=name[:40], names=listing(names, 4))
                )
        return fixed.series
    if fixed.layout == "wide" or isinstance(fixed, Recipe):
        return ()
    found = tuple(keys) or _by_time(columns, timeline) or _named(columns, timeline, fixed)
    if not found:
        return ()
    chosen = [c.cells for c in columns if c.name in found]
    count = len(series_codes(chosen, len(columns[0]))[1])
    said = "{names} names the {count:,} series." if len(found) == 1 else "{names} name the {count:,} series."
    sentence = t(said, names=listing(found), count=count)
    return found if notes.change("series", sentence, len(columns[0])) else ()


def _by_time(columns: Sequence[Column], timeline: Timeline) -> tuple[str, ...]:
    """The columns that explain why stamps repeat, or that name blocks of rows with dates of their own."""
    if timeline.stamps is None or timeline.valid is None:
        return ()
    stamps = timeline.stamps[timeline.valid]
    rest = [c for c in columns if c.name not in timeline.columns and not is_part_label(c)]
    if len(stamps) and timeline.distinct == len(stamps):
        return blocks(rest, stamps, timeline.valid)
    return explaining(rest, stamps, timeline.valid)


def series_codes(columns: Sequence[Cells], rows: int) -> tuple[Codes, list[str]]:
    """The number of the series of each row, and the names of the series in sorted order."""
    if not columns:
        return np.zeros(rows, dtype=np.int64), [SINGLE]
    number = np.zeros(rows, dtype=np.int64)  # of what the cells of a row say together
    for cells in columns:
        codes, said = pd.factorize(cells)
        number = pd.factorize(number * len(said) + codes)[0]
    firsts = np.unique(number, return_index=True)[1]  # a name is made once, however many rows bear it
    joined = [JOINT.join(cells[row].removeprefix("'") or "?" for cells in columns) for row in firsts]
    codes, names = pd.factorize(np.array(joined, dtype=object), sort=True)
    return np.asarray(codes, dtype=np.int64)[number], [str(name) for name in names]


def is_part_label(column: Column) -> bool:
    """Whether the column only says which rows are for training and which for testing."""
    if column.name.lower() not in PART_NAMES:
        return False
    words = {str(cell).lower() for cell in pd.unique(column.cells) if cell}
    return bool(words) and words <= PART_WORDS


def _named(columns: Sequence[Column], timeline: Timeline, fixed: Overrides) -> tuple[str, ...]:
    """Without a time, a column of words with a telling name; also where the person says the file is long."""
    if timeline.stamps is not None and fixed.layout != "long":
        return ()
    for column in columns:
        if column.kind != "text" or column.name in timeline.columns or is_part_label(column):
            continue
        distinct = len(pd.unique(column.cells))
        if 2 <= distinct <= len(column.cells) // 3 and is_named_like_series(column.name):
            return (column.name,)
    return ()
