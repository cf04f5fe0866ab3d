"""Charts of a search: the score of everything tried against each setting that was varied."""

import math
from collections.abc import Sequence

import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.vega import Chart, number, rounded, word
from rnnkit.words import t

PAD = 0.08  # of the range of the scores, above and below
BAND = 0.18  # opacity


def against(
    values: Sequence[str], rows: pd.DataFrame, titles: tuple[str, str], band: tuple[float, float], dark: bool
) -> Chart:
    """One small multiple: `rows` (value, score, round, settings), the values in this order.

    `titles` are those of the setting and of the score; between the ends of the `band` scores differ from the
    best by the luck of a seed alone (NaN where that is not known).
    """
    low, high = _ends(rows["score"].tolist(), band)
    y = number("score", titles[1], scale={"domain": [low, high], "zero": False, "nice": False})
    x = word("value", titles[0]) | {"sort": list(values), "axis": {"labelAngle": 0}}
    colour = palette.ink(dark)
    points = {
        "mark": {"type": "point", "filled": True, "size": 70, "color": colour},
        "encoding": {
            "x": x,
            "y": y,
            "opacity": number("round", t("Round"), legend=None, scale={"range": [0.35, 1.0]}),
            "tooltip": [
                word("settings", t("Settings")),
                rounded("score", titles[1]),
                word("far", t("Round")),
            ],
        },
    }
    best = {
        "mark": {"type": "tick", "color": colour, "thickness": 2, "width": 26},
        "encoding": {"x": x, "y": y | {"aggregate": "min"}},
    }
    return rows, {"layer": [*_band(band, y, dark), best, points]}


def _band(band: tuple[float, float], y: dict[str, object], dark: bool) -> list[dict[str, object]]:
    if not all(map(math.isfinite, band)):
        return []
    data = {"values": [{"low": band[0], "high": band[1]}]}
    mark = {"type": "rect", "color": palette.grey(dark), "opacity": BAND}
    return [{"data": data, "mark": mark, "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}}}]


def _ends(scores: Sequence[float], band: tuple[float, float]) -> tuple[float, float]:
    """Where the axis of the scores begins and ends."""
    known = [value for value in (*scores, *band) if math.isfinite(value)]
    pad = PAD * (max(known) - min(known)) or 0.01
    return min(known) - pad, max(known) + pad
