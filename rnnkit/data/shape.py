"""Long or wide: which columns name the series.

Time stamps that come twice have a reason. If another column explains them (one row for each of its
words and each stamp), the file is long and that column names the series; a label such as
train/test does not explain them and stays out.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.columns import Column
from rnnkit.data.layout import Cells
from rnnkit.data.notes import Notes, listing
from rnnkit.data.recipe import Overrides
from rnnkit.data.timeline import Timeline
from rnnkit.errors import DataError
from rnnkit.text import t

SERIES_NAMES = frozenset(
    {
        *(
            "unique_id",
            "series",
            "series_id",
            "series_name",
            "id",
            "item",
            "item_id",
            "ticker",
            "symbol",
            "code",
        ),
        *(
            "store",
            "store_id",
            "sku",
            "product",
            "city",
            "station",
            "country",
            "region",
            "name",
            "sensor",
            "meter",
        ),
        *("股票代码", "代码", "名称", "城市", "站点", "门店", "编号", "序列", "variable"),
    }
)
PART_NAMES = frozenset({"part", "split", "set", "fold", "subset", "partition", "dataset"})
PART_WORDS = frozenset(
    {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "holdout"}
)
MOST_SERIES = 20_000
SINGLE = "series"
"""What a series is called where nothing names it."""

Codes = npt.NDArray[np.int64]


def find_series(
    columns: Sequence[Column], timeline: Timeline, fixed: Overrides, notes: Notes
) -> tuple[str, ...]:
    """The columns that name the series; none where every stamp is there once."""
    names = [column.name for column in columns]
    if fixed.series:
        for name in fixed.series:
            if name not in names:
                raise DataError(
                    t("There is no column {name!r}; found {names}.", name=name[:40], names=listing(names, 4))
                )
        return fixed.series
    if fixed.layout == "wide":
        return ()
    found = _explaining(columns, timeline) or _named(columns, timeline, fixed)
    if not found:
        return ()
    count = len(
        np.unique(series_codes([c.cells for c in columns if c.name in found], len(columns[0].cells))[0])
    )
    sentence = t("{names} names the {count:,} series.", names=listing(found), count=count)
    return found if notes.change("series", sentence, len(columns[0].cells)) else ()


def series_codes(columns: Sequence[Cells], rows: int) -> tuple[Codes, list[str]]:
    """The number of the series of each row, and the names of the series in sorted order."""
    if not columns:
        return np.zeros(rows, dtype=np.int64), [SINGLE]
    parts = [[cell.removeprefix("'") or "?" for cell in cells] for cells in columns]
    joined = parts[0] if len(parts) == 1 else [" / ".join(row) for row in zip(*parts, strict=True)]
    codes, names = pd.factorize(np.array(joined, dtype=object), sort=True)
    return np.asarray(codes, dtype=np.int64), [str(name) for name in names]


def is_part_label(column: Column) -> bool:
    """Whether the column only says which rows are for training and which for testing."""
    words = {str(cell).lower() for cell in pd.unique(column.cells) if cell}
    return column.name.lower() in PART_NAMES and bool(words) and words <= PART_WORDS


def _explaining(columns: Sequence[Column], timeline: Timeline) -> tuple[str, ...]:
    """The fewest columns that leave (almost) no stamp twice in a series."""
    if timeline.stamps is None or timeline.valid is None:
        return ()
    stamps = timeline.stamps[timeline.valid]
    before = _repeats([stamps])
    if before < max(2, 0.02 * len(stamps)):
        return ()
    pool = _candidates(columns, timeline)
    coded = {c.name: pd.factorize(c.cells[timeline.valid])[0].astype(np.int64) for c in pool}
    best: tuple[float, tuple[str, ...]] = (0.02 * len(stamps), ())
    for size in (1, 2):
        for names in combinations(coded, size):
            left = _repeats([stamps, *(coded[name] for name in names)])
            if left < min(best[0], 0.1 * before):
                best = (left, names)
        if best[1]:
            break
    return best[1]


def _candidates(columns: Sequence[Column], timeline: Timeline) -> list[Column]:
    """Columns of words first, then whole numbers that repeat; the best known names first."""
    pool = []
    for column in columns:
        if column.name in timeline.columns or column.kind == "empty" or is_part_label(column):
            continue
        whole = column.kind == "number" and _whole(column)
        if column.kind == "number" and not whole:
            continue
        distinct = len(pd.unique(column.cells))
        most = len(column.cells) // 2 if column.kind == "text" else len(column.cells) // 4
        if 2 <= distinct <= min(most, MOST_SERIES):
            pool.append(column)
    return sorted(pool, key=lambda c: (c.name.lower() not in SERIES_NAMES, c.kind != "text"))[:8]


def _whole(column: Column) -> bool:
    return bool(np.isfinite(column.values).all()) and bool((column.values % 1 == 0).all())


def _repeats(keys: Iterable[Codes]) -> int:
    """Rows whose combination of keys was there before."""
    frame = pd.DataFrame(dict(enumerate(keys)))
    return int(frame.duplicated().sum())


def _named(columns: Sequence[Column], timeline: Timeline, fixed: Overrides) -> tuple[str, ...]:
    """Without a time, a column of words with a telling name; also where the person says the file is long."""
    if timeline.stamps is not None and fixed.layout != "long":
        return ()
    for column in columns:
        if column.kind != "text" or column.name in timeline.columns or is_part_label(column):
            continue
        distinct = len(pd.unique(column.cells))
        if 2 <= distinct <= len(column.cells) // 3 and column.name.lower() in SERIES_NAMES:
            return (column.name,)
    return ()
