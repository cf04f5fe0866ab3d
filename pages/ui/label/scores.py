"""The honest table: labellers beside the most frequent tag of each word, on the same sentences."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines
from pages.ui.frame.words import count, share
from pages.ui.result.score_table import (
    best_first,
    columns,
    draw_scores,
    score_row,
)
from rnnkit.words import t

NAMES = ("span_error", "span_f1", "token_error", "token_accuracy")
RULES = {"frequent": "most frequent tag of each word", "majority": "one tag for every token"}


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, and on which sentences it was measured."""
    st.markdown(f"**{t('Scores on the test sentences')}**")
    alt = t("Scores of every network beside the rules, best first")
    frame = score_frame(results)
    hidden = [name for name in ("span_error", "token_error") if name in frame]
    draw_scores(frame.drop(columns=hidden), columns(t("The fewest mistakes")), key="label_scores", alt=alt)
    st.caption(_explained(results[0]))


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        score_row(result.run.label, t("network"), result.own, NAMES, result.summary) for result in results
    ]
    rows += [
        score_row(t(RULES.get(name, name)), t("baseline"), baseline_scores(results, name), NAMES)
        for name in baselines(results)
    ]
    return best_first(rows, "span_error", "token_error")


def _explained(result: Result) -> str:
    """On how much the score stands."""
    found = result.summary
    sentence = t(
        "Learned from {learned} tokens; {validated} others chose the best weights. Scored on {scored}, which "
        "decided nothing. The rule gives each word its most frequent tag, unknown words by their ending.",
        learned=count(float(found.get("symbols", 0))),
        validated=count(float(found.get("validated", 0))),
        scored=count(float(found.get("scored", 0))),
    )
    accuracy, part = found.get("unknown_accuracy"), found.get("unknown_share")
    if accuracy is None or not part:
        return sentence
    return (
        sentence
        + " "
        + t(
            "{share} of these tokens are words that it never saw; it labels {right} of them right.",
            share=share(part),
            right=share(accuracy),
        )
    )
