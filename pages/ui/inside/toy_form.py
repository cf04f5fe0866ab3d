"""The settings of the toy network."""

import streamlit as st

from pages.ui.form.forms import field
from rnnkit.config import parse
from rnnkit.inspect.toy_settings import ToyConfig

ROWS = (("cell", "sequence", "hidden_size", "seed"), ("learning_rate", "clipping", "limit", "updates"))


def toy_form() -> ToyConfig:
    """Draw the fields, four side by side where there is room, and return the settings they make."""
    values = {}
    for row in ROWS:
        for name, column in zip(row, st.columns(len(row)), strict=True):
            with column:
                values[name] = field(ToyConfig, name)
    return parse(ToyConfig, values)
