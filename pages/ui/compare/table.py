"""The table of runs: filters above it, and rows that are picked to be compared."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import state
from pages.ui.compare import access
from pages.ui.compare.records import MOST_PICKED, TASK_WORDS, Record, want, wanted
from pages.ui.compare.settings_view import setting_words
from pages.ui.page import error_boundary
from pages.ui.run_words import BADGES
from rnnkit.compare import METRICS
from rnnkit.text import plural, t

EVERY = 2.0  # seconds between two looks at the runs that still work
HEIGHT = 390

FILTERS: Mapping[str, tuple[str, Callable[[Record], str]]] = {
    "only_task": ("Task", lambda record: t(TASK_WORDS[record.run.task])),
    "only_data": ("Data", lambda record: record.source.name),
    "only_cell": ("Cell", lambda record: record.cell),
    "only_state": ("State", lambda record: t(BADGES[record.run.state][0])),
}


def pick(records: Sequence[Record]) -> list[Record]:
    """Draw the table and return the picked runs in the order of picking."""
    shown = _filtered(records)
    _table(shown)
    by_id = {record.run.id: record for record in records}
    missing = [run_id for run_id in wanted() if run_id not in by_id]
    if missing:
        sentence = plural(
            "{number} run of this link was not found; it may be deleted, or not yours.",
            "{number} runs of this link were not found; they may be deleted, or not yours.",
            len(missing),
        )
        st.warning(sentence, icon=":material/link_off:")
    _watch_active(records)
    return [by_id[run_id] for run_id in wanted() if run_id in by_id]


def _filtered(records: Sequence[Record]) -> list[Record]:
    """Only what the filters leave; a filter with one choice is not drawn."""
    choices = {
        key: list(dict.fromkeys(value(record) for record in records)) for key, (_, value) in FILTERS.items()
    }
    useful = [key for key, values in choices.items() if len(values) > 1]
    shown = list(records)
    for box, key in zip(st.columns(max(len(useful), 4)), useful, strict=False):
        title, value = FILTERS[key]
        chosen = box.multiselect(t(title), choices[key], key=key, placeholder=t("all"))
        shown = [record for record in shown if not chosen or value(record) in chosen]
    return shown


def _table(shown: Sequence[Record]) -> None:
    ids = [record.run.id for record in shown]
    # Rows are picked by their place, so a table with other rows starts from what the address says.
    key = "runs_" + hashlib.sha256(",".join(ids).encode()).hexdigest()[:16]
    rows = [place for place, run_id in enumerate(ids) if run_id in wanted()]
    st.dataframe(
        table_frame(shown),
        hide_index=True,
        height=HEIGHT if len(shown) > 9 else "auto",
        placeholder="–",
        key=key,
        on_select=lambda: _picked(key, ids),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows}},
        column_config=_columns(),
        alt=t("All runs with their data, settings, scores and learning curves, newest first"),
    )
    st.caption(
        t(
            "Tick up to {most} runs to compare them; click a heading to sort. "
            "Scores of different data are never ranked against each other.",
            most=MOST_PICKED,
        )
    )


def _picked(key: str, ids: Sequence[str]) -> None:
    """Keep what was picked in the address, with what the filters hide."""
    rows = state.get(key)["selection"]["rows"]
    chosen = [ids[place] for place in rows if place < len(ids)]
    before = [run_id for run_id in wanted() if run_id in chosen or run_id not in ids]
    want([*before, *(run_id for run_id in chosen if run_id not in before)])


def table_frame(records: Sequence[Record]) -> pd.DataFrame:
    """One row a run; numbers stay numbers, so that the table can be sorted."""
    words = setting_words(records)
    return pd.DataFrame([_row(record, words[record.run.id]) for record in records])


def _row(record: Record, settings: str) -> dict[str, Any]:
    found, score = record.found, record.score
    return {
        "name": record.run.label,
        "task": t(TASK_WORDS[record.run.task]),
        "data": record.source.name,
        "cell": record.cell,
        "settings": settings,
        "score": score.value if score else None,
        "metric": t(METRICS[score.metric]) if score else None,
        "ratio": score.ratio if score else None,
        "loss": record.seen.losses,
        "state": t(BADGES[record.run.state][0]),
        "seconds": found.seconds if found else None,
        "steps": found.steps if found else None,
        "weights": found.weights if found else None,
        "started": record.run.created,
    }


def _columns() -> dict[str, Any]:
    """Heading, format and meaning of every column."""
    column = st.column_config
    return {
        "name": column.TextColumn(t("Name"), pinned=True),
        "task": column.TextColumn(t("Task")),
        "data": column.TextColumn(t("Data")),
        "cell": column.TextColumn(t("Cell")),
        "score": column.NumberColumn(
            t("Score"), format="%.3g", help=t("The error on the test part; smaller is better.")
        ),
        "metric": column.TextColumn(t("Metric"), help=t("What the score is measured in.")),
        "ratio": column.NumberColumn(
            t("Beside baseline"),
            format="%.3g",
            help=t("The score divided by that of the best baseline on the same rows; below 1 beats it."),
        ),
        "loss": column.LineChartColumn(
            t("Validation loss"), help=t("From the start of training to its end.")
        ),
        "state": column.TextColumn(t("State")),
        "seconds": column.NumberColumn(t("Time"), format="%.3g s", help=t("Time the whole run took.")),
        "steps": column.NumberColumn(
            t("Steps"), format="localized", help=t("How many times the weights were updated.")
        ),
        "weights": column.NumberColumn(
            t("Weights"), format="localized", help=t("Numbers the network learned.")
        ),
        "settings": column.TextColumn(
            t("Settings that differ"), width="medium", help=t("Among the runs of this table, by task.")
        ),
        "started": column.DatetimeColumn(t("Asked for"), format="distance"),
    }


def _watch_active(records: Sequence[Record]) -> None:
    """While a run of the table works, look now and then whether one has changed, and draw the page anew."""
    states = tuple((record.run.id, record.run.state) for record in records)
    if any(record.run.active for record in records):
        st.fragment(_look, run_every=EVERY)(states)


def _look(seen: tuple[tuple[str, str], ...]) -> None:
    with error_boundary():
        now = access.runs_by_id([run_id for run_id, state_ in seen if state_ in ("queued", "running")])
        if {(run.id, run.state) for run in now} - set(seen):
            st.rerun()
