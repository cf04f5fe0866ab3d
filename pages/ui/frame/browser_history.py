"""The steps that the browser's Back goes through, and where a page starts after one.

Streamlit makes a step of every message about the address; see `browser_history.js` for what is left of them.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame.streamlit_names import ComponentRenderer

SCRIPT = Path(__file__).with_name("browser_history.js")
PLACES = ("data", "run", "lesson")  # in the address: another of these is a step, all else is a setting


def one_step_a_press(top: str) -> None:
    """Have the browser remember one step per press; where another `top` is shown, start at the top."""
    _component()(key="history", data={"places": list(PLACES), "top": top})


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component("rnnkit_history", js=SCRIPT.read_text("utf-8"))
