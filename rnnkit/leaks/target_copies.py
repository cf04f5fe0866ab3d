"""Columns that hold the target: the same row of it, or one of its later rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.leaks.resolution import unit_of, varies

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PROPOSED_FROM = 30_000  # rows in which a shift is looked for; it is checked on all
FEWEST_PAIRS = 20
FEWEST_CHANGES = 8
HOLDS = 0.99  # of the rows
NEAR, ELSEWHERE = 0.99, 0.9  # correlation of the changes: a copy with noise on it, and nothing of the kind
NEAR_LEVEL = 0.999
POSSIBLE = 0.5  # less than that, and it is no copy, a few wrong rows or not
ROUNDED = 0.05  # of the spread of the changes, at most, may be put down to rounding


@dataclass(frozen=True)
class Copy:
    """`column[t] = slope * target[t + shift] + offset` for this share of the rows, up to rounding."""

    column: int
    shift: int
    slope: float
    offset: float
    share: float
    exact: bool


def find_copies(target: Array, others: Array, series: Ints) -> list[Copy]:
    """The columns of `others` `(N, F)` that are `target` `(N,)`, or what it will be some rows later.

    Rows of one series stand together, in the order of time; `series` `(N,)` numbers them. A column that holds
    an earlier value of the target as well as a later one, as in a strict cycle, gives nothing away.
    """
    peaks = _Peaks(target, series)
    pairs = _Pairs(target, series)
    found = (_copy(number, others[:, number], pairs, peaks) for number in range(others.shape[1]))
    return [copy for copy in found if copy is not None]


def _copy(number: int, column: Array, pairs: "_Pairs", peaks: "_Peaks") -> Copy | None:
    if not varies(column[np.isfinite(column)], FEWEST_CHANGES):
        return None
    correlations = peaks.correlations(column)
    if correlations is None:
        return None
    ahead, behind = peaks.ahead(correlations), peaks.behind(correlations)
    likely = {shift for shift in (0, ahead, -behind) if abs(correlations[shift]) >= POSSIBLE}
    exact = {shift: copy for shift in likely if (copy := pairs.match(number, column, shift))}
    if 0 in exact:
        return exact[0]
    if ahead not in likely or -behind in exact:
        return None
    if ahead in exact:
        return exact[ahead]
    past = max(abs(correlations[0]), abs(correlations[-behind]))
    strongest = abs(correlations[ahead])
    return pairs.near(number, column, ahead) if strongest >= NEAR and past < ELSEWHERE else None


class _Peaks:
    """Where the changes of a column and those of the target go together best, by one Fourier transform."""

    def __init__(self, target: Array, series: Ints) -> None:
        self._series = series[:PROPOSED_FROM]
        self._size = 1 << (2 * len(self._series) - 1).bit_length()
        self._most = max(1, int(np.bincount(self._series).max()) // 4)
        changes = self._changes(target)
        self._norm = float(np.linalg.norm(changes))
        self._target = np.fft.rfft(changes, self._size)

    def _changes(self, values: Array) -> Array:
        """What changed since the row before, 0 where that cannot be said; without the mean."""
        changes = np.diff(values[: len(self._series)], prepend=np.nan)
        changes[np.flatnonzero(np.diff(self._series)) + 1] = np.nan
        known = np.isfinite(changes)
        mean = float(changes[known].mean()) if known.any() else 0.0
        return np.where(known, changes - mean, 0.0)

    def correlations(self, column: Array) -> Array | None:
        """By how many rows the column is early; a negative place is late. None where nothing changes."""
        changes = self._changes(column)
        norm = self._norm * float(np.linalg.norm(changes))
        if not norm:
            return None
        together: Array = np.fft.irfft(self._target * np.conj(np.fft.rfft(changes, self._size)), self._size)
        return together / norm

    def ahead(self, correlations: Array) -> int:
        """The best shift into the future."""
        return int(np.argmax(np.abs(correlations[1 : self._most + 1]))) + 1

    def behind(self, correlations: Array) -> int:
        """The best shift into the past, as a positive number; 0 stands for the present."""
        past = np.abs(correlations[-self._most :])[::-1]
        return int(np.argmax(past)) + 1


class _Pairs:
    """Rows of a column beside rows of the target that are so many steps later, within the same series."""

    def __init__(self, target: Array, series: Ints) -> None:
        self._target, self._series, self._unit = target, series, unit_of(target)
        self._moved = _moved(target, series)

    def _pairs(self, column: Array, shift: int) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
        """Values of the column, of the target, and whether one of them has changed."""
        here = slice(max(0, -shift), len(column) - max(0, shift))
        there = slice(max(0, shift), len(column) - max(0, -shift))
        x, y = column[here], self._target[there]
        both = np.isfinite(x) & np.isfinite(y) & (self._series[here] == self._series[there])
        moved = _moved(column, self._series)[here] | self._moved[there]
        return x[both], y[both], moved[both]

    def match(self, number: int, column: Array, shift: int) -> Copy | None:
        """The copy, if the column is one at this shift but for rounding."""
        x, y, moved = self._pairs(column, shift)
        if len(x) < FEWEST_PAIRS or moved.sum() < FEWEST_CHANGES:
            return None
        slope, offset = _line(x, y)
        if not slope:
            return None
        away = np.abs(x - slope * y - offset)
        size = float(np.abs(x).max() + abs(offset)) or 1.0
        rounding = 0.51 * (unit_of(column) + abs(slope) * self._unit)
        for tolerance in (1e-9 * size, rounding if rounding <= ROUNDED * float(np.diff(x).std()) else 0.0):
            same = away <= tolerance
            if same.mean() >= HOLDS and same[moved].mean() >= HOLDS - 0.01:
                return Copy(number, shift, slope, offset, float(same.mean()), exact=True)
        return None

    def near(self, number: int, column: Array, shift: int) -> Copy | None:
        """The copy, if the column goes with the later target as if only a little noise were on it."""
        x, y, _ = self._pairs(column, shift)
        if len(x) < FEWEST_PAIRS or not x.std() or not y.std():
            return None
        level = float(np.corrcoef(x, y)[0, 1])
        if abs(level) < NEAR_LEVEL:
            return None
        slope = level * float(x.std() / y.std())
        return Copy(number, shift, slope, float(x.mean() - slope * y.mean()), level**2, exact=False)


def _moved(values: Array, series: Ints) -> npt.NDArray[np.bool_]:
    """Rows whose value is another than in the row before of the same series."""
    moved = np.ones(len(values), dtype=np.bool_)
    moved[1:] = (values[1:] != values[:-1]) & (series[1:] == series[:-1])
    return moved


def _line(x: Array, y: Array) -> tuple[float, float]:
    """Slope and offset of `x` over `y`, by medians, so that a few wrong rows change nothing."""
    far = np.abs(y - np.median(y)) >= 0.1 * y.std()
    center_x, center_y = float(np.median(x)), float(np.median(y))
    # The median of a rounded column is off its line by the rounding: take a pair of rows that are real.
    place = int(np.argmin(np.abs(y - center_y) + np.abs(x - center_x) * (y.std() / (x.std() or 1.0))))
    away = far & (y != y[place])
    if not away.any():
        return 0.0, 0.0
    slope = float(np.median((x[away] - x[place]) / (y[away] - y[place])))
    return slope, float(np.median(x - slope * y))
