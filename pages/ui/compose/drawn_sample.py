"""A tune that was written on the way, drawn; what is no tune yet stands there as it was written."""

import streamlit as st

from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from rnnkit.data.tunes import read_tunes
from rnnkit.errors import RnnkitError
from rnnkit.pictures.tune_sketch import tune_sketch, tune_words


def drawn_sample(abc: str, key: str) -> None:
    """The tune as strokes by pitch and time; `key` tells it from others on the page."""
    try:
        (tune,) = read_tunes(abc.encode()).tunes
    except RnnkitError:  # a network that has learned next to nothing writes what is no tune
        st.code(abc, language=None, wrap_lines=True)
    else:
        sketch(f"sample_{key}", tune_sketch(tune, is_dark()), tune_words(tune))
