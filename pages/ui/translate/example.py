"""An example of pairs on its card: how many there are, and the first of them."""

import streamlit as st

from pages.ui.home.cards import Card, cards
from rnnkit.data.pairs import read_pairs
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

OPENING, WIDEST = 3, 36  # pairs, and characters of each line


def card(sample: Sample) -> None:
    """How many pairs, and the first ones."""
    found = cards()[sample.key]
    st.metric(plural("{number} pair", "{number} pairs", found.number), sample.title)
    st.code(found.words, language=None)


def read(key: str) -> Card:
    """What the card says, from the example: its first pairs."""
    pairs = read_pairs(sample_bytes(key))
    lines = [f"{a} → {b}" for a, b in zip(pairs.sources[:OPENING], pairs.targets[:OPENING], strict=True)]
    shown = (line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)
    return Card(len(pairs), "\n".join(shown))
