"""An example of texts with classes on its card: how many there are, and two of them."""

import streamlit as st

from pages.ui.classify.row_kinds import points
from rnnkit.data.labelled import read_labelled
from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.words import plural

SHOWN, WIDEST = 2, 34  # texts, and characters of each
CURVES = 3


def card(sample: Sample) -> None:
    """How many rows there are, and one of each of two classes; of series, the first ones as a line."""
    if curve := sample_curve(sample.key):
        number, line = curve
        st.metric(plural("{number} series", "{number} series", number), sample.title, chart_data=line)
        return
    number, lines = sample_lines(sample.key)
    st.metric(plural("{number} text", "{number} texts", number), sample.title)
    st.code("\n".join(lines), language=None)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_curve(key: str) -> tuple[int, list[float]] | None:
    """How many series a sample has, and the first of them one after the other; `None` of texts."""
    data = read_labelled(sample_bytes(key))
    if data.kind == "text":
        return None
    return len(data), [value for series in data.series[:CURVES] for value in points(series)]


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
