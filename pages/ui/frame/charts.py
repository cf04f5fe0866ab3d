"""A chart of what is finished, and the table behind it. For what moves see `rnnkit.pictures.vega`."""

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
    st.plotly_chart(figure, key=key, alt=alt, config=TOOLS if tools else NO_TOOLS, **more)
    if table is not None:
        numbers(key, table, about or alt)
