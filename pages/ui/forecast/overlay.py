"""Forecasts of the picked runs on the same rows, over what really happened and beside the baselines."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.compare.compared_runs import Record
from pages.ui.forecast.result_part import forecast_chart, line_choice
from pages.ui.forecast.scores import score_table
from rnnkit.words import t


def forecasts_tab(groups: Sequence[Sequence[Record]]) -> None:
    """One chart of the runs that forecast the same rows; which ones is chosen where there are several."""
    group = groups[_choice(groups)] if len(groups) > 1 else groups[0]
    results = [record.result() for record in group]
    series, target = line_choice(results[0])
    forecast_chart(results, series, target)
    score_table(results)


def _choice(groups: Sequence[Sequence[Record]]) -> int:
    """Which runs are drawn: those on the same rows."""
    words = [", ".join(record.run.label for record in group) for group in groups]
    return int(
        st.selectbox(
            t("Runs on the same rows"),
            list(range(len(groups))),
            format_func=lambda place: words[place],
            key="same_rows",
        )
    )
