"""A trained network as pictures: its states over time, what each step does, and how far back it looks."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.palette import Style
from rnnkit.pictures.sketch import TOP, Shape, Sketch, beside, middle, mosaic
from rnnkit.pictures.vega import Chart, by_name, count, number, rounded, word
from rnnkit.words import t

Array = npt.NDArray[np.float64]
STRONG = 2.5  # spreads from the mean that have the full colour
ROW = 9  # pixels of a unit in a heatmap
FOOT = 24  # pixels below it, for the names of steps
# Of a time axis: short names alone, so that no tick says "December" between "Nov 24" and "Dec 08".
TICKS = {
    "year": "%Y",
    "quarter": "%b",
    "month": "%b",
    "week": "%b %d",
    "date": "%b %d",
    "hours": "%H:%M",
    "minutes": "%H:%M",
}
MOST_UNITS, MOST_STEPS = 12, 4  # that are named


def heatmap(states: pd.DataFrame, where: Sequence[object], dark: bool) -> Sketch:
    """States in spreads of each unit, one row a unit (the columns of the frame) and one column a step."""
    shares = states.to_numpy(dtype=np.float64).T / STRONG
    height = ROW * len(shares)
    units = [(str(unit), t("unit {unit}", unit=unit)) for unit in states.columns]
    shapes = (
        mosaic(palette.signed_colors(shares, dark), height),
        *beside(units, ROW, MOST_UNITS, palette.grey(dark)),
        *_name_steps(where, height, dark),
    )
    return Sketch(height + TOP + FOOT, shapes)


def one_unit(unit: int, frame: pd.DataFrame, dark: bool) -> Chart:
    """One unit step by step, over the value that was read where that is a number.

    A row a step: `activation`, `y`, the moment or number `at` which it stands, and in words `where` that is
    and what was `read`.
    """
    data = frame[["at", "activation", "y", "where", "read"]]
    activation, value = t("unit {unit}", unit=unit), t("value, dotted")
    hints = [word("where", t("where")), word("read", t("read"))]
    line = _line("activation", activation, palette.categorical(dark)[2], hints=hints)
    layers = [line]
    if frame["y"].notna().any():
        layers.append(_line("y", value, palette.grey(dark), dash="dot", hints=hints))
    dated = pd.api.types.is_datetime64_any_dtype(frame["at"])
    axis = {"grid": False} | ({"format": TICKS, "formatType": "time"} if dated else {})
    step: dict[str, Any] = {"field": "at", "title": t("time") if dated else t("step"), "axis": axis}
    step |= {"type": "temporal"} if dated else {"type": "quantitative", "scale": {"zero": False}}
    return data, {
        "height": 260,
        "encoding": {"x": step},
        "layer": layers,
        "resolve": {"scale": {"y": "independent"}},
    }


def effects(frame: pd.DataFrame, dark: bool) -> Chart:
    """What hiding each step does to the answer: by trying it, and as the gradient has it."""
    colors = palette.categorical(dark)
    looks = {
        t("occlusion: tried out"): ("occlusion", Style(colors[1], "solid")),
        t("gradient: on a straight line"): ("gradient", Style(colors[0], "dash")),
    }
    parts = [
        pd.DataFrame({"step": frame["step"], "way": name, "change": frame[column]})
        for name, (column, _) in looks.items()
    ]
    spec = {
        "height": 300,
        "mark": {"type": "line", "strokeWidth": 2, "point": len(frame) < 40},
        "encoding": {
            "x": count("step", t("steps back")),
            "y": number("change", t("change of the answer")),
            **by_name("way", {name: look for name, (_, look) in looks.items()}),
            "tooltip": [word("way", ""), word("step", t("steps back")), rounded("change", t("change"))],
        },
    }
    return pd.concat(parts, ignore_index=True), spec


def reach(frame: pd.DataFrame, memory: int, dark: bool) -> Chart:
    """By how much the error rises when a step and all older ones are hidden, with its noise."""
    color = palette.categorical(dark)[2]
    data = frame.assign(low=frame["rise"] - 2 * frame["noise"], high=frame["rise"] + 2 * frame["noise"])
    data = data.assign(memory=np.where(data["step"] == memory, memory, np.nan))
    title = t("hidden from so many steps back on")
    step = count("step", title)
    rise = number("rise", t("rise of the error"))
    hints = [word("step", t("steps back")), rounded("rise", t("rise")), rounded("noise", t("standard error"))]
    band = {"y": number("low", t("rise of the error")), "y2": {"field": "high"}, "x": step}
    mark = {"type": "rule", "color": palette.grey(dark), "strokeDash": [2, 3], "strokeWidth": 1.5}
    return data, {
        "height": 300,
        "layer": [
            {"mark": {"type": "area", "color": color, "opacity": 0.18}, "encoding": band},
            {
                "mark": {"type": "line", "color": color, "strokeWidth": 2, "point": {"color": color}},
                "encoding": {"x": step, "y": rise, "tooltip": hints},
            },
            {"mark": mark, "encoding": {"x": number("memory", title)}},
        ],
    }


def passages(found: Sequence[tuple[str, Array]], before: int, dark: bool) -> Chart:
    """Stretches of a series laid over each other, so that the steps in question stand at 0."""
    colors = palette.categorical(dark)
    dashes = ("solid", "dash", "dot", "dashdot")
    parts = [
        pd.DataFrame({"where": name, "step": np.arange(len(values)) - before, "value": values})
        for name, values in found
    ]
    looks = {
        name: Style(colors[place % len(colors)], dashes[place % len(dashes)])
        for place, (name, _) in enumerate(found)
    }
    spec = {
        "height": 260,
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": number("step", t("steps from there"), axis={"format": "d", "tickMinStep": 1}),
            "y": number("value", t("value"), scale={"zero": False}),
            **by_name("where", looks),
            "tooltip": [word("where", t("where")), word("step", t("step")), rounded("value", t("value"))],
        },
    }
    return pd.concat(parts, ignore_index=True), spec


def _line(field: str, title: str, color: str, *, dash: str = "solid", hints: list[Any]) -> dict[str, Any]:
    """One line over the steps, with an axis of its own."""
    stroke = list(palette.STROKES[dash])
    scale = number(field, title, scale={"zero": False}, axis={"titleColor": color, "grid": False})
    return {
        "mark": {"type": "line", "color": color, "strokeWidth": 2, "strokeDash": stroke},
        "encoding": {"y": scale, "tooltip": [*hints, rounded(field, title)]},
    }


def _name_steps(where: Sequence[object], height: float, dark: bool) -> Iterator[Shape]:
    """Some of the steps by their name, as many as fit on a telephone."""
    for step in range(0, len(where), max(1, -(-len(where) // MOST_STEPS))):
        at = {
            "x": middle(step, len(where)),
            "y": height + TOP + FOOT / 2,
            "text-anchor": "start" if step == 0 else "middle",
        }
        yield Shape("text", {**at, "font-size": 11, "fill": palette.ink(dark)}, str(where[step]))
