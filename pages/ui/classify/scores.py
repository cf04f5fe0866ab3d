"""The honest table: the answer, its parts, and what they had to beat, on the same texts, best first."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines
from pages.ui.classify.row_kinds import kind_of
from pages.ui.frame.words import count, share
from pages.ui.result.score_table import (
    best_first,
    columns,
    draw_scores,
    score_row,
)
from rnnkit.words import t

NAMES = ("log_loss", "accuracy", "macro_f1")
NETWORK = "network"  # the part of a model that its network is


def score_table(results: Sequence[Result]) -> None:
    """Draw the table, and say on how many texts it was measured."""
    first, words = results[0].summary, kind_of(results[0]).words
    number = count(first.get("scored", 0))
    st.markdown(f"**{t(words['scores'], number=number)}**")
    alt = t("Scores of every model beside simple methods, best first")
    draw_scores(score_frame(results), columns(t("The least log loss")), key="classify_scores", alt=alt)
    st.caption(
        t(
            "Ranked by log loss, so how sure an answer was counts, too. {learned} {decided}",
            learned=t(
                words["learned"],
                learned=count(first["learned"]),
                validated=count(first.get("validated") or 0),
            ),
            decided=t(words["decided"]),
        )
        if "learned" in first
        else t("Ranked by log loss, so how sure an answer was counts, too.")
    )


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = []
    for result in results:
        rows.append(score_row(_named(result), t("model"), result.own, NAMES, result.summary))
        if alone := result.scores.get(NETWORK):
            label = t("{name}, the network alone", name=result.run.label)
            rows.append(score_row(label, t("network"), alone, NAMES))
    methods = kind_of(results[0]).methods
    others = [name for name in baselines(results) if name != NETWORK]
    rows += [
        score_row(t(methods.get(name, name)), t("baseline"), baseline_scores(results, name), NAMES)
        for name in others
    ]
    return best_first(rows, NAMES[0])


def _named(result: Result) -> str:
    """A model, and how much its network counts."""
    part = result.summary.get("share")
    if part is None or part == 1:
        return result.run.label
    if part == 0:
        return t(kind_of(result).words["alone"], name=result.run.label)
    return t(kind_of(result).words["with"], name=result.run.label, share=share(part))
