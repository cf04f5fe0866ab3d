"""How bytes become letters: found out, or said by hand."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.ui.form.reading_words import CHOICES, FIND_OUT, spelled
from rnnkit.words import t


def encoding_key(key: str) -> str:
    """Where the choice is remembered."""
    return f"encoding_{key[:24]}"


def encoding_field(
    key: str, held: str | None = None, on_change: Callable[[], None] | None = None
) -> str | None:
    """Draw the choice and return the encoding that was said; `None` to find it out."""
    label, words = CHOICES["encoding"]
    options = [FIND_OUT, *words]
    chosen = st.selectbox(
        t(label),
        options,
        index=options.index(held) if held in words else 0,
        format_func=partial(spelled, words),
        key=encoding_key(key),
        on_change=on_change,
        width=320,
    )
    return None if chosen == FIND_OUT else chosen
