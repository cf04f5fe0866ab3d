"""Ways to one class per row where rows have several: each a click, and how many rows it keeps."""

import streamlit as st

from pages.ui.access.reread import reread
from pages.ui.frame.buttons import pressed
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t


def one_class_each(dataset: Dataset, data: Labelled) -> None:
    """Draw the three ways; the one that is taken reads the file so."""
    held, key = LabelledOverrides.from_json(dataset.overrides), dataset.id[:16]
    single = sum(len(label) == 1 for label in data.labels)
    chosen = None
    with st.container(horizontal=True):
        keep = plural("Keep {number} text of one class", "Keep {number} texts of one class", single)
        if pressed(keep, key=f"single_{key}", disabled=single < 2):
            chosen = held.replace(several_as="single", has=None)
        if pressed(t("Each combination is a class"), key=f"combined_{key}"):
            chosen = held.replace(several_as="combination", has=None)
    counts = data.counts
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        name = st.selectbox(
            t("One class against all others"),
            sorted(counts, key=lambda name: -counts[name]),
            format_func=lambda name: f"{name} ({counts[name]:,})",
            key=f"has_{key}",
        )
    with right:
        if pressed(t("Tell it from the others"), key=f"against_{key}"):
            chosen = held.replace(has=name, several_as=None)
    if chosen is not None:
        reread(dataset, chosen, read_labelled)
        st.rerun()
