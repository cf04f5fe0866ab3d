"""All series of a result in one table: which is forecast badly, what would be better; a click draws one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.access.resources import only_looking
from pages.ui.access.results import Result, best
from pages.ui.forecast.total import total_part
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.folds import fold
from pages.ui.frame.words import three
from pages.ui.result.model_files import is_imported
from pages.ui.result.score_table import metric_columns
from rnnkit.data import Overrides, read_table
from rnnkit.metrics import METRICS
from rnnkit.pictures.figures import method_words
from rnnkit.tasks.forecast.worth.series_table import LINE, lost, series_table
from rnnkit.words import plural, t

MOST_LISTED = 1_000  # rows: each is written, sent and kept by the browser


def series_tab(results: Sequence[Result], target: str) -> None:
    """A row a series of the best network that is shown; a click on one draws it above. Below, their total."""
    result = best(results)
    table = series_table(result.frame("by_series"), result.frame("test"))
    st.caption(_summary(result, table))
    listed = table.head(MOST_LISTED)
    shown = listed.drop(columns="baseline_mae").assign(baseline=listed["baseline"].map(method_words))
    if shown["target"].nunique() < 2:
        shown = shown.drop(columns="target")
    key = f"series_{result.run.id}"
    formats: dict[str, Any] = {name: METRICS[name].written for name in ("mae", "mase")} | {"times": three}
    st.dataframe(
        shown.style.format(formats),
        hide_index=True,
        key=key,
        placeholder="–",
        column_config=_columns(),
        on_select=partial(_show, key, listed[LINE]),
        selection_mode="single-row",
        alt=t("Error of the network in every series, worst first"),
    )
    if len(listed) < len(table):
        st.caption(
            plural(
                "Listed is the series that is forecast worst; the numbers behind it hold all.",
                "Listed are the {rows:,} series that are forecast worst; the numbers behind them hold all.",
                len(listed),
                rows=len(listed),
            )
        )
    numbers("series", table.drop(columns="line"), t("Errors by series"))
    if table["unique_id"].nunique() > 1:
        _leave_out_field(result, list(dict.fromkeys(table["unique_id"])))
        total_part(result, target)


def _summary(result: Result, table: pd.DataFrame) -> str:
    """In how many series a simple method is better, and whose table this is."""
    beaten = plural(
        "In {number} of {all} series a simple method is better",
        "In {number} of {all} series a simple method is better",
        lost(table),
        all=len(table),
    )
    network = t(
        "than {network}; worst first. Click a row to draw that series above.", network=result.run.label
    )
    return f"{beaten} {network}"


def _show(key: str, lines: pd.DataFrame) -> None:
    """Draw the series of the row that was clicked."""
    rows = (state.get(key) or {}).get("selection", {}).get("rows", [])
    if rows:
        line = lines.iloc[rows[0]]
        several = {f"show_{name}": str(line[name]) for name in LINE if lines[name].nunique() > 1}
        state.put(several)


def _leave_out_field(result: Result, names: Sequence[str]) -> None:
    """Series to leave out: the same file is read without them, and the form keeps its settings."""
    if only_looking() or is_imported(result):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        left = st.multiselect(
            t("Series to leave out"), names, key=f"leave_out_{result.run.id}", max_selections=len(names) - 1
        )
        st.button(
            t("Go on without them"),
            key=f"without_{result.run.id}",
            icon=":material/remove_selection:",
            help=t("Reads the file without these series; the settings stay, and a click trains anew."),
            disabled=not left,
            on_click=_leave_out,
            args=(result.run.dataset_id, tuple(left)),
        )


@safely
def _leave_out(dataset_id: str, names: tuple[str, ...]) -> None:
    dataset = resources.dataset(dataset_id)
    held = Overrides.from_json(dataset.overrides)
    reread(dataset, held.replace(without_series=(*held.without_series, *names)), read_table)
    fold(data=False, model=True)


def _columns() -> dict[str, Any]:
    """Heading and meaning of each column; what happened is drawn small."""
    metrics = metric_columns()
    words = {
        "unique_id": (t("Series"), ""),
        "target": (t("Target"), ""),
        "mae": (t("Mean error"), t("How far the forecast lies from the truth on average.")),
        "mase": metrics["mase"],
        "baseline": (t("Best simple method"), t("The one with the smallest error in this series.")),
        "times": (
            t("Times better than it"),
            t("The error of the simple method divided by that of the network; below 1 the network is worse."),
        ),
    }
    found: dict[str, Any] = {
        name: st.column_config.Column(label, help=meaning or None) for name, (label, meaning) in words.items()
    }
    line = st.column_config.LineChartColumn(t("What happened"), help=t("The last values of the test part."))
    return {**found, "line": line}
