"""An example of tagged sentences on its card: how many there are, and how they begin."""

import streamlit as st

from pages.ui.frame.words import literal
from pages.ui.home.cards import Card, cards
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

WORDS = 7


def card(sample: Sample) -> None:
    """How many sentences there are, and the first of them."""
    found = cards()[sample.key]
    st.metric(plural("{number} sentence", "{number} sentences", found.number), sample.title)
    st.markdown(literal(found.words))


def read(key: str) -> Card:
    """What the card says, from the example."""
    blocks = sample_bytes(key).decode().strip().split("\n\n")
    words = [line.replace("\t", "/") for line in blocks[0].split("\n")[:WORDS]]
    return Card(len(blocks), " ".join(words))
