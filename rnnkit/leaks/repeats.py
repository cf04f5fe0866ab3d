"""Rows of the test part that stand in the training part as well: stretches of a series, or whole rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.leaks.hashing import Bools, Hashes, rows_of, runs_of, stirred, stretches
from rnnkit.leaks.resolution import bits_of, unit_of

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SMOOTHNESS = 2  # a series whose steps change little is known by the two rows before
LUCK = 13.0  # bits beyond those of all pairs of rows: once in 8,000 files by chance
LENGTHS = (2, 4, 8, 16, 32, 64)  # of the stretches that are looked up
MOST_LAGS = 40
CYCLES = 4  # what comes so many times at one distance is a season
FEWEST_ROWS = 3
FEWEST_COLUMNS = 2
VARIED = 0.2  # different values for each row, from which a column tells rows apart


@dataclass(frozen=True)
class Repeat:
    """Rows `[start, end)` of the test part that equal rows `[source, source + end - start)` before it."""

    start: int
    end: int
    source: int


def find_repeats(y: Array, series: Ints, test: Bools) -> list[Repeat]:
    """The stretches of a target `(N,)` in the test part that stand, value by value, in the training part.

    A stretch counts if it could not be so by chance, and is not what the series always does: values that
    stay, a season that comes again exactly, steps that are often the same at this distance.
    """
    surprise = _surprise(y, series)
    needed = 2 * np.log2(max(len(y), 2)) + LUCK
    length = next((n for n in LENGTHS if n * np.median(surprise) >= needed), LENGTHS[-1])
    found: list[Repeat] = []
    for lag in _lags(y, series, test, length):
        equal, valid = _equal(y, lag)
        if _season(equal, valid, lag):
            return []
        told = _from_training(test, lag)
        for run in _runs(equal, valid, surprise, needed):
            found += [Repeat(start, end, start - lag) for start, end in _within(told, *run)]
    return _without_overlap(found)


def find_repeated_rows(matrix: Array, test: Bools) -> Ints:
    """The rows of the test part whose values in all columns `(N, F)` stand in one training row."""
    nothing = np.empty(0, dtype=np.int64)
    if matrix.shape[1] < FEWEST_COLUMNS or test.all() or not test.any():
        return nothing
    varied = [column for column in matrix.T if pd.unique(column).size > VARIED * len(column)]
    if len(varied) < FEWEST_COLUMNS:
        return nothing
    hashes, whole = rows_of(matrix), np.isfinite(matrix).all(axis=1)
    surprise = np.sum([bits_of(column) for column in varied], axis=0)
    new = whole & (surprise >= 2 * np.log2(len(matrix)) + LUCK)
    new[1:] &= hashes[1:] != hashes[:-1]  # a reading that has stopped repeats itself
    known = np.flatnonzero(~test & whole)
    order = known[np.argsort(hashes[known], kind="stable")]
    asked = np.flatnonzero(test & new)
    if not len(order) or not len(asked):
        return nothing
    place = np.searchsorted(hashes[order], hashes[asked], side="right") - 1
    source = order[np.maximum(place, 0)]
    same = hashes[source] == hashes[asked]
    found, lags = asked[same], (asked - source)[same]
    if len(found) < FEWEST_ROWS or _mostly_one_season(hashes, lags):
        return nothing
    rows: Ints = found
    return rows


def _surprise(y: Array, series: Ints) -> Array:
    """Bits that a row says at most: as a value, as a step, as a change of steps; none where it stays."""
    unit = unit_of(y) or 1.0
    found, moves = bits_of(y, series), y
    for _ in range(SMOOTHNESS):
        moves = np.round(np.diff(moves, prepend=np.nan) / unit) * unit
        moves[1:][series[1:] != series[:-1]] = np.nan
        found = np.where(np.isfinite(moves), np.minimum(found, bits_of(moves, series)), found)
    return np.where(_stays(y, series), 0.0, found)


def _stays(y: Array, series: Ints) -> Bools:
    """Whether a value is that of the row before."""
    stays = np.zeros(len(y), dtype=np.bool_)
    stays[1:] = (y[1:] == y[:-1]) & (series[1:] == series[:-1])
    return stays


def _lags(y: Array, series: Ints, test: Bools, length: int) -> list[int]:
    """By how many rows stretches of the test part are later than the same in the training part."""
    hashes: Hashes = runs_of(stirred(y), length)
    if not len(hashes):
        return []
    ends = np.arange(len(hashes)) + length - 1
    counted = np.concatenate([[0], np.cumsum(~np.isfinite(y) | _stays(y, series))])
    dull = counted[length:] - counted[: len(hashes)]
    whole = (series[: len(hashes)] == series[ends]) & (dull <= length // 2)
    known = np.concatenate([[0], np.cumsum(np.isnan(y))])
    whole &= known[length:] == known[: len(hashes)]
    asked = np.flatnonzero(whole & test[: len(hashes)] & test[ends])
    learned = np.flatnonzero(whole & ~test[: len(hashes)] & ~test[ends])
    if not len(asked) or not len(learned):
        return []
    order = learned[np.argsort(hashes[learned], kind="stable")]
    lags = []
    for side, step in (("left", 0), ("right", -1)):
        place = np.searchsorted(hashes[order], hashes[asked], side=side) + step  # type: ignore[call-overload]
        source = order[np.clip(place, 0, len(order) - 1)]
        lags.append((asked - source)[hashes[source] == hashes[asked]])
    values, counts = np.unique(np.concatenate(lags), return_counts=True)
    return [int(lag) for lag in values[np.argsort(-counts, kind="stable")][:MOST_LAGS]]


def _equal(y: Array, lag: int) -> tuple[Bools, Bools]:
    """Whether a row equals the one so many rows before it, and whether there is such a one, known like it."""
    equal, valid = np.zeros(len(y), dtype=np.bool_), np.zeros(len(y), dtype=np.bool_)
    here, there = slice(max(lag, 0), len(y) + min(lag, 0)), slice(max(-lag, 0), len(y) - max(lag, 0))
    valid[here] = np.isfinite(y[here]) & np.isfinite(y[there])
    equal[here] = y[here] == y[there]
    return equal & valid, valid


def _from_training(test: Bools, lag: int) -> Bools:
    """Rows of the test part whose source is none of it."""
    source = np.arange(len(test)) - lag
    inside = (source >= 0) & (source < len(test))
    return test & inside & ~test[np.clip(source, 0, len(test) - 1)]


def _season(equal: Bools, valid: Bools, lag: int) -> bool:
    """Whether the series repeats itself at this distance, again and again, from its beginning to its end."""
    return bool(equal.sum() >= 0.5 * valid.sum() and len(equal) >= CYCLES * abs(lag))


def _runs(equal: Bools, valid: Bools, surprise: Array, needed: float) -> list[tuple[int, int]]:
    """Stretches that equal earlier ones by no chance and by no habit of the series at this distance."""
    found, same, known = [], int(equal.sum()), int(valid.sum())
    for start, end in stretches(equal):
        habit = (same - (end - start) + 1) / (known - (end - start) + 2)
        if np.minimum(surprise[start:end], -np.log2(habit)).sum() >= needed:
            found.append((start, end))
    return found


def _within(held: Bools, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of a stretch in which a condition holds."""
    return [(start + a, start + b) for a, b in stretches(held[start:end])]


def _mostly_one_season(hashes: Hashes, lags: Ints) -> bool:
    values, counts = np.unique(lags, return_counts=True)
    lag = int(values[np.argmax(counts)])
    if lag <= 0 or counts.max() < 0.5 * len(lags):
        return False
    return bool(np.mean(hashes[lag:] == hashes[:-lag]) >= 0.5 and len(hashes) >= CYCLES * lag)


def _without_overlap(found: list[Repeat]) -> list[Repeat]:
    """The longest first; what they hold already is not told twice."""
    taken: list[Repeat] = []
    for one in sorted(found, key=lambda repeat: repeat.start - repeat.end):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda repeat: repeat.start)
