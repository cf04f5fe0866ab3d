"""The table of runs: filters above it, and rows that are picked to be compared."""

import hashlib
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.compare import access
from pages.ui.compare.compared_runs import (
    MOST_PICKED,
    Record,
    families,
    scores_by_seed,
    want,
    wanted,
)
from pages.ui.compare.settings_view import setting_words
from pages.ui.form.strange import say_strange
from pages.ui.frame import state
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.words import three
from pages.ui.result.run_words import BADGES
from rnnkit.words import plural, t

EVERY, SELDOM = 2.0, 6.0  # seconds between two looks at runs that work, and where all of them are paused
HEIGHT = 390
NAME_WIDTH, SETTINGS_WIDTH = 190, 420  # pixels: beside the name, a telephone has room for the score

FILTERS: Mapping[str, tuple[str, Callable[[Record], str]]] = {
    "only_task": ("Task", lambda record: record.task.word),
    "only_data": ("Data", lambda record: record.source.name),
    "only_cell": ("Network", lambda record: record.cell),
    "only_state": ("State", lambda record: t(BADGES[record.run.state][0])),
}


def pick(records: Sequence[Record]) -> list[Record]:
    """Draw the table and return the picked runs in the order of picking."""
    shown = _filtered(records)
    _table(_rows(shown))
    by_id = {record.run.id: record for record in records}
    missing = [run_id for run_id in wanted() if run_id not in by_id]
    if missing:
        sentence = plural(
            "{number} run of this address is not in your browser: it was deleted, or is private to "
            "another browser.",
            "{number} runs of this address are not in your browser: they were deleted, or are "
            "private to another one.",
            len(missing),
        )
        st.warning(sentence, icon=":material/link_off:")
    say_strange([record.run for record in records])
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


def _rows(shown: Sequence[Record]) -> list[list[Record]]:
    """What has a row of its own: a run with all its repeats, or each by itself where that is wished."""
    together = families(shown)
    if len(together) == len(shown):
        return together
    if st.toggle(t("A row for each seed"), key="each_seed"):
        return [[record] for record in shown]
    return together


def _table(rows: Sequence[Sequence[Record]]) -> None:
    ids = [[record.run.id for record in row] for row in rows]
    # Rows are picked by their place, so a table with other rows starts from what the address says.
    key = "runs_" + hashlib.sha256(repr(ids).encode()).hexdigest()[:16]
    ticked = [place for place, members in enumerate(ids) if set(members) & set(wanted())]
    frame = table_frame(rows)
    st.dataframe(
        frame,
        hide_index=True,
        height=HEIGHT if len(rows) > 9 else "auto",
        placeholder="–",
        key=key,
        on_select=lambda: _picked(key, ids),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked}},
        column_config=_columns(frame),
        alt=t("All runs with their data, settings, scores and learning curves, newest first"),
    )
    st.caption(
        t(
            "Select up to {most} runs to compare them; click a heading to sort. Scores on different data are "
            "never ranked against each other.",
            most=MOST_PICKED,
        )
    )


def _picked(key: str, ids: Sequence[Sequence[str]]) -> None:
    """Keep what was picked in the address, with what the filters hide; the first repeat stands for all."""
    rows = state.get(key)["selection"]["rows"]
    chosen = [ids[place] for place in rows if place < len(ids)]
    gone = {run_id for members in ids if members not in chosen for run_id in members}
    before = [run_id for run_id in wanted() if run_id not in gone]
    want([*before, *(members[0] for members in chosen if not set(members) & set(before))])


def table_frame(rows: Sequence[Sequence[Record]]) -> pd.DataFrame:
    """One row a run with its repeats; numbers stay numbers, so that the table can be sorted."""
    words = setting_words([row[0] for row in rows])
    return pd.DataFrame([_row(row, words[row[0].run.id]) for row in rows])


