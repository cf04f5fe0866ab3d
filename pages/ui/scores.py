"""The table of scores: runs and baselines on the same rows, best first."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.results import Result, baseline_scores, baselines
from pages.ui.score_table import (
    Columns,
    best_first,
    cost_columns,
    draw_scores,
    kind_column,
    metric_columns,
    score_row,
)
from pages.ui.words import literal
from rnnkit.plots import method_words
from rnnkit.text import t

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


def score_table(results: Sequence[Result]) -> None:
    """Draw the table with three significant digits and what each number means."""
    alt = t("Scores of every network and baseline on the test part, best first")
    draw_scores(score_frame(results), _columns(), key="scores", alt=alt)
    for result in results:
        for note in result.summary.get("notes", ()):
            st.caption(f"**{literal(result.run.label)}** · {literal(note)}")


def _columns() -> Columns:
    """Heading and meaning of every column."""
    return {
        "best": ("", t("The smallest error")),
        "method": (t("Method"), ""),
        **kind_column(),
        **metric_columns(),
        **cost_columns(),
    }
