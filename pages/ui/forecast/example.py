"""An example table as a small picture on its card."""

import streamlit as st

from pages.ui.frame.words import rows
from pages.ui.home.cards import Card, cards
from rnnkit.data import read_table
from rnnkit.data.samples import Sample, sample_bytes

SKETCH = 120  # points


def card(sample: Sample) -> None:
    """The end of the first series as a small line."""
    found = cards()[sample.key]
    st.metric(rows(found.number), sample.title, chart_data=list(found.line))


def read(key: str) -> Card:
    """What the card says, from the example: how many rows, and the end of the first series."""
    found = read_table(sample_bytes(key))
    first = found.frame[found.frame["unique_id"] == found.series[0]]
    line = first[found.suggested_targets[0]].dropna().tail(SKETCH)
    return Card(len(found.frame), line=tuple(float(value) for value in line))
