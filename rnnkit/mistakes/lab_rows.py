"""What networks of the lab learn from: made-up series, cut into windows, in parts that follow in time.

Shapes: `N` rows, `L` lookback.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Series = npt.NDArray[np.float64]

PERIOD = 12  # steps of a wave, about
LOOKBACK = 12


@dataclass(frozen=True)
class LabRows:
    """Inputs `(N, L, 1)` and the answers `(N, 1)`."""

    x: Tensor
    y: Tensor

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, which: slice | Tensor) -> "LabRows":
        return LabRows(self.x[which], self.y[which])

    @property
    def last(self) -> Tensor:
        """The newest value of each row `(N, 1)`: the trivial forecast of a series."""
        return self.x[:, -1]


def wave(rng: np.random.Generator, length: int, *, wander: float = 0.2, noise: float = 0.1) -> Series:
    """A sine wave with noise on it, whose phase wanders by so much (radians) a step.

    Where it goes cannot be told from one value alone, nor from values of long ago.
    """
    phase = 2 * np.pi * (rng.random() + np.arange(length) / PERIOD)
    wandered = phase + wander * rng.standard_normal(length).cumsum()
    return np.sin(wandered) + noise * rng.standard_normal(length)


def rolling_mean(series: Series, over: int) -> Series:
    """The mean of so many values up to each one, from the first for which there are as many."""
    return np.convolve(series, np.full(over, 1 / over), "valid")


def windows(series: Series, lookback: int = LOOKBACK, ahead: int = 1) -> LabRows:
    """Every stretch of `lookback` values, and the value so many steps behind its end."""
    stretches = np.lib.stride_tricks.sliding_window_view(series, lookback)
    answers = series[lookback + ahead - 1 :]
    return LabRows(tensor(stretches[: len(answers), :, None]), tensor(answers[:, None]))


def parts(rows: LabRows, sizes: Sequence[int], between: int = LOOKBACK) -> list[LabRows]:
    """Windows one part after the other in time, so far apart that no two parts share a value."""
    starts = np.cumsum([0, *(size + between for size in sizes[:-1])])
    return [rows[start : start + size] for start, size in zip(starts.tolist(), sizes, strict=True)]


def tensor(numbers: npt.NDArray[Any]) -> Tensor:
    """A copy in the precision in which networks compute."""
    return torch.tensor(np.ascontiguousarray(numbers), dtype=torch.float32)


def rmse(y_hat: Tensor, y: Tensor) -> float:
    """Root of the mean squared error."""
    return float((y_hat - y).square().mean().sqrt())
