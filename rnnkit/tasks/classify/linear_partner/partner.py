"""The linear partner at work: what words and pairs of words alone say about a text. NumPy only.

Two models with the same features stand beside each other, and the logarithms of their probabilities are
mixed: logistic regression on tf-idf, and on which features there are at all, each weighted by how much more
often it comes in a class (NB-SVM: Wang & Manning 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.classify.linear_partner.grams import Kind, counted

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Features:
    """The F features that are kept, as buckets in rising order, and how telling each one is."""

    kind: Kind
    buckets: Ints  # (F,)
    idf: Floats  # (F,) ln((1 + N) / (1 + texts with it)) + 1


@dataclass(frozen=True)
class Linear:
    """One model: `weights` (F, K) and `bias` (K,); K is 1 for two classes, else their number C.

    `sharpness` multiplies the logarithms of its probabilities: 1 / temperature (Guo et al. 2017).
    """

    weights: Floats
    bias: Floats
    sharpness: float


@dataclass(frozen=True)
class Partner:
    """Both models; `share` is how much that of tf-idf counts."""

    features: Features
    tf_idf: Linear
    present: Linear
    share: float

    def log_p(self, texts: Sequence[str]) -> Array:
        """Logarithms of the probabilities of the classes `(N, C)`."""
        found = counted(texts, self.features.kind)
        rows = [
            self._row(found.buckets[a:b], found.times[a:b])
            for a, b in zip(found.starts, found.starts[1:], strict=False)
        ]
        tf_idf = log_softmax(two_sided(np.array([row[0] for row in rows])) * self.tf_idf.sharpness)
        present = normalised(two_sided(np.array([row[1] for row in rows]))) * self.present.sharpness
        return mixed(tf_idf, log_softmax(present), 1 - self.share)

    def _row(self, buckets: npt.NDArray[np.int64], times: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        """What both models say about the features of one text: scores `(K,)` each."""
        known, place = positions(self.features.buckets, buckets)
        value: Array = (1 + np.log(times[known])) * self.features.idf[place].astype(np.float64)
        length = max(float(np.sqrt(np.square(value).sum())), 1e-12)
        first: Array = (value / length) @ self.tf_idf.weights[place].astype(np.float64) + self.tf_idf.bias
        second: Array = self.present.weights[place].astype(np.float64).sum(axis=0) + self.present.bias
        return first, second


def positions(
    kept: Ints, buckets: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Which of these buckets are kept, and where those stand."""
    if not len(kept):
        return np.zeros(len(buckets), np.bool_), np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(kept, buckets), len(kept) - 1)
    known = kept[place] == buckets
    return known, place[known]


def two_sided(scores: Array) -> Array:
    """Scores `(N, K)` as one per class: a single one speaks for the second of two classes."""
    return np.concatenate([np.zeros_like(scores), scores], axis=1) if scores.shape[1] == 1 else scores


def normalised(scores: Array) -> Array:
    """Scores of "this class or another" `(N, C)` as logarithms of probabilities; those of two as they are."""
    return log_softmax(scores if scores.shape[1] == 2 else -np.logaddexp(0.0, -scores))


def mixed(first: Array, second: Array, share: float) -> Array:
    """The weighted mean of logarithms of probabilities, made such again; `share` is that of the second."""
    if share <= 0:
        return first
    return second if share >= 1 else log_softmax((1 - share) * first + share * second)
