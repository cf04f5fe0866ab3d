"""How a network learned with the mistake and without, beside the trivial method."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure
from rnnkit.pictures.figures import empty as canvas
from rnnkit.words import t

NAMES: Mapping[str, str] = {"wrong": "with the mistake", "right": "done right"}
SERIES: Mapping[str, tuple[str, str]] = {  # what a curve shows, and its dash
    "error": ("real error", "solid"),
    "reported": ("reported error", "dot"),
    "milliseconds": ("milliseconds a step", "solid"),
}
MARKERS: Mapping[str, str] = {"wrong": "x", "right": "circle"}


def learning(curve: pd.DataFrame, trivial: str, dark: bool) -> Figure:
    """The means over the seeds by step: errors beside that of the `trivial` method, or milliseconds.

    `curve` has the columns version, seed, step, and those of `SERIES` that there are.
    """
    figure = canvas(dark, height=340)
    shown = [name for name in SERIES if name in curve]
    means = curve.groupby(["version", "step"], as_index=False)[shown].mean()
    for version in NAMES:
        part = means[means["version"] == version]
        for name in shown:
            label = t(NAMES[version]) + (f" · {t(SERIES[name][0])}" if len(shown) > 1 else "")
            figure.add_scatter(
                x=part["step"], y=part[name], name=label, mode="lines+markers", **_look(version, name, dark)
            )
    figure.update_xaxes(title_text=t("step"))
    if "error" in shown:
        _add_level(figure, trivial, float(means["step"].max()), dark)
    else:
        figure.update_yaxes(title_text=t(SERIES[shown[0]][0]), rangemode="tozero")
    return figure


def _look(version: str, name: str, dark: bool) -> dict[str, Any]:
    color = palette.categorical(dark)[3 if version == "wrong" else 4]
    marker = {"symbol": MARKERS[version], "size": 7, "color": color}
    return {"line": {"color": color, "dash": SERIES[name][1], "width": 2}, "marker": marker}


def _add_level(figure: Figure, trivial: str, last: float, dark: bool) -> None:
    """The trivial method is the measure of all, so its line is at 1."""
    line = {"color": palette.grey(dark), "dash": "dash", "width": 2}
    figure.add_scatter(x=[0, last], y=[1, 1], name=trivial, mode="lines", line=line)
    figure.update_yaxes(title_text=t("error ÷ that of {trivial}", trivial=trivial), type="log")
