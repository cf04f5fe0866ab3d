"""What our Vega-Lite specifications share: channels of numbers and words, and lines told apart by name.

A specification is for charts that move: a browser is done with new data in a fraction of the time that a new
Plotly figure takes.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rnnkit.pictures.palette import Style

Chart = tuple[pd.DataFrame, dict[str, Any]]  # data, and the specification that draws them
LOGARITHMIC = {"type": "log", "zero": False, "nice": False}  # a scale
WHOLE = {"grid": False, "format": ",d", "tickMinStep": 1}  # the axis of what is counted


def number(field: str, title: str, **more: Any) -> dict[str, Any]:
    """A channel of numbers: an axis, or a line of a hint."""
    return {"field": field, "type": "quantitative", "title": title, **more}


def rounded(field: str, title: str) -> dict[str, Any]:
    """A number in a hint, with three significant digits."""
    return number(field, title, format=".3~g")


def count(field: str, title: str, **axis: Any) -> dict[str, Any]:
    """An axis of whole numbers, such as steps; `axis` adds to what is said of it."""
    return number(field, title, axis={**WHOLE, **axis})


def word(field: str, title: str) -> dict[str, Any]:
    """A channel of names."""
    return {"field": field, "type": "nominal", "title": title}


def by_name(field: str, looks: Mapping[str, Style], *, legend: bool = True) -> dict[str, Any]:
    """The two channels that give each name of a field its colour and dash, with a legend above the chart.

    `by_name("cell", {"LSTM": Style("#27389A", "dash")})` maps LSTM to that colour under `color` and to the
    stroke `[7, 5]` under `strokeDash`.
    """
    above = {"orient": "top", "title": None, "symbolStrokeWidth": 3, "symbolOpacity": 1} if legend else None
    ranges = {
        "color": [look.color for look in looks.values()],
        "strokeDash": [list(look.stroke) for look in looks.values()],
    }
    return {
        channel: {
            "field": field,
            "type": "nominal",
            "scale": {"domain": list(looks), "range": values},
            "legend": above,
        }
        for channel, values in ranges.items()
    }
