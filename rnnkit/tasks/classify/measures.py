"""How good answers are: accuracy, F1 of each class, log loss, confusion, calibration. No torch.

`log_p` are logarithms of probabilities `(N, C)`, `labels` the right classes `(N,)`, numbered from 0.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_P = 1e-12  # a smaller probability of the right class costs no more than this one
BINS = 10


def losses(log_p: Array, labels: Ints) -> Array:
    """-ln p of the right class of each row `(N,)`."""
    return np.asarray(-np.maximum(log_p[np.arange(len(labels)), labels], np.log(LEAST_P)))


def scores(log_p: Array, labels: Ints) -> dict[str, float]:
    """The figures of a method that gives probabilities."""
    return {"log_loss": float(losses(log_p, labels).mean())} | choices(log_p.argmax(axis=1), labels)


def choices(chosen: Ints, labels: Ints) -> dict[str, float]:
    """The figures of a method that only names a class."""
    table = by_class(chosen, labels, int(max(chosen.max(), labels.max())) + 1)
    seen = table["texts"] + table["chosen"] > 0
    return {"accuracy": float((chosen == labels).mean()), "macro_f1": float(table["f1"][seen].mean())}


def by_class(chosen: Ints, labels: Ints, classes: int) -> pd.DataFrame:
    """One row per class: `precision`, `recall`, `f1`, `texts` of that class, how often it was `chosen`."""
    right = np.bincount(labels[chosen == labels], minlength=classes)
    texts, times = np.bincount(labels, minlength=classes), np.bincount(chosen, minlength=classes)
    precision, recall = right / np.maximum(times, 1), right / np.maximum(texts, 1)
    f1 = 2 * right / np.maximum(texts + times, 1)
    return pd.DataFrame({"precision": precision, "recall": recall, "f1": f1, "texts": texts, "chosen": times})


def confusion(chosen: Ints, labels: Ints, classes: Sequence[str]) -> pd.DataFrame:
    """How many texts of each class (`true`) were taken for which (`predicted`); pairs that come, only."""
    found = np.zeros((len(classes), len(classes)), np.int64)
    np.add.at(found, (labels, chosen), 1)
    rows = [(classes[a], classes[b], int(found[a, b])) for a, b in np.argwhere(found).tolist()]
    return pd.DataFrame(rows, columns=["true", "predicted", "texts"])


def calibration(log_p: Array, labels: Ints) -> pd.DataFrame:
    """In bins of how sure it was: `low`, `high`, mean `confidence`, `accuracy`, `texts` (Guo et al. 2017)."""
    sure, right = np.exp(log_p.max(axis=1)), log_p.argmax(axis=1) == labels
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    rows = [
        (
            n / BINS,
            (n + 1) / BINS,
            float(sure[place == n].mean()),
            float(right[place == n].mean()),
            int((place == n).sum()),
        )
        for n in range(BINS)
        if (place == n).any()
    ]
    return pd.DataFrame(rows, columns=["low", "high", "confidence", "accuracy", "texts"])


def calibration_error(bins: pd.DataFrame) -> float:
    """The mean distance of confidence and accuracy, over the texts (expected calibration error)."""
    gap = (bins["confidence"] - bins["accuracy"]).abs()
    return float((gap * bins["texts"]).sum() / bins["texts"].sum())
