"""An example of tunes on its card: how many there are, and how the first one begins."""

import streamlit as st

from rnnkit.data.samples import Sample, sample_bytes
from rnnkit.data.tunes import body_of, read_tunes
from rnnkit.words import plural

WIDEST = 40  # characters


def card(sample: Sample) -> None:
    """How many tunes, and the first bars."""
    number, opening = sample_opening(sample.key)
    st.metric(plural("{number} tune", "{number} tunes", number), sample.title)
    st.code(opening, language=None)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_opening(key: str) -> tuple[int, str]:
    """How many tunes a sample has, and the beginning of the first."""
    found = read_tunes(sample_bytes(key))
    first = found.tunes[0]
    lines = body_of(first.tokens, first.meter).split("\n")[:2]
    head = [f"M:{first.meter} K:{first.key}"]
    return len(found), "\n".join(
        line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in [*head, *lines]
    )
