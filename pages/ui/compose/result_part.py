"""The Result part of tunes: runs that still work, and what the trained ones know and write."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, best
from pages.ui.compose.hundred import hundred
from pages.ui.compose.scores import score_table
from pages.ui.compose.write_tune import write_tune
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_curves import loss_tab
from pages.ui.result.learning_history import samples_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the first tune appears here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the scores, a tune on demand, a hundred tunes, how it learned, the downloads."""
    verdicts(results)
    kept_leaks(results)
    score_table(results)
    st.subheader(t("Write a tune"))
    if reader().gives_weights:
        write_tune(results)
    else:
        st.caption(t("Their owner did not share the weights, so these models cannot write here."))
    st.subheader(t("A closer look"))
    made, samples, curves = st.tabs(
        [t("The tunes it was judged by"), t("Samples over time"), t("Learning curves")]
    )
    with made:
        hundred(best(results))
    with samples:
        samples_tab(results)
    with curves:
        st.caption(t("Loss in nats per token: dotted on the training part, solid on the validation part."))
        loss_tab(results)
    offer(
        results,
        frame_file(t("Tunes CSV"), "tunes.csv", results, "made"),
        frame_file(t("Samples CSV"), "samples.csv", results, "samples"),
        frame_file(t("Curves CSV"), "curves.csv", results, "curve"),
        scores_file(results),
    )
    use_model(results)
    inside_link(results)
