"""What has to be beaten, beside the linear partner: the usual class, naive Bayes, the most similar text."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.steps import log_softmax

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COMPARED = 100_000_000  # pairs of texts; of more, every n-th text that was learned
AT_ONCE = 256


def majority(labels: Ints, classes: int, rows: int) -> Array:
    """How frequent every class is, for so many rows `(N, C)`."""
    counts = np.bincount(labels, minlength=classes) + 1
    return np.tile(np.log(counts / counts.sum()), (rows, 1))


def naive_bayes(learned: Any, labels: Ints, classes: int, asked: Any) -> Array:
    """Multinomial naive Bayes of features (texts by features) that are there or not, one of each added."""
    own = np.stack([np.asarray(learned[labels == c].sum(axis=0)).ravel() + 1 for c in range(classes)])
    features = np.log(own / own.sum(axis=1, keepdims=True))
    prior = np.log((np.bincount(labels, minlength=classes) + 1) / (len(labels) + classes))
    return log_softmax(np.asarray(asked @ features.T) + prior)


def nearest(learned: Any, labels: Ints, asked: Any) -> Ints:
    """The class of the most similar text that was learned, by the cosine of tf-idf `(N,)`."""
    step = -(-learned.shape[0] * asked.shape[0] // COMPARED)
    compared, own = learned[::step].T.tocsr(), labels[::step]
    found = [
        own[np.asarray((asked[start : start + AT_ONCE] @ compared).todense()).argmax(axis=1)]
        for start in range(0, asked.shape[0], AT_ONCE)
    ]
    return np.concatenate(found)
