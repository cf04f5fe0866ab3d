"""The honest table: networks beside copying, a phrase memory and the nearest source, on the same sources."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines
from pages.ui.frame.words import count
from pages.ui.result.score_table import (
    best_first,
    columns,
    draw_scores,
    score_row,
)
from rnnkit.words import t

NAMES = ("exact_match", "bleu", "chrf", "cer")
METHODS = {
    "copy": t("copying the source"),
    "phrases": t("phrase memory"),
    "nearest": t("nearest source known"),
}


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, and on what it was measured."""
    st.markdown(f"**{t('Scores on sources it never saw')}**")
    alt = t("Scores of every network beside simple methods, best first")
    draw_scores(score_frame(results), columns(t("The fewest edits")), key="translate_scores", alt=alt)
    first = results[0].summary
    st.caption(
        t(
            "Learned from {pairs} pairs; {validated} other sources chose the best weights. Scored on "
            "{scored} more, which decided nothing. The phrase memory knows every source that it saw, and the "
            "word that goes most with each word; the nearest source is the known one that shares most runs "
            "of letters.",
            pairs=count(float(first.get("pairs", 0))),
            validated=count(float(first.get("validated", 0))),
            scored=count(float(first.get("scored", 0))),
        )
    )


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        score_row(result.run.label, t("network"), result.own, NAMES, result.summary) for result in results
    ]
    rows += [
        score_row(METHODS.get(name, name), t("baseline"), baseline_scores(results, name), NAMES)
        for name in baselines(results)
    ]
    return best_first(rows, "cer")
