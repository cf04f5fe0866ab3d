"""Files whose rows are windows of one series: neighbours hold the same values, moved by a few columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.leaks.hashing import Bools, rows_of

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEWEST_COLUMNS = 3
FEWEST_ROWS = 20
MOST_STEPS = 12
LINKED = 0.8  # of the rows have a neighbour, and are told apart by what they share with it
SAMPLED = 200  # rows that are looked at first


@dataclass(frozen=True)
class SharedWindows:
    """Rows that are windows: `place[i]` is where row i starts in the series, every window `step` further."""

    place: Ints  # (N,) in values of the series; pieces of it that do not touch lie apart
    width: int
    step: int

    def covered(self, rows: Bools) -> Bools:
        """Which places of the series stand in one of these rows."""
        edges = np.zeros(int(self.place.max()) + self.width + 1, dtype=np.int64)
        np.add.at(edges, self.place[rows], 1)
        np.add.at(edges, self.place[rows] + self.width, -1)
        held: Bools = np.cumsum(edges) > 0
        return held

    def shared(self, test: Bools, answer: int | None) -> Bools:
        """Rows of the test part that a training row gives away.

        With the column of the answer: rows whose answer stands in a training row. Without one: rows of which
        at least half of the values stand in training rows.
        """
        held = self.covered(~test)
        if answer is not None:
            given = held[self.place + answer]
        else:
            total = np.concatenate([[0], np.cumsum(held)])
            given = total[self.place + self.width] - total[self.place] >= self.width / 2
        found: Bools = test & given
        return found


PROBED = 6
"""Columns by which some rows are followed, before all columns of all rows are."""


def find_windows(matrix: Array) -> SharedWindows | None:
    """Whether the rows of `(N, W)` are windows of one series that overlap, in whatever order they stand.

    Columns may run from old to new or from new to old.
    """
    W = matrix.shape[1]
    told = (
        np.isfinite(matrix).all(axis=1) & (np.ptp(matrix, axis=1) > 0) if W else np.empty(0, dtype=np.bool_)
    )
    if W < FEWEST_COLUMNS or told.sum() < FEWEST_ROWS:
        return None
    firsts, asked = np.sort(matrix[told, 0]), matrix[told][:SAMPLED]
    for step in range(1, min(MOST_STEPS, W - 2) + 1):
        if _found(firsts, asked[:, step]) < LINKED:
            continue
        probed = min(PROBED, W - step)
        begun = np.isin(rows_of(asked[:, step : step + probed]), rows_of(matrix[:, :probed]))
        if begun.mean() < LINKED:
            continue
        front, back = rows_of(matrix[:, : W - step]), rows_of(matrix[:, step:])
        known, first = np.unique(front, return_index=True)
        if len(known) < LINKED * told.sum():
            continue
        place = np.minimum(np.searchsorted(known, back), len(known) - 1)
        linked = (known[place] == back) & told
        if linked.sum() >= LINKED * told.sum():
            follower = np.where(linked, first[place], -1)
            return SharedWindows(_places(follower, first[np.searchsorted(known, front)], W, step), W, step)
    return None


def _found(ordered: Array, asked: Array) -> float:
    """The share of values that are among the ordered ones: quickly, whether there can be neighbours."""
    place = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    return float(np.mean(ordered[place] == asked))


def _places(follower: Ints, same_as: Ints, width: int, step: int) -> Ints:
    """Walk from window to window; a window that comes twice has one place."""
    place = np.full(len(follower), -1, dtype=np.int64)
    first = np.ones(len(follower), dtype=np.bool_)
    first[follower[follower >= 0]] = False
    base = 0
    for start in [*np.flatnonzero(first).tolist(), *range(len(follower))]:
        row, reached = int(same_as[start]), base
        while row >= 0 and place[row] < 0:
            place[row] = reached
            reached += step
            row = int(follower[row])
        if reached > base:
            base = reached + 2 * width
    found: Ints = place[same_as]
    return found
