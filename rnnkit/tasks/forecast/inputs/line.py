"""The targets of the series of a table, one after the other, from their first to their last known value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.table import Table

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """One target of one series from its first to its last known value, and the rows it stands in."""

    unique_id: str
    target: str
    y: Array  # (T,)
    rows: Positions  # (T or more,) of the table, from the first known value on
    stamps: npt.NDArray[np.generic]  # (T,)


def lines_of(table: Table, targets: Sequence[str]) -> Iterator[Line]:
    """Every target of every series that has a value."""
    values = {name: table.frame[name].to_numpy(dtype=np.float64) for name in targets}
    ds = table.frame["ds"].to_numpy()
    for unique_id, rows in table.places.items():
        for target, column in values.items():
            y = column[rows]
            known = np.flatnonzero(np.isfinite(y))
            if len(known):
                first, last = int(known[0]), int(known[-1]) + 1
                yield Line(unique_id, target, y[first:last], rows[first:], ds[rows[first:last]])
