"""What a network starts from: how often each word, ending and shape has each tag, as logarithms of odds."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
PRIOR = 1.0  # tags as usual that are counted beside those of each feature
SHARE = 0.35  # of what each feature says: they say much the same, and must not be believed each in full


def direct_start(
    features: Sequence[npt.NDArray[np.integer]],
    tags: Sequence[npt.NDArray[np.integer]],
    rows: int,
    kinds: int,
) -> Array:
    """The table `(rows, kinds)` of a part of ln p(tag | feature) - ln p(tag), from `(T, F)` and `(T,)`.

    Features that are unknown (row 0) say nothing.
    """
    ids, answers = np.concatenate(list(features)).astype(np.int64), np.concatenate(list(tags))
    known = answers >= 0
    places = ids[known] * kinds + answers[known][:, None]
    counts = np.bincount(places.ravel(), minlength=rows * kinds).reshape(rows, kinds)
    usual = usual_tags(tags, kinds)
    share = (counts + PRIOR * usual) / (counts.sum(axis=1, keepdims=True) + PRIOR)
    odds = SHARE * (np.log(share) - np.log(usual))
    odds[0] = 0.0
    return np.asarray(odds, dtype=np.float32)


def usual_tags(tags: Sequence[npt.NDArray[np.integer]], kinds: int) -> npt.NDArray[np.float64]:
    """How frequent each tag is `(kinds,)`, never 0."""
    whole = np.concatenate(list(tags))
    counts = np.bincount(whole[whole >= 0], minlength=kinds) + 0.5
    return np.asarray(counts / counts.sum())
