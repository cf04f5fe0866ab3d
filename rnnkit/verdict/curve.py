"""What a learning curve tells: whether training had ended, and how far it had overfitted."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class CurveFacts:
    """How the loss of a run went: a part of what the verdict on it rests on."""

    valid_fall: float = 0.0  # share the validation loss fell by over the last fifth of training
    valid_rise: float = 0.0  # share it lies above its best at the end
    train_gap: float = 1.0  # training loss at the end, relative to the validation loss

    def with_curve(self, curve: pd.DataFrame) -> Self:
        """The same with how the loss went, from the frame `curve` of the outcome."""
        return replace(self, **curve_facts(curve))

    def still_falling(self, share: float) -> bool:
        """Whether the validation loss was still going down by more than a share when training ended."""
        return self.valid_fall > share and self.valid_rise < share

    def by_heart(self, rise: float, gap: float) -> bool:
        """Whether the validation loss rose again while that of training fell far below it."""
        return self.valid_rise > rise and self.train_gap < gap


def curve_facts(curve: pd.DataFrame) -> dict[str, float]:
    """How the validation loss ended, and how far below it the training loss lies."""
    valid = curve["valid_loss"].dropna().to_numpy(np.float64)
    train = curve["train_loss"].dropna().to_numpy(np.float64)
    if len(valid) < 5 or not len(train):
        return {}
    end, best = float(np.median(valid[-3:])), float(valid.min())
    before = float(np.median(_around(valid, round(0.8 * len(valid)) - 1)))
    return {
        "valid_fall": (before - end) / before if before else 0.0,
        "valid_rise": (end - best) / best if best else 0.0,
        "train_gap": float(np.median(train[-3:])) / end if end else 1.0,
    }


def _around(values: Array, at: int) -> Array:
    """Three values around a place, so that one outlier does not decide."""
    return values[max(at - 1, 0) : at + 2]
