"""How series become steps: what leaves with a model beside its weights, as plain JSON."""

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field

from rnnkit.config import Settings

SCALING = "scaling.json"
MOST_CHANNELS = 1_000
Real = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Scaling(Settings):
    """The file `scaling.json`.

    `mean` and `spread` are those of each of the F channels in what was learned from; `alone`: each series is
    scaled by itself; so many values are one step (`segment`); the partner reads means of `thin` values.
    """

    mean: tuple[Real, ...] = Field(min_length=1, max_length=MOST_CHANNELS)
    spread: tuple[Positive, ...] = Field(min_length=1, max_length=MOST_CHANNELS)
    alone: bool
    segment: int = Field(ge=1, le=10_000)
    thin: int = Field(1, ge=1, le=100_000)

    @property
    def channels(self) -> int:
        """How many values each moment of a series has."""
        return len(self.mean)

    @property
    def numbers(self) -> int:
        """How many numbers a step has."""
        return self.segment * self.channels


def measured(series: Sequence[npt.NDArray[Any]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of each channel over all series `(T, F)`, gaps passed over."""
    F = series[0].shape[1]
    counts, sums, squares = np.zeros(F), np.zeros(F), np.zeros(F)
    for one in series:
        known = np.isfinite(one)
        counts += known.sum(axis=0)
        sums += np.where(known, one, 0.0).sum(axis=0, dtype=np.float64)
    mean = sums / np.maximum(counts, 1)
    for one in series:
        squares += np.square(np.where(np.isfinite(one), one - mean, 0.0)).sum(axis=0, dtype=np.float64)
    spread = np.sqrt(squares / np.maximum(counts, 1))
    spread = np.where(spread > 1e-8 * np.maximum(1.0, np.abs(mean)), spread, 1.0)
    return tuple(mean.tolist()), tuple(spread.tolist())
