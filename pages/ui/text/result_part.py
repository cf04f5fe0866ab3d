"""The Result part of texts: runs that still work, and what the trained ones know and write."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_history import curves_tab, samples_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from pages.ui.text.play import play
from pages.ui.text.scores import score_table
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the first lines appear here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the score, writing with the model, how it learned, and the downloads."""
    verdicts(results)
    kept_leaks(results)
    score_table(results)
    st.subheader(t("Play"))
    if reader().gives_weights and reader().gives_data:
        play(results)
    else:
        st.caption(
            t("Their owner did not share the weights and the text, so these models cannot write here.")
        )
    st.subheader(t("How it learned"))
    samples, curves = st.tabs([t("Samples over time"), t("Learning curves")])
    with samples:
        samples_tab(results)
    with curves:
        curves_tab(results)
    offer(
        results,
        frame_file(t("Samples CSV"), "samples.csv", results, "samples"),
        frame_file(t("Curves CSV"), "curves.csv", results, "curve"),
        scores_file(results),
    )
    use_model(results)
    inside_link(results)
