"""Runs beside each other: what differs, who may be ranked with whom, and whether a difference is real.

Plain values in, plain values out: nothing here knows the store, the screen, torch or scipy.
"""

from rnnkit.compare.basis import Basis, groups, read_as, why_apart
from rnnkit.compare.difference import (
    Difference,
    enough_seeds,
    over_drawn,
    over_seeds,
    over_units,
    redrawn,
    standard_error,
    told_better,
    unknown,
)
from rnnkit.compare.score import CHOSEN_BY_SCORE, Score, Scores, score_of
from rnnkit.compare.setting_differences import LENGTH, differing, recipe, settings_of
from rnnkit.compare.units import Units

__all__ = [
    "CHOSEN_BY_SCORE",
    "LENGTH",
    "Basis",
    "Difference",
    "Score",
    "Scores",
    "Units",
    "differing",
    "enough_seeds",
    "groups",
    "over_drawn",
    "over_seeds",
    "over_units",
    "read_as",
    "recipe",
    "redrawn",
    "score_of",
    "settings_of",
    "standard_error",
    "told_better",
    "unknown",
    "why_apart",
]
