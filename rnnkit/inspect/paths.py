"""The trajectory of a state while words are read, beside that of a bag of words, which knows no order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.numpy_rnn import Array


@dataclass(frozen=True)
class Trajectories:
    """Two trajectories, `(T + 1, D)` each and from the same start, and both in a plane.

    `flat` are the points `(T + 1, 2)` in the plane of the two principal components of all points together;
    `shown` is the share of the spread that lies in it.
    """

    both: tuple[Array, Array]
    flat: tuple[Array, Array]
    shown: float

    @property
    def apart(self) -> float:
        """The distance of the two ends, in the whole space."""
        return float(np.linalg.norm(self.both[0][-1] - self.both[1][-1]))

    @property
    def length(self) -> float:
        """How far the ends are from the start, the mean of both: what a distance is to be measured by."""
        return float(np.mean([np.linalg.norm(one[-1] - one[0]) for one in self.both]))


def state_trajectories(one: Array, other: Array) -> Trajectories:
    """The trajectories of two states `(T, H)`, the state after each word, which both begin at nothing."""
    start = np.zeros((1, one.shape[1]))
    return _in_plane(np.concatenate([start, one]), np.concatenate([start, other]))


def bag_trajectories(one: Sequence[str], other: Sequence[str]) -> Trajectories:
    """The trajectories of two bags: after each word, how often every word was read so far."""
    words = tuple(dict.fromkeys([*one, *other]))
    return _in_plane(*(_counted(read, words) for read in (one, other)))


def _counted(read: Sequence[str], words: Sequence[str]) -> Array:
    """How often each word was read, before the first one and after each: `(T + 1, V)`."""
    marks = np.array([[word == name for name in words] for word in read], dtype=float)
    return np.concatenate([np.zeros((1, len(words))), np.cumsum(marks, axis=0)])


def _in_plane(one: Array, other: Array) -> Trajectories:
    """Both in the plane in which all their points together are spread most (Pearson 1901)."""
    points = np.concatenate([one, other])
    centered = points - points.mean(axis=0)
    _, sizes, axes = np.linalg.svd(centered, full_matrices=False)
    axes = np.pad(axes, ((0, max(0, 2 - len(axes))), (0, 0)))[:2]
    flat = centered @ axes.T
    total = float(np.square(sizes).sum())
    shown = float(np.square(sizes[:2]).sum()) / total if total else 1.0
    return Trajectories((one, other), (flat[: len(one)], flat[len(one) :]), shown)
