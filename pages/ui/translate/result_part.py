"""The Result part of pairs: runs that still work, and how well the trained ones translate."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result
from pages.ui.frame.words import literal
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_history import curves_tab, samples_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from pages.ui.translate.mistakes import mistakes
from pages.ui.translate.own_sentence import own_sentence
from pages.ui.translate.scores import score_table
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the first translations appear here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the score, an own text, mistakes, how it learned, and the downloads."""
    verdicts(results)
    kept_leaks(results)
    score_table(results)
    for note in dict.fromkeys(note for result in results for note in result.summary.get("notes", ())):
        st.caption(literal(note))
    st.subheader(t("Translate your own"))
    if reader().gives_weights:
        own_sentence(results)
    else:
        st.caption(t("Their owner did not share the weights, so these models cannot translate here."))
    st.subheader(t("Right and wrong"))
    mistakes(results)
    st.subheader(t("How it learned"))
    samples, curves = st.tabs([t("Samples over time"), t("Learning curves")])
    with samples:
        samples_tab(results)
    with curves:
        curves_tab(results)
    offer(
        results,
        frame_file(t("Translations CSV"), "translations.csv", results, "examples"),
        frame_file(t("Curves CSV"), "curves.csv", results, "curve"),
        scores_file(results),
    )
    use_model(results)
    inside_link(results)
