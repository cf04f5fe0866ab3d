"""A chart of what is finished, and the table behind it. For what moves see `rnnkit.pictures.vega`."""

from functools import cache, lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.frame.chart_table import numbers
from rnnkit.pictures.figures import Figure

TOOLS, NO_TOOLS = {"displaylogo": False}, {"displayModeBar": False}


def show(
    figure: Figure,
    key: str,
    alt: str,
    table: pd.DataFrame | None = None,
    *,
    about: str = "",
    tools: bool = True,
    **more: Any,
) -> None:
    """Draw a figure; `alt` is read to those who cannot see it, and `table` is what it was drawn from.

    The table is called as the chart is, unless there is something to say `about` it. Small charts do without
    the tools above them. `more` goes to Streamlit, such as what a click does.
    """
    st.plotly_chart(_taken(figure), key=key, alt=alt, config=TOOLS if tools else NO_TOOLS, **more)
    if table is not None:
        numbers(key, table, about or alt)


def _taken(figure: Figure) -> Any:
    """A figure as Streamlit takes it without asking Plotly about each of its parts; the tests have asked."""
    from plotly import io

    spec = figure.to_dict()
    spec["layout"]["template"] = _template(str(io.templates.default))
    return _ready()(spec)


@lru_cache(maxsize=4)
def _template(name: str) -> dict[str, Any]:
    """What figures look like where nothing is said, which Streamlit fills with the colours of the theme."""
    from plotly import io

    return dict(io.templates[name].to_plotly_json())


@cache
def _ready() -> Any:
    """The class of what is ready to be sent; made with the first chart, as Plotly is loaded with it."""
    from plotly.basedatatypes import BaseFigure

    class Ready(BaseFigure):
        """To Streamlit a figure of Plotly, which has been checked when it was made."""

        def __init__(self, spec: dict[str, Any]) -> None:
            self._spec = spec

        def to_dict(self) -> dict[str, Any]:
            return self._spec

    return Ready
