"""Whether days of a series make up weeks: electricity on a Sunday is more like last Sunday's than Saturday's.

The season of a series is one cycle, the shortest that people expect. Where a longer one lies over it, a
network has to read that far back, or it cannot know which part of the longer one it is in.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.table import Table

Array = npt.NDArray[np.float64]

DAYS = 7
CLEARLY = 0.8  # of the change since a day ago, what a change since a week ago is at most
WEEKS = 4  # that have to be known
MOST_LINES, MOST_ROWS = 50, 20_000  # that are looked at, the first and the newest


def longer_cycle(table: Table, targets: Sequence[str], test: int) -> int:
    """Steps of a week where seven seasons make up one, else of a season; the last `test` rows stay unseen."""
    season = table.seasonality
    if season <= 1:
        return season
    shares = [share for y in _lines(table, targets, test) if np.isfinite(share := week_share(y, season))]
    return DAYS * season if shares and np.median(shares) < CLEARLY else season


def week_share(y: Array, season: int) -> float:
    """The mean change over seven seasons as a share of that over one, on the same rows; NaN for too few.

    >>> days = np.tile([1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 9.0], 8)
    >>> week_share(np.repeat(days, 2), 2)
    0.0
    """
    week = DAYS * season
    if len(y) < WEEKS * week:
        return np.nan
    now, day, ago = y[week:], y[week - season : -season], y[:-week]
    known = np.isfinite(now) & np.isfinite(day) & np.isfinite(ago)
    over_a_day = float(np.abs(now - day)[known].sum())
    return float(np.abs(now - ago)[known].sum()) / over_a_day if over_a_day > 0 else np.nan


def _lines(table: Table, targets: Sequence[str], test: int) -> Iterator[Array]:
    """The values of the first lines without their test part, the newest of long ones."""
    for rows in islice(table.places.values(), max(1, MOST_LINES // max(1, len(targets)))):
        for target in targets:
            y = table.frame[target].to_numpy(np.float64)[rows]
            known = np.flatnonzero(np.isfinite(y))
            yield y[: max(0, known[-1] + 1 - test) if len(known) else 0][-MOST_ROWS:]
