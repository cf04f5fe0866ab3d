"""The answers of a trained classifier to new texts."""

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.download import download
from rnnkit.files.csv_export import safe_csv
from rnnkit.words import t

SHOWN = 200


def new_answers(_result: Result, answer: Result) -> None:
    """The first answers to read, and all of them as a file."""
    answers = answer.frame("answers")
    st.dataframe(
        answers.head(SHOWN),
        hide_index=True,
        key=f"new_answers_{answer.run.id}",
        alt=t("New texts with their classes and probabilities"),
    )
    download(t("Answers to new texts CSV"), "new_answers.csv", "text/csv", lambda: safe_csv(answers))
