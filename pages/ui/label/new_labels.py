"""A file that was labelled: its first sentences in colour, and all of them to take home."""

import streamlit as st

from pages.ui.access.results import Result, while_seen
from pages.ui.frame.download import download
from pages.ui.label import access
from pages.ui.label.coloured import coloured
from pages.ui.label.try_text import types_in
from rnnkit.files.csv_export import safe_csv
from rnnkit.tasks.label.labelled_table import conll, sentences_in
from rnnkit.words import plural, t

SHOWN = 12  # sentences


def new_labels(result: Result, answer: Result) -> None:
    """Draw what the network said to the file."""
    frame, labels = answer.frame("labelled"), access.reader(result.run).labels
    st.caption(
        t(
            "Labelled: {sentences} with {tokens}; these are the first.",
            sentences=plural("{number} sentence", "{number} sentences", answer.summary["sentences"]),
            tokens=plural("{number} token", "{number} tokens", answer.summary["tokens"]),
        )
    )
    joined = labels.cutting.characters
    shown = sentences_in(frame, SHOWN)
    coloured("new_coloured", shown, types_in(labels), spans=labels.spans, joined=joined)
    with st.container(horizontal=True):
        make = while_seen([result, answer], lambda: conll(frame))
        download(t("Labelled CoNLL"), "labelled.conll", "text/plain", make)
        table = while_seen([result, answer], lambda: safe_csv(frame.drop(columns="bio")))
        download(t("Labelled CSV"), "labelled.csv", "text/csv", table)
