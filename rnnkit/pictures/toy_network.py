"""Charts of what goes on in networks: gradients by step, losses on the way down, units at work."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from rnnkit.inspect.toy import Toy
from rnnkit.numpy_rnn import Array
from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure
from rnnkit.pictures.figures import empty as canvas
from rnnkit.pictures.vega import LOGARITHMIC, Chart, by_name, count, number, rounded, word
from rnnkit.words import t

FLOWING: Mapping[str, str] = {"rnn": "RNN", "relu": "RNN with ReLU", "gru": "GRU", "lstm": "LSTM"}


def flowing(norms: Mapping[str, Array], dark: bool) -> Chart:
    """The length of a gradient on its way back, by the name of a cell, on a logarithmic axis.

    The data alone change while a slider moves.
    """
    looks = {
        t(name): palette.style("rnn" if cell == "relu" else cell, dark=dark, nth=int(cell == "relu"))
        for cell, name in FLOWING.items()
    }
    lines = [
        pd.DataFrame({"cell": t(name), "back": np.arange(len(norms[cell])), "length": norms[cell][::-1]})
        for cell, name in FLOWING.items()
    ]
    frame = pd.concat(lines, ignore_index=True)
    back, length = t("steps back"), t("length of the gradient")
    axis = {"format": ".0e", "tickCount": 6}
    spec = {
        "height": 320,
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": count("back", back),
            "y": number("length", length, scale=LOGARITHMIC, axis=axis),
            **by_name("cell", looks),
            "tooltip": [
                word("cell", t("cell")),
                number("back", back, format=",d"),
                rounded("length", length),
            ],
        },
    }
    return frame[(frame["length"] > 0) & np.isfinite(frame["length"])], spec


def remembering(
    truth: Array, states: Sequence[tuple[str, str, Array]], reads: Sequence[str], dark: bool
) -> Figure:
    """What has to be remembered after each step, and one unit of each network (name, cell, state)."""
    figure = canvas(dark, height=340)
    steps = list(range(1, len(truth) + 1))
    figure.add_scatter(
        x=steps,
        y=truth,
        name=t("to be remembered"),
        mode="lines",
        line={"color": palette.ink(dark), "shape": "hvh"},
    )
    for name, cell, state in states:
        look = {"color": palette.style(cell, dark=dark).color, "width": 2}
        figure.add_scatter(x=steps, y=state, name=name, mode="lines+markers", line=look)
    figure.update_xaxes(title_text=t("step: what is read"), tickvals=steps, ticktext=list(reads))
    figure.update_yaxes(title_text=t("state of the unit"), zeroline=True, zerolinecolor=palette.grid(dark))
    return figure


def arriving(toy: Toy, dark: bool) -> Figure:
    """The length of the gradient by every state: as a whole, from its own output, from later steps."""
    figure = canvas(dark, height=260)
    steps = list(range(1, len(toy.sequence) + 1))
    parts = [
        (t("from its own output"), [step.out for step in toy.back.arrivals], palette.grey(dark), ""),
        (t("from later steps"), [step.h for step in toy.back.arrivals], palette.grey(dark), "/"),
        (t("together"), [step.h for step in toy.back.steps], palette.ink(dark), ""),
    ]
    for name, vectors, color, shape in parts:
        lengths = [float(np.linalg.norm(vector)) for vector in vectors]
        figure.add_bar(x=steps, y=lengths, name=name, marker={"color": color, "pattern": {"shape": shape}})
    figure.update_xaxes(dtick=1, title_text=t("time step"))
    figure.update_yaxes(title_text=t("length of the gradient"), rangemode="tozero")
    figure.update_layout(height=300, margin_b=70)
    return figure


def downhill(losses: Sequence[float], cell: str, dark: bool) -> Figure:
    """The loss after every step of gradient descent."""
    figure = canvas(dark, height=240)
    figure.add_scatter(
        x=list(range(len(losses))),
        y=list(losses),
        mode="lines+markers" if len(losses) < 40 else "lines",
        line={"color": palette.style(cell, dark=dark).color, "width": 2},
        name=t("loss"),
    )
    figure.update_xaxes(title_text=t("SGD steps taken"), rangemode="tozero")
    figure.update_yaxes(title_text=t("loss"), rangemode="tozero")
    figure.update_layout(showlegend=False)
    return figure
