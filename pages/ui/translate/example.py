"""An example of pairs on its card: how many there are, and the first of them."""

import streamlit as st

from rnnkit.data.pairs import read_pairs
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

OPENING, WIDEST = 3, 36  # pairs, and characters of each line


def card(sample: Sample) -> None:
    """How many pairs, and the first ones."""
    number, opening = sample_opening(sample.key)
    st.metric(plural("{number} pair", "{number} pairs", number), sample.title)
    st.code(opening, language=None)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_opening(key: str) -> tuple[int, str]:
    """How many pairs a sample has, and its first ones."""
    pairs = read_pairs(sample_bytes(key))
    lines = (f"{a} → {b}" for a, b in zip(pairs.sources[:OPENING], pairs.targets[:OPENING], strict=True))
    return len(pairs), "\n".join(line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)
