"""An example of texts with classes on its card: how many there are, and two of them."""

import streamlit as st

from rnnkit.data.labelled import read_labelled
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

SHOWN, WIDEST = 2, 34  # texts, and characters of each


def card(sample: Sample) -> None:
    """How many texts there are, and one of each of two classes."""
    number, lines = sample_lines(sample.key)
    st.metric(plural("{number} text", "{number} texts", number), sample.title)
    st.code("\n".join(lines), language=None)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_lines(key: str) -> tuple[int, list[str]]:
    """How many texts a sample has, and the beginnings of some with their classes."""
    data = read_labelled(sample_bytes(key))
    found: dict[int, str] = {}
    for text, label in zip(data.texts, data.labels, strict=True):
        short = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
        found.setdefault(label[0], f"{data.classes[label[0]]}: {short}")
        if len(found) == SHOWN:
            break
    return len(data), list(found.values())
