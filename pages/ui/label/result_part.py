"""The Result part: runs that still work, and what the trained labellers know and get wrong."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, best
from pages.ui.label.confusion import confusion
from pages.ui.label.downloads import downloads
from pages.ui.label.mistakes import mistakes
from pages.ui.label.scores import score_table
from pages.ui.label.try_text import try_text
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_curves import loss_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the first scores appear here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the scores, a sentence of one's own, what is mixed up, and the downloads."""
    verdicts(results)
    kept_leaks(results)
    score_table(results)
    st.subheader(t("Try a sentence"))
    if reader().gives_weights:
        try_text(results)
    else:
        st.caption(t("Its owner did not share the weights, so this model cannot label here."))
    st.subheader(t("What it gets right and wrong"))
    first = best(results)
    tags, wrong, curves = st.tabs([t("Tags"), t("Surest mistakes"), t("Learning curves")])
    with tags:
        confusion(first)
    with wrong:
        mistakes(first)
    with curves:
        st.caption(t("Loss in nats per token: dotted on the training part, solid on the validation part."))
        loss_tab(results)
    downloads(results)
    use_model(results)
    inside_link(results)
