"""A search as it stands: how far it is, who leads, how much of that is luck, and what to do with the best."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields
from pages.ui.frame import address
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import count, duration, literal, three
from pages.ui.result.score_table import draw_scores
from pages.ui.search.multiples import multiples
from pages.ui.search.states import SEARCH_BADGES
from pages.ui.tasks import TASKS
from rnnkit.config import parse, title
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Search
from rnnkit.runs.worker.searches import settings_of_search
from rnnkit.search import report
from rnnkit.search.settings import SearchConfig
from rnnkit.search.space import left_out
from rnnkit.words import plural, t


def one_search(search: Search) -> None:
    """Draw it; all of it comes from the store."""
    config = parse(SearchConfig, search.config)
    settings = [each["config"] for each in settings_of_search(search)]
    trials = visitor().searches.trials(search.id)
    metric = visitor().searches.measure(search.id)
    rows = report.tried(config, settings, trials)
    _head(search, config, report.share_by_steps(config, len(settings), trials))
    if search.reason:
        show = st.error if search.state == "failed" else st.info
        show(literal(search.reason), icon=":material/info:")
    if not rows:
        st.skeleton(200)
        return
    _winner(search, settings[rows[0].setting])
    _table(search, config, rows, metric, len(settings))
    luck = report.luck_of(config, trials)
    if any(math.isfinite(row.score) for row in rows):
        st.info(report.luck_words(luck, metric), icon=":material/casino:")
    for words in _left_out(search, config, len(rows), len(settings)):
        st.caption(words)
    multiples(TASKS[search.task].settings, config, rows, luck, metric)


def _head(search: Search, config: SearchConfig, by_steps: float) -> None:
    """State, time, Stop or Delete; how far it is, by its time or, where it has none, by its steps."""
    words, icon, color = SEARCH_BADGES[search.state]
    page = TASKS[search.task]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            page.page, label=page.word, icon=page.icon, query_params={address.DATA: search.dataset_id}
        )
        st.badge(t(words), icon=icon, color=color)
        if not search.active:
            st.caption(t("after {time}", time=duration(search.seconds)))
            if pressed(t("Delete"), key="delete_search", icon=":material/delete:", type="tertiary"):
                visitor().searches.delete(search.id)
                address.leave(address.SEARCH)
                st.rerun()
            return
        share = min(1.0, search.seconds / config.budget) if config.budget else by_steps
        text = t("Scoring the best") if search.winner else t("Trying settings")
        st.progress(share, text=f"{text}, {duration(search.seconds)}", width="stretch")
        if pressed(t("Stop"), key="stop_search", icon=":material/stop:"):
            visitor().searches.stop(search.id)
            jobs().wake()
            st.rerun()


def _winner(search: Search, best: dict[str, Any]) -> None:
    """The run that opened the test part, and the settings of the best, once the search has ended."""
    if search.active:
        return
    page = TASKS[search.task]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if pressed(t("Take the best settings"), key="take_best", type="primary", icon=":material/tune:"):
            forms.fill_later(as_fields(parse(page.settings, best)))
            st.switch_page(page.page, query_params={address.DATA: search.dataset_id})
        if search.winner and _there(search.winner):
            query = {address.DATA: search.dataset_id, address.RUN: search.winner}
            label = t("See what the best one does on the test part")
            st.page_link(page.page, label=label, icon=":material/open_in_new:", query_params=query)
    if search.winner and _there(search.winner):
        found = visitor().results.summaries([search.winner]).get(search.winner, {})
        if sentence := (found.get("verdict") or {}).get("sentence"):
            st.info(
                t("Opened once, for the best: {verdict}", verdict=literal(sentence)),
                icon=":material/verified:",
            )


def _there(run_id: str) -> bool:
    try:
        return visitor().runs.get(run_id).state in ("finished", "stopped")
    except NotFoundError:
        return False


def _table(
    search: Search, config: SearchConfig, rows: Sequence[report.Ranked], metric: str, settings: int
) -> None:
    """A row for each of the settings, the best first."""
    kind = TASKS[search.task].settings
    frame = pd.DataFrame(
        [
            {
                "place": row.place,
                **{name: report.value_words(value) for name, value in row.varied.items()},
                "score": row.score,
                "round": report.round_words(config, settings, row) + (" …" if row.active else ""),
                "steps": row.steps,
                "seconds": row.seconds,
            }
            for row in rows
        ]
    )
    columns = {
        "place": (t("Place"), t("Who came to a later round is before those who were left behind.")),
        **{name: (t(title(kind, name)), "") for name in config.over},
        "score": (
            report.metric_heading(metric),
            t("On the validation part, in the last round; smaller is better. The test part stays closed."),
        ),
        "round": (t("Round"), t("In each round the best third trains on for three times as long.")),
        "steps": (t("Steps"), t("Weight updates so far.")),
        "seconds": (t("Time"), t("Training so far.")),
    }
    formats = {"score": lambda value: "–" if pd.isna(value) else three(value), "steps": count}
    alt = t("Settings that were tried with their scores on the validation part, best first")
    draw_scores(frame, columns, key="search_table", alt=alt, formats=formats)


def _left_out(search: Search, config: SearchConfig, tried: int, settings: int) -> list[str]:
    """What was not tried."""
    more = left_out(config)
    left = plural(
        "{number} more combination was left out; the seed decided which.",
        "{number} more combinations were left out; the seed decided which.",
        more,
    )
    words = [left] if more else []
    missed = "" if search.active else report.missed_words(tried, settings)
    return [*words, *([missed] if missed else [])]
