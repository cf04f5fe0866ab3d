"""The class of the most similar series that was learned: by plain distance, and with time stretched."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.classify.series.steps import read, scaled, stretched

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PLACES = 256  # of a series that are compared
WARPED_PLACES = 64
BAND = 0.1  # of the length, by which time may be stretched
WORK = 600_000_000  # distances of two values that are worked out; what takes more is not compared so
PAIRS = 200_000_000  # of series; of more, every n-th that was learned
AT_ONCE = 200
LOOKED_AT = 300  # series by which the scaling is chosen


def alone_is_better(series: Sequence[npt.NDArray[Any]], labels: Ints, how: Any) -> bool:
    """Whether the nearest other series is more often of the same class when each is scaled by itself.

    Looked up among the series to learn from only; where both are as good, all are scaled alike.
    """
    some = np.linspace(0, len(series) - 1, min(len(series), LOOKED_AT)).astype(int)
    right = []
    for alone in (False, True):
        points = _points([scaled(series[place], how, alone=alone) for place in some], PLACES)
        distance = distances(points, points)
        np.fill_diagonal(distance, np.inf)
        right.append(int((labels[some][distance.argmin(axis=1)] == labels[some]).sum()))
    return right[1] > right[0]


def nearest(
    learned: Sequence[npt.NDArray[Any]], labels: Ints, asked: Sequence[npt.NDArray[Any]], how: Any
) -> Ints:
    """The class of the series at the least Euclidean distance `(N,)`, all stretched to one length."""
    every = -(-len(learned) * len(asked) // PAIRS)
    known = _points([read(one, how) for one in learned[::every]], PLACES)
    new = _points([read(one, how) for one in asked], PLACES, known.shape[1])
    found = [
        distances(new[start : start + AT_ONCE], known).argmin(axis=1) for start in range(0, len(new), AT_ONCE)
    ]
    return np.asarray(labels[::every][np.concatenate(found)])


def warped(
    learned: Sequence[npt.NDArray[Any]], labels: Ints, asked: Sequence[npt.NDArray[Any]], how: Any
) -> Ints | None:
    """The same by dynamic time warping within a band (Sakoe & Chiba 1978); `None` where that takes long."""
    known = _points([read(one, how) for one in learned], WARPED_PLACES, channels=True)
    new = _points([read(one, how) for one in asked], WARPED_PLACES, known.shape[1], channels=True)
    T, F = known.shape[1:]
    band = max(1, round(BAND * T))
    if len(known) * len(new) * T * (2 * band + 1) * F > WORK:
        return None
    return np.asarray(labels[[int(warping(one, known, band).argmin()) for one in new]])


def warping(one: Array, others: Array, band: int) -> Array:
    """The distance `(N,)` of a series `(T, F)` to others `(N, T, F)` where time may be stretched.

    >>> warping(np.array([[0.0], [1.0], [0.0]]), np.array([[[1.0], [0.0], [0.0]]]), band=1).tolist()
    [1.0]
    """
    N, T = others.shape[:2]
    before = np.full((T + 1, N), np.inf)
    before[0] = 0.0
    for i in range(T):
        now = np.full((T + 1, N), np.inf)
        for j in range(max(0, i - band), min(T, i + band + 1)):
            cost = np.square(others[:, j] - one[i]).sum(axis=1)
            now[j + 1] = cost + np.minimum(np.minimum(before[j], before[j + 1]), now[j])
        before = now
    return before[T]


def distances(first: Array, second: Array) -> Array:
    """Squared distances `(N, M)` of points `(N, D)` and `(M, D)`."""
    squares = np.square(first).sum(axis=1)[:, None] + np.square(second).sum(axis=1)
    return np.asarray(np.maximum(squares - 2 * first @ second.T, 0.0))


def _points(
    series: Sequence[Array], most: int, length: int | None = None, *, channels: bool = False
) -> Array:
    """Series on equally many places: `(N, places, F)`, or all numbers of each in a row."""
    if length is not None and not channels:
        length //= series[0].shape[1]
    length = length or int(min(most, max(2, np.median([len(one) for one in series]))))
    found = np.stack([stretched(one, length) for one in series])
    return found if channels else found.reshape(len(found), -1)
