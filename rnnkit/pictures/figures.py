"""What all figures share: an empty one in the dress of the app, the look of a run, and texts made harmless.

Knows nothing of Streamlit. Every text that may come from a person is made harmless for Plotly's
small HTML (`plain`); colours and dashes come from `rnnkit.pictures.palette`, so a cell looks alike
everywhere.
"""

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.compare.score import method_words
from rnnkit.pictures import palette
from rnnkit.pictures.figure import Figure

__all__ = [
    "HOVER_NUMBER",
    "MOST_POINTS",
    "Figure",
    "Lane",
    "apart",
    "dress",
    "empty",
    "grey_lines",
    "line_look",
    "method_words",
    "plain",
    "thinned",
    "to_html",
]

MOST_POINTS = 1500  # drawn per line; more cannot be told apart and makes telephones stutter
HOVER_NUMBER = ",.3r"


@dataclass(frozen=True)
class Lane:
    """One run on a chart: its name, its look, and its forecasts (`ds, y_hat, lo, hi`, perhaps `cutoff`)."""

    label: str
    cell: str
    bidirectional: bool
    frame: pd.DataFrame
    emphasis: bool = True
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    nth: int = 0  # of the lanes with the same cell on one chart, see `apart`
    tone: int | None = None  # a colour other than that of the cell, see `palette.free_tones`

    def style(self, dark: bool) -> palette.Style:
        """The look of this run."""
        return palette.style(self.cell, self.bidirectional, dark, self.nth, self.tone)

    def line(self, dark: bool) -> dict[str, object]:
        """The line of this run in Plotly's words."""
        style = self.style(dark)
        return {"color": style.color, "dash": style.dash, "width": 2}


def apart(lanes: Sequence[Lane]) -> list[Lane]:
    """The same lanes with those of one cell told apart: the first looks as ever, each further one has a dash
    and, as long as there are some that no cell here has, a colour of its own.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    free = iter(palette.free_tones({lane.cell for lane in lanes}))
    told = []
    for lane in lanes:
        look = (lane.cell, lane.bidirectional)
        told.append(replace(lane, nth=seen[look], tone=next(free, None) if seen[look] else None))
        seen[look] += 1
    return told


def to_html(figure: Figure) -> str:
    """A figure as one file that opens anywhere, without the button that would upload it to a stranger."""
    from plotly import io

    config = {"showSendToCloud": False, "responsive": True}
    made = io.to_html(figure.checked(), config=config, include_plotlyjs=True)  # type: ignore[no-untyped-call]
    return str(made)


def empty(dark: bool, height: int) -> Figure:
    """An empty figure in the dress all of them share."""
    xaxis, yaxis = _axes(dark)
    layout = _layout(dark, height) | {"xaxis": xaxis, "yaxis": yaxis}
    return Figure(layout)


def dress(figure: Figure, dark: bool, height: int) -> None:
    """The same dress on a figure of several charts."""
    xaxis, yaxis = _axes(dark)
    figure.update_layout(_layout(dark, height))
    figure.update_xaxes(xaxis)
    figure.update_yaxes(yaxis)


def _layout(dark: bool, height: int) -> dict[str, Any]:
    """One hover box for all lines, the legend below, where narrow screens have room."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "hovermode": "x unified",
        "font": {"color": palette.ink(dark)},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 0,
            "yref": "container",
            "xanchor": "left",
            "x": 0,
        },
    }


def _axes(dark: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Calm axes: across and up."""
    faint = palette.grid(dark)
    across = {"showgrid": False, "automargin": True, "linecolor": faint, "zeroline": False}
    up = {"gridcolor": faint, "automargin": True, "zeroline": False, "hoverformat": HOVER_NUMBER, "nticks": 6}
    return across, up


def grey_lines(names: Sequence[str], dark: bool) -> dict[str, dict[str, object]]:
    """Baselines share one grey; their dash tells them apart."""
    styles = {name: palette.style(name, dark=dark) for name in names}
    return {
        name: {"color": palette.grey(dark), "width": 1.4, "dash": style.dash}
        for name, style in styles.items()
    }


def line_look(values: pd.Series) -> dict[str, Any]:
    """How a line is drawn: a value alone between two holes has no line, so it gets a dot."""
    known = values.notna()
    alone = known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)
    if not alone.any():
        return {"mode": "lines"}
    return {"mode": "lines+markers", "marker": {"size": np.where(alone, 4, 0)}}


def thinned(frame: pd.DataFrame) -> pd.DataFrame:
    """At most `MOST_POINTS` rows, evenly picked."""
    return frame.iloc[:: max(1, -(-len(frame) // MOST_POINTS))]


def plain(text: str) -> str:
    """Plotly draws `<b>` and `<a href>`; names of people's columns are text."""
    return html.escape(str(text), quote=False)
