"""An example of tagged sentences on its card: how many there are, and how they begin."""

import streamlit as st

from pages.ui.frame.words import literal
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

WORDS = 7


def card(sample: Sample) -> None:
    """How many sentences there are, and the first of them."""
    number, opening = _opening(sample.key)
    st.metric(plural("{number} sentence", "{number} sentences", number), sample.title)
    st.markdown(literal(opening))


@st.cache_data(show_spinner=False)
def _opening(key: str) -> tuple[int, str]:
    blocks = sample_bytes(key).decode().strip().split("\n\n")
    words = [line.replace("\t", "/") for line in blocks[0].split("\n")[:WORDS]]
    return len(blocks), " ".join(words)
