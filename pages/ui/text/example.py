"""An example text on its card: how long it is, and how it begins."""

import streamlit as st

from rnnkit.data.samples import SAMPLES, Sample, sample_bytes
from rnnkit.words import plural

OPENING, WIDEST = 3, 28  # lines, and characters of each


def card(sample: Sample) -> None:
    """How long the text is, and how it begins where that is known without fetching it."""
    number, opening = sample_opening(sample.key)
    st.metric(plural("{number} character", "{number} characters", number), sample.title)
    if opening:
        st.text(opening)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_opening(key: str) -> tuple[int, str]:
    """How many characters a text has, and its first lines; nothing is fetched for that."""
    remote = SAMPLES[key].remote
    if remote is not None:
        return remote.bytes, ""
    text = sample_bytes(key).decode()
    lines = text.strip("\n").splitlines()[:OPENING]
    return len(text), "\n".join(line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)
