"""What a learning curve tells: whether training had ended, and how far it had overfitted."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]


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
