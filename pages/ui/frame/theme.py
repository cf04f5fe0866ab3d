"""Which of the two looks this visitor sees, and what of a chart has no colour that can be said."""

import streamlit as st

from rnnkit.pictures import palette

VEIL = (
    "<style>.rangeslider-mask-min, .rangeslider-mask-max "
    "{{ fill: {paper} !important; fill-opacity: 0.7 !important }}</style>"
)


def is_dark() -> bool:
    """Whether the page is drawn light on dark."""
    return st.context.theme.type == "dark"


def veil_sliders() -> None:
    """Veil what lies beside the slider below a chart in paper; Plotly veils it in black in both looks."""
    paper = palette.BACKGROUND["dark" if is_dark() else "light"]
    st.html(VEIL.format(paper=paper))
