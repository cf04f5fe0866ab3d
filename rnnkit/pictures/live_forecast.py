"""Forecasts that still move, over what really happened: a Vega-Lite chart, new each second."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.figures import Lane
from rnnkit.pictures.vega import Chart, by_name, number, rounded, word
from rnnkit.words import t

COLUMNS = ("name", "part", "ds", "y", "lo", "hi")
NUMBERS = {"y": float, "lo": float, "hi": float}
Values = Sequence[Any]
Drawing = Mapping[str, Any]
"""See `rnnkit.tasks.forecast.live_forecast.drawing`."""


def live_forecast(lanes: Sequence[Lane], drawings: Sequence[Drawing], dark: bool) -> Chart:
    """Forecasts of networks on one series: `lanes` are their looks, in the order of their `drawings`."""
    happened = t("actual")
    parts = [_part(happened, -1, drawings[0]["actual"], "y")]
    for lane, drawing in zip(lanes, drawings, strict=True):
        parts += [_part(lane.label, place, line) for place, line in enumerate(drawing["forecasts"])]
    columns = ([value for part in parts for value in part[place]] for place in range(len(COLUMNS)))
    data = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))).astype(NUMBERS)
    dated = isinstance(data["ds"].iloc[0], str)
    if dated:
        data["ds"] = pd.to_datetime(data["ds"])
    looks = {happened: palette.Style(palette.ink(dark), "solid")}
    looks |= {lane.label: lane.style(dark) for lane in lanes}
    return data, _spec(looks, dated=dated)


def _part(name: str, place: int, line: Mapping[str, Values], y: str = "y_hat") -> tuple[Values, ...]:
    """The columns of one line, those of `COLUMNS`; what happened has no interval."""
    nothing = [None] * len(line["ds"])
    own = (line["ds"], line[y], line.get("lo", nothing), line.get("hi", nothing))
    return [name] * len(nothing), [place] * len(nothing), *own


def _spec(looks: Mapping[str, palette.Style], *, dated: bool) -> dict[str, Any]:
    x = {"field": "ds", "title": None, "axis": {"grid": False, "tickCount": 6}}
    x |= {"type": "temporal"} if dated else {"type": "quantitative", "scale": {"zero": False}}
    y = number("y", "", scale={"zero": False}, axis={"format": ".3~s", "tickCount": 4})
    named = by_name("name", looks)
    when = {**x, "title": t("time")}
    hint = [word("name", t("line")), {key: when[key] for key in ("field", "type", "title")}]
    return {
        "encoding": {"x": x, "detail": {"field": "part"}},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.18},
                "transform": [{"filter": "isValid(datum.lo)"}],
                "encoding": {
                    "y": {**y, "field": "lo"},
                    "y2": {"field": "hi"},
                    "color": named["color"],
                },
            },
            {
                "mark": {"type": "line", "strokeWidth": 2, "clip": True},
                "encoding": {"y": y, **named, "tooltip": [*hint, rounded("y", t("value"))]},
            },
        ],
    }
