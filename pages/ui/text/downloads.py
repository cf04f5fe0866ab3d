"""Everything a person can take home of language models: scores, curves, samples and the trained networks."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.downloads import download, joined, scores_json
from pages.ui.model_files import model_files
from pages.ui.results import Result, while_seen
from rnnkit.exports import safe_csv
from rnnkit.text import t


def downloads(results: Sequence[Result]) -> None:
    """Buttons whose files are made when they are clicked."""
    with st.container(horizontal=True):
        download(
            t("Samples CSV"),
            "samples.csv",
            "text/csv",
            while_seen(results, lambda: safe_csv(joined(results, "samples"))),
        )
        download(
            t("Curves CSV"),
            "curves.csv",
            "text/csv",
            while_seen(results, lambda: safe_csv(joined(results, "curve"))),
        )
        download(
            t("Scores JSON"),
            "scores.json",
            "application/json",
            while_seen(results, lambda: scores_json(results)),
        )
    model_files(results)
