"""Runs beside each other: what differs, who may be ranked with whom, and whether a difference is real.

Plain values in, plain values out: nothing here knows the store, the screen, torch or scipy.
"""

from rnnkit.compare.basis import Basis, basis_of, forecast_rows, groups, read_as, text_rows, why_apart
from rnnkit.compare.difference import Difference, enough_seeds, over_seeds, over_units, unknown
from rnnkit.compare.score import CHOSEN_BY_SCORE, RANKED_BY, Score, score_of
from rnnkit.compare.settings import LENGTH, differing, recipe, settings_of, title
from rnnkit.compare.units import Units, forecast_units, scales_of, text_units

__all__ = [
    "CHOSEN_BY_SCORE",
    "LENGTH",
    "RANKED_BY",
    "Basis",
    "Difference",
    "Score",
    "Units",
    "basis_of",
    "differing",
    "enough_seeds",
    "forecast_rows",
    "forecast_units",
    "groups",
    "over_seeds",
    "over_units",
    "read_as",
    "recipe",
    "scales_of",
    "score_of",
    "settings_of",
    "text_rows",
    "text_units",
    "title",
    "unknown",
    "why_apart",
]
