"""A picture made of shapes, on screen.

A component of our own: a chart library takes a fifth of a second for what a browser draws in a few
milliseconds, and a picture moves with a slider. Its script sets attributes and text, and parses nothing.
"""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame.streamlit_names import ComponentRenderer
from rnnkit.pictures.sketch import Sketch

FOLDER = Path(__file__).parent
ARROW = (
    '<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker>'
)
HTML = f'<div><svg role="img" width="100%"><defs>{ARROW}</defs><g></g></svg></div>'


def sketch(key: str, picture: Sketch, alt: str) -> None:
    """Draw the picture as wide as there is room; `alt` is read to those who cannot see it."""
    _component()(key=component_key(key), data={**picture.data(), "alt": alt})


def component_key(key: str) -> str:
    """A key without two underscores in a row, which components take for a sign of their own; ids of runs may
    have them, or begin with one.

    >>> component_key("drawn__a___b")
    'drawn-_a--_b'
    """
    return re.sub("_(?=_)", "-", key)


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component(
        "rnnkit_sketch",
        html=HTML,
        css=(FOLDER / "sketch.css").read_text("utf-8"),
        js=(FOLDER / "sketch.js").read_text("utf-8"),
    )
