"""An example table as a small picture on its card."""

import streamlit as st

from pages.ui.frame.words import rows
from rnnkit.data import read_table
from rnnkit.data.samples import Sample, sample_bytes

SKETCH = 120  # points


def card(sample: Sample) -> None:
    """The end of the first series as a small line."""
    number, sketch = sample_sketch(sample.key)
    st.metric(rows(number), sample.title, chart_data=sketch)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_sketch(key: str) -> tuple[int, list[float]]:
    """How many rows an example has, and the end of its first series, for a small picture."""
    found = read_table(sample_bytes(key))
    first = found.frame[found.frame["unique_id"] == found.series[0]]
    line = first[found.suggested_targets[0]].dropna().tail(SKETCH)
    return len(found.frame), [float(value) for value in line]
