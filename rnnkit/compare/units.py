"""The losses behind a score, cut into units in the order of time: what a resampling may shuffle.

What the units are, each task knows: `rnnkit.tasks`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Kind = Literal["cutoffs", "series", "segments", "texts", "tunes"]

LEAST_BLOCKS = 4  # with fewer, chance has too few ways to show itself
OVERLAPS = 2  # blocks are at least that many times as long as windows overlap: so far errors are alike


@dataclass(frozen=True)
class Units:
    """What each of N units adds to a score, and its share of the rows: the score is sum(loss) / sum(mass)."""

    kind: Kind
    loss: Array  # (N,)
    mass: Array  # (N,) sums to 1
    block: int = 1  # neighbours that are drawn together, since they err alike

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def blocks(self) -> float:
        """How many of them can be called independent."""
        return len(self.loss) / self.block

    @property
    def score(self) -> float:
        """The score that these losses make."""
        return float(self.loss.sum() / self.mass.sum())


def block_length(units: int, overlap: int = 1) -> int:
    """Neighbours drawn together: N^(1/3) of them (Hall, Horowitz & Jing 1995), where windows do not overlap.

    Where `overlap` of them do, so many count as one.
    """
    least = OVERLAPS if overlap > 1 else 1
    return int(overlap * max(least, float(np.cbrt(units / overlap))))


def sums(values: Array, unit: npt.NDArray[np.intp]) -> Array:
    """The sum of the values of each unit, by the number of the unit."""
    return np.bincount(unit, weights=values).astype(np.float64)
