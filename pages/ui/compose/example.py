"""An example of tunes on its card: how many there are, and how the first one begins."""

import streamlit as st

from pages.ui.home.cards import Card, cards
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.data.tunes import body_of, read_tunes
from rnnkit.words import plural

WIDEST = 40  # characters


def card(sample: Sample) -> None:
    """How many tunes, and the first bars."""
    found = cards()[sample.key]
    st.metric(plural("{number} tune", "{number} tunes", found.number), sample.title)
    st.code(found.words, language=None)


def read(key: str) -> Card:
    """What the card says, from the example: the beginning of the first tune."""
    found = read_tunes(sample_bytes(key))
    first = found.tunes[0]
    lines = [f"M:{first.meter} K:{first.key}", *body_of(first.tokens, first.meter).split("\n")[:2]]
    return Card(
        len(found), "\n".join(line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)
    )
