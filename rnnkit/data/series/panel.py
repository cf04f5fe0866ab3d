"""Many series at once: those that are equally long lie side by side, so that a panel takes a few passes.

Sums along the rows of a table add up in the order of a row alone: no digit depends on what lies beside it.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.data.series.scaling import HUNDREDTH, ROUNDING
from rnnkit.metrics import seasonal_scale

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

AT_ONCE = 100_000  # numbers that lie side by side, so that they stay in the cache of a core


def alike(sizes: Sequence[int], numbers: int = AT_ONCE) -> Iterator[Ints]:
    """The places of equal sizes, in pieces that hold so many numbers together, or one place.

    >>> [places.tolist() for places in alike([3, 5, 3, 3], 6)]
    [[0, 2], [3], [1]]
    """
    every = np.asarray(sizes, dtype=np.int64)
    order = np.argsort(every, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(every[order])) + 1):
        step = max(1, numbers // max(1, int(every[places].max(initial=1))))
        for start in range(0, len(places), step):
            yield places[start : start + step]


def measured(series: Sequence[Array], measure: Callable[[Array], Array]) -> Array:
    """A number for each series `(S,)`; `measure` gives those of the rows of a table `(n, T)`."""
    found = np.empty(len(series))
    for places in alike([len(values) for values in series]):
        found[places] = measure(np.stack([series[place] for place in places]))
    return found


def means(table: Array) -> Array:
    """The mean of each row `(n, T)`, unknown values left out."""
    found: Array = np.nanmean(table, axis=1)
    return found


def spreads(table: Array) -> Array:
    """As `rnnkit.data.series.scaling.spread`, of each row `(n, T)`."""
    size, deviation = np.nanmax(np.abs(table), axis=1), np.nanstd(table, axis=1)
    little = HUNDREDTH * size
    found: Array = np.where(deviation > ROUNDING * size, deviation, np.where(little == 0, 1.0, little))
    return found


def seasonal_scales(series: Sequence[Array], seasonality: int) -> Array:
    """As `rnnkit.metrics.seasonal_scale`, of each series `(S,)`."""

    def scales(table: Array) -> Array:
        if table.shape[1] <= seasonality:
            return np.full(len(table), np.nan)
        changes = np.abs(table[:, seasonality:] - table[:, :-seasonality])
        found: Array = changes.mean(axis=1)
        for row in np.flatnonzero(np.isnan(found)):  # with holes
            found[row] = seasonal_scale(table[row], seasonality)
        found[found == 0] = np.nan
        return found

    return measured(series, scales)
