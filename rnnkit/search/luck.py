"""How much of a score is luck: the noise between seeds, and what choosing the best adds to its score."""

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, variance


def noise(groups: Iterable[Sequence[float]]) -> float:
    """The standard deviation between trainings of the same settings, pooled; NaN where none was repeated.

    >>> noise([[1.0, 3.0], [5.0, 7.0]])
    1.4142135623730951
    """
    repeated = [group for group in groups if len(group) > 1]
    freedom = sum(len(group) - 1 for group in repeated)
    if not freedom:
        return math.nan
    return math.sqrt(sum(variance(group) * (len(group) - 1) for group in repeated) / freedom)


def optimism(scores: Mapping[int, float], sigma: float) -> float:
    """By how much the best of these scores (smaller is better) is too good, since it was chosen for it.

    Scores are the true ones with noise `sigma` added. What of their spread is noise is the share by which
    the best is expected to fall back to the mean (empirical Bayes: Efron & Morris 1975). NaN for fewer than
    three settings or where the noise is not known.

    >>> optimism({0: 1.0, 1: 2.0, 2: 3.0}, sigma=0.5)
    0.25
    """
    known = [score for score in scores.values() if math.isfinite(score)]
    if len(known) < 3 or math.isnan(sigma):
        return math.nan
    spread = variance(known)
    share = min(1.0, sigma**2 / spread) if spread else 1.0
    return share * (fmean(known) - min(known))
