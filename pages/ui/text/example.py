"""An example text on its card: how long it is, and how it begins."""

import streamlit as st

from pages.ui.home.cards import Card, cards
from rnnkit.data.samples import SAMPLES, Sample, sample_bytes
from rnnkit.words import plural

OPENING, WIDEST = 3, 28  # lines, and characters of each


def card(sample: Sample) -> None:
    """How long the text is, and how it begins where that is known without fetching it."""
    found = _found_here(sample.key) if sample.found_here else cards()[sample.key]
    st.metric(plural("{number} character", "{number} characters", found.number), sample.title)
    if found.words:
        st.text(found.words)


def read(key: str) -> Card:
    """What the card says, from the example: its first lines; nothing is fetched for that."""
    remote = SAMPLES[key].remote
    if remote is not None:
        return Card(remote.bytes)
    text = sample_bytes(key).decode()
    lines = text.strip("\n").splitlines()[:OPENING]
    shown = (line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)
    return Card(len(text), "\n".join(shown))


_found_here = st.cache_data(show_spinner=False, max_entries=8)(read)
