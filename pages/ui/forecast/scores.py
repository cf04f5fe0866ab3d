"""The table of scores: runs and baselines on the same rows, best first."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baseline_scores, baselines
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal, three
from pages.ui.result.score_table import (
    Columns,
    best_first,
    columns,
    draw_scores,
    kind_column,
    score_row,
)
from rnnkit.pictures.figures import method_words
from rnnkit.words import t

RULE = "last value"
NAMES = ("mase", "mae", "rmse", "smape", "pinball_loss", "coverage")


def score_frame(results: Sequence[Result]) -> pd.DataFrame:
    """One row a method; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        score_row(result.run.label, t("network"), result.own, NAMES, result.summary) for result in results
    ]
    rows += [
        score_row(method_words(name), t("baseline"), baseline_scores(results, name), NAMES)
        for name in baselines(results)
    ]
    return best_first(rows, "mase", "mae")


def first_frame(results: Sequence[Result]) -> pd.DataFrame:
    """What is read first: each method, its error in the unit of the data, and how often better it is.

    The error is left out where several targets have units of their own.
    """
    whole = score_frame(results)
    order = next((name for name in ("mase", "mae") if name in whole), None)
    last = whole[whole["method"] == method_words(RULE)]
    if order and len(last):
        whole["times"] = last[order].iloc[0] / whole[order]
    units = results[0].frame("test")["target"].nunique()
    shown = ("best", "method", "kind", *(("mae",) if units < 2 else ()), "times")
    return whole[[name for name in shown if name in whole]]


def score_table(results: Sequence[Result]) -> None:
    """Draw what is read first, and behind a fold all measures, with three significant digits."""
    alt = t("Error of every network and baseline on the test part, best first")
    draw_scores(first_frame(results), _first_columns(), key="first_scores", alt=alt, formats={"times": three})
    if (box := folded("measures", t("All measures"), ":material/table_chart:")).open:
        with box:
            alt = t("Scores of every network and baseline on the test part, best first")
            draw_scores(score_frame(results), columns(t("The smallest error")), key="scores", alt=alt)
    for result in results:
        for note in result.summary.get("notes", ()):
            st.caption(f"**{literal(result.run.label)}** · {literal(note)}")


def _first_columns() -> Columns:
    """Heading and meaning of the columns that are read first."""
    return {
        "best": ("", t("The smallest error")),
        "method": (t("Method"), ""),
        **kind_column(),
        "mae": (
            t("Mean error"),
            t("How far the forecast lies from the truth on average, in the unit of the data."),
        ),
        "times": (
            t("Times better than last value"),
            t("The error of repeating the last value, divided by this one; below 1 is worse than that."),
        ),
    }
