"""Figures of training: losses, finished or still moving, and what runs took."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.figures import HOVER_NUMBER, Figure, Lane, empty, plain, thinned
from rnnkit.pictures.vega import LOGARITHMIC, Chart, by_name, count, number, rounded, word
from rnnkit.words import t

Moving = tuple[str, str, npt.NDArray[Any], npt.NDArray[np.float64]]
"""A loss that moves: of which run, of which part of the data, by step."""


def loss(lanes: Sequence[Lane], dark: bool, level: tuple[str, float] | None = None) -> Figure:
    """The finished learning curves: validation solid, training thin, grey what has to be beaten."""
    figure = empty(dark, height=340)
    for lane in lanes:
        line = lane.line(dark)
        for column, words, look in (
            ("train_loss", t("training"), {"width": 1, "dash": "dot"}),
            ("valid_loss", t("validation"), {}),
        ):
            part = lane.curve.dropna(subset=[column])
            name = f"{lane.label} · {words}"
            figure.add_scatter(
                x=part["step"], y=part[column], name=plain(name), mode="lines", line=line | look
            )
    if level is not None:
        steps = [0, max((float(lane.curve["step"].max()) for lane in lanes), default=1.0)]
        line = {"color": palette.grey(dark), "dash": "dot", "width": 2}
        figure.add_scatter(x=steps, y=[level[1]] * 2, name=plain(level[0]), mode="lines", line=line)
    figure.update_xaxes(title_text=t("training step"))
    figure.update_yaxes(title_text=t("loss"), type="log")
    return figure


def losses(lanes: Sequence[Lane], dark: bool, by: str = "step") -> Figure:
    """The validation losses of several runs over each other, by training step or by second."""
    figure = empty(dark, height=380)
    for lane in lanes:
        part = thinned(lane.curve.dropna(subset=["valid_loss"]))
        figure.add_scatter(
            x=part[by], y=part["valid_loss"], name=plain(lane.label), mode="lines", line=lane.line(dark)
        )
    figure.update_xaxes(title_text=t("training step") if by == "step" else t("seconds"))
    figure.update_yaxes(title_text=t("validation loss"), type="log")
    return figure


def effort(lanes: Sequence[Lane], seconds: Sequence[float], scores: Sequence[float], dark: bool) -> Figure:
    """What each run took, and how good it became: good and quick is at the lower left."""
    figure = empty(dark, height=340)
    for lane, x, y in zip(lanes, seconds, scores, strict=True):
        symbol = "circle-open" if lane.bidirectional else "circle"
        figure.add_scatter(
            x=[x],
            y=[y],
            name=plain(lane.label),
            mode="markers+text",
            text=[plain(lane.label)],
            textposition="top center",
            cliponaxis=False,
            marker={"color": lane.style(dark).color, "size": 12, "symbol": symbol, "line": {"width": 2}},
        )
    figure.update_layout(showlegend=False, hovermode="closest")
    figure.update_xaxes(title_text=t("seconds"), rangemode="tozero")
    return figure


def costs(frame: pd.DataFrame, value: str, title: str, dark: bool) -> Figure:
    """What a step costs by length, one line a network (`name, cell, bidirectional, length`, the value)."""
    figure = empty(dark, height=340)
    for name, part in frame.groupby("name", sort=False):
        first = part.iloc[0]
        style = palette.style(str(first["cell"]), bool(first["bidirectional"]), dark)
        line = {"color": style.color, "dash": style.dash, "width": 2}
        figure.add_scatter(
            x=part["length"], y=part[value], name=plain(str(name)), mode="lines+markers", line=line
        )
    lengths = sorted(frame["length"].unique())
    figure.update_xaxes(title_text=t("length in steps"), type="log", tickvals=lengths)
    figure.update_yaxes(title_text=title, type="log", exponentformat="SI", hoverformat=HOVER_NUMBER)
    return figure


def live_loss(lanes: Sequence[Lane], dark: bool, level: tuple[str, float] | None = None) -> Chart:
    """The learning curves that still move, updated in place each second.

    Validation is drawn thick, training thin and pale; colour and dash belong to the run. `level` is the name
    and the loss of what has to be beaten, a grey line.
    """
    drawn = [part for lane in lanes for part in _moving(lane)]
    styles = {lane.label: lane.style(dark) for lane in lanes}
    if level is not None:
        name, loss = level
        last = max((steps.max(initial=0) for _, _, steps, _ in drawn), default=0)
        drawn.append((name, t("validation"), np.array([0, last]), np.full(2, loss)))
        styles[name] = palette.Style(palette.grey(dark), "dot")
    axis = {"format": ".3~g", "tickCount": 4, "grid": False}
    spec = {
        "encoding": {
            "x": count("step", t("training step"), tickCount=5),
            "y": number("loss", t("loss"), scale=LOGARITHMIC, axis=axis),
            **by_name("run", styles, legend=len(styles) > 1),
            "tooltip": [
                word("run", t("network")),
                word("kind", t("loss of")),
                number("step", t("step")),
                rounded("loss", t("loss")),
            ],
        },
        "layer": [
            _curve_layer(t("training"), {"strokeWidth": 1, "opacity": 0.45}),
            _curve_layer(t("validation"), {"strokeWidth": 2.2}),
        ],
    }
    return _long(drawn), spec


def _curve_layer(kind: str, look: dict[str, object]) -> dict[str, object]:
    """One of the two losses as a layer of lines."""
    return {
        "mark": {"type": "line", "clip": True, **look},
        "transform": [{"filter": {"field": "kind", "equal": kind}}],
    }


def _moving(lane: Lane) -> Iterator[Moving]:
    """The two losses of a run, positive ones only: the axis is logarithmic."""
    curve = lane.curve.iloc[:: max(1, len(lane.curve) // 300)]
    for column, kind in (("train_loss", t("training")), ("valid_loss", t("validation"))):
        if len(curve):
            losses = curve[column].to_numpy(dtype=float)
            above = losses > 0
            yield lane.label, kind, curve["step"].to_numpy()[above], losses[above]


def _long(drawn: Sequence[Moving]) -> pd.DataFrame:
    """One row a point: `run, kind, step, loss`."""
    named = [(run, kind) for run, kind, steps, _ in drawn for _ in steps]
    columns = {
        "run": [run for run, _ in named],
        "kind": [kind for _, kind in named],
        "step": np.concatenate([np.empty(0, int), *(steps for _, _, steps, _ in drawn)]),
        "loss": np.concatenate([np.empty(0), *(losses for *_, losses in drawn)]),
    }
    return pd.DataFrame(columns)
