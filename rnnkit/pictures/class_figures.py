"""Figures of texts with classes: how long they are, how sure answers are, what each word does."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure, dress, empty, plain
from rnnkit.words import t

Array = npt.NDArray[np.float64]
BARS = 40
FEWEST = 9  # bars that the width has room for, however few there are


def lengths(found: npt.NDArray[np.int64], longest: int, unit: str, dark: bool) -> Figure:
    """How many texts are how long, with a line where they are cut."""
    figure = empty(dark, height=220)
    low, high = int(found.min()), int(found.max())
    step = -(-(high - low + 1) // BARS)
    counts, edges = np.histogram(found, np.arange(low, high + step + 1, step) - 0.5)
    beside = max(0, FEWEST - len(counts)) * step / 2  # one bar alone would fill the whole width
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges),
        marker_color=palette.grey(dark),
        hovertemplate=t("%{y} texts of about %{x:.0f}") + "<extra></extra>",
        showlegend=False,
    )
    if longest < found.max():
        figure.add_vline(x=longest + 0.5, line={"color": palette.ink(dark), "dash": "dash", "width": 1.5})
    figure.update_xaxes(title_text=unit, range=[edges[0] - beside, edges[-1] + beside])
    figure.update_yaxes(title_text=t("texts"))
    figure.update_layout(hovermode="closest", bargap=0.05)
    return figure


def calibration(bins: pd.DataFrame, color: str, dark: bool) -> Figure:
    """How often answers of each certainty are right; on the diagonal, certainty can be believed."""
    figure = empty(dark, height=320)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line={"color": palette.grey(dark), "dash": "dot", "width": 1.4},
        name=t("as sure as right"),
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=100 * bins["confidence"],
        y=100 * bins["accuracy"],
        mode="lines+markers",
        line={"color": color, "width": 2},
        marker={"size": 6 + 14 * np.sqrt(bins["texts"] / bins["texts"].max())},
        customdata=bins["texts"],
        hovertemplate=t("%{x:.0f} % sure, %{y:.0f} % right, %{customdata} texts") + "<extra></extra>",
        name=t("this model"),
    )
    figure.update_xaxes(title_text=t("how sure it was, percent"), range=[0, 103])
    figure.update_yaxes(title_text=t("how often it was right, percent"), range=[0, 103])
    figure.update_layout(hovermode="closest")
    return figure


def word_by_word(
    parts: Sequence[str], after: Array, effect: Array, classes: Sequence[str], dark: bool
) -> Figure:
    """Above, the probability of each class (columns of `after`) after each part; below, what a part does."""
    figure = Figure.grid(rows=2, cols=1, shared_xaxes=True, row_heights=[0.6, 0.4], vertical_spacing=0.06)
    dress(figure, dark, 380)
    places = list(range(len(parts)))
    colors = palette.categorical(dark)
    for number, name in enumerate(classes):
        figure.add_scatter(
            x=places,
            y=100 * after[:, number],
            mode="lines+markers",
            line={"color": colors[number % len(colors)], "width": 2},
            name=plain(name),
            hovertemplate="%{y:.3g} %",
            row=1,
            col=1,
        )
    figure.add_bar(
        x=places,
        y=100 * effect,
        marker_color=[palette.signed(1.0 if value >= 0 else -1.0, dark) for value in effect],
        name=t("what it does"),
        hovertemplate="%{y:+.3g}",
        showlegend=False,
        row=2,
        col=1,
    )
    words = [plain(part.strip() or "␣") for part in parts]
    figure.update_xaxes(tickvals=places, ticktext=[word[:18] for word in words], row=2, col=1)
    figure.update_yaxes(title_text=t("percent"), range=[-2, 102], row=1, col=1)
    figure.update_yaxes(title_text=t("points"), row=2, col=1)
    return figure
