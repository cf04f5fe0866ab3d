"""What a network has to beat: forecasts that need no training to speak of, on the very same rows.

`naive` holds the rules of thumb, `ridge` a linear autoregression in closed form, `classic` the
statistical methods that statsmodels brings, and `fast` puts the quick ones side by side. For texts,
`ngram` counts what follows what.
"""

from rnnkit.baselines.classic import slow_baselines, too_many
from rnnkit.baselines.fast import Baselines
from rnnkit.baselines.ngram import NgramScores, ngram_nats, score_ngrams
from rnnkit.baselines.ridge import Ridge

FAST = ("last value", "seasonal naive", "drift", "mean", "linear")
SLOW = ("ets", "theta")  # only where there are few forecasts to make
NAMES = FAST + SLOW

__all__ = [
    "FAST",
    "NAMES",
    "SLOW",
    "Baselines",
    "NgramScores",
    "Ridge",
    "ngram_nats",
    "score_ngrams",
    "slow_baselines",
    "too_many",
]
