"""An example of texts or series with classes on its card: how many there are, and some of them."""

import streamlit as st

from pages.ui.classify.row_kinds import points
from pages.ui.home.cards import Card, cards
from rnnkit.data.labelled import read_labelled
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

SHOWN, WIDEST = 2, 34  # texts, and characters of each
CURVES = 3


def card(sample: Sample) -> None:
    """How many rows there are, and one of each of two classes; of series, the first ones as a line."""
    found = cards()[sample.key]
    if found.line:
        words = plural("{number} series", "{number} series", found.number)
        st.metric(words, sample.title, chart_data=list(found.line))
        return
    st.metric(plural("{number} text", "{number} texts", found.number), sample.title)
    st.code(found.words, language=None)


def read(key: str) -> Card:
    """What the card says, from the example: the first series in a row, or the beginnings of texts."""
    data = read_labelled(sample_bytes(key))
    if data.kind != "text":
        return Card(len(data), line=tuple(value for one in data.series[:CURVES] for value in points(one)))
    found: dict[int, str] = {}
    for text, label in zip(data.texts, data.labels, strict=True):
        short = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
        found.setdefault(label[0], f"{data.classes[label[0]]}: {short}")
        if len(found) == SHOWN:
            break
    return Card(len(data), "\n".join(found.values()))