def _row(repeats: Sequence[Record], settings: str) -> dict[str, Any]:
    """A run with its repeats: the mean of their scores, all else of the first."""
    record = repeats[0]
    found, score = record.found, record.score
    scores = list(scores_by_seed(repeats).values())
    mean = statistics.fmean(scores) if len(scores) > 1 else score.value if score else None
    return {
        "name": record.family if len(repeats) > 1 else record.name,
        "score": mean,
        "metric": score.name if score else None,
        "seeds": _spread(scores) if len(repeats) > 1 else None,
        "ratio": replace(score, value=mean).ratio if score and mean is not None else None,
        "state": t(BADGES[_state(repeats)][0]),
        "data": record.source.name,
        "settings": settings,
        "task": record.task.word,
        "cell": record.cell,
        "loss": record.seen.losses,
        "seconds": found.seconds if found else None,
        "steps": found.steps if found else None,
        "weights": found.weights if found else None,
        "started": record.run.created,
    }


def _spread(scores: Sequence[float]) -> str:
    """How far the scores of repeats lie apart."""
    if len(scores) < 2:
        return t("n = {number}", number=len(scores))
    return t("± {spread}, n = {number}", spread=three(statistics.stdev(scores)), number=len(scores))


def _state(repeats: Sequence[Record]) -> str:
    """Where repeats stand: at work as long as one of them is."""
    active = (record.run.state for record in repeats if record.run.active)
    return next(active, repeats[0].run.state)


def _three(values: pd.Series) -> str:
    """A format of three digits, with their zeros where all values are of everyday size."""
    known = values.dropna().abs()
    return "%.3f" if known.between(0.01, 100).all() else "%.3g"


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Heading, format and meaning of every column."""
    column = st.column_config
    return {
        "name": column.TextColumn(t("Name"), pinned=True, width=NAME_WIDTH),
        "task": column.TextColumn(t("Task")),
        "data": column.TextColumn(t("Data")),
        "cell": column.TextColumn(t("Network")),
        "score": column.NumberColumn(
            t("Score"),
            format=_three(frame["score"]),
            help=t("The error on the test part; smaller is better."),
        ),
        "metric": column.TextColumn(t("Metric"), help=t("What the score is measured in.")),
        "seeds": column.TextColumn(
            t("Over seeds"),
            help=t("The standard deviation of the scores, and how many seeds; the score is their mean."),
        ),
        "ratio": column.NumberColumn(
            t("Relative to baseline"),
            format=_three(frame["ratio"]),
            help=t("The score divided by that of the best baseline on the same rows; below 1 beats it."),
        ),
        "loss": column.LineChartColumn(
            t("Validation loss"), help=t("From the start of training to its end.")
        ),
        "state": column.TextColumn(t("State")),
        "seconds": column.NumberColumn(t("Time"), format="%.3g s", help=t("How long the whole run took.")),
        "steps": column.NumberColumn(
            t("Steps"), format="localized", help=t("How many times the weights were updated.")
        ),
        "weights": column.NumberColumn(
            t("Weights"), format="localized", help=t("Numbers the network learned.")
        ),
        "settings": column.TextColumn(
            t("Settings that differ"), width=SETTINGS_WIDTH, help=t("Among the runs of this table, by task.")
        ),
        "started": column.DatetimeColumn(t("Started"), format="distance"),
    }


def _watch_active(records: Sequence[Record]) -> None:
    """While a run of the table has no end, look now and then whether one has changed, and draw the page anew.

    One that is paused may be resumed anywhere: on its own page, in another tab, from the command line.
    """
    states = tuple((record.run.id, record.run.state) for record in records if record.run.playable)
    if states:
        active = any(record.run.active for record in records)
        st.fragment(_look, run_every=EVERY if active else SELDOM)(states)


def _look(seen: tuple[tuple[str, str], ...]) -> None:
    with error_boundary():
        now = access.runs_by_id([run_id for run_id, _ in seen])
        if {(run.id, run.state) for run in now} - set(seen):
            st.rerun()
