"""What the playground is, in two sentences, what it takes, and what this visit has trained so far."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui import address, state
from pages.ui.menu import FORECAST
from pages.ui.resources import store
from pages.ui.run_words import BADGES
from pages.ui.words import duration, literal
from rnnkit.data import Limits
from rnnkit.runs.rows import Run
from rnnkit.text import t

RECENT = 6


def welcome() -> None:
    """Two sentences, the way to one's own data, and the limits."""
    st.markdown(
        t(
            "Train recurrent networks (RNN, LSTM, GRU, one way or both) on your own time series and watch "
            "them learn. Every forecast is shown beside the simple rules it has to beat, so you see what "
            "the network is worth."
        )
    )
    limits = Limits.from_environment()
    st.page_link(
        FORECAST,
        label=t("Bring your own CSV file"),
        icon=":material/upload_file:",
        query_params={address.FRESH: "1"},
    )
    st.caption(
        t(
            "Files up to {megabytes:g} MB, {rows:,} rows and {columns} columns; runs of up to one hour.",
            megabytes=limits.megabytes,
            rows=limits.rows,
            columns=limits.columns,
        )
    )


def recent_runs() -> None:
    """The runs of this visit, newest first, each a link."""
    runs = store().runs(viewer=state.viewer(), limit=3 * RECENT)
    groups: dict[str, list[Run]] = {}
    for run in reversed(runs):
        groups.setdefault(run.group or run.id, []).append(run)
    if not groups:
        return
    st.subheader(t("Your runs"))
    for group, members in list(groups.items())[:RECENT]:
        _line(group, members[::-1])


def _line(group: str, runs: list[Run]) -> None:
    words, icon, color = BADGES[runs[-1].state]
    names = ", ".join(run.label for run in runs)
    data = store().dataset(runs[0].dataset_id).name
    ago = duration((datetime.now(UTC) - runs[0].created).total_seconds())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            FORECAST,
            label=literal(t("{names} on {data}", names=names, data=data)),
            icon=":material/trending_up:",
            query_params={"data": runs[0].dataset_id, "run": group},
        )
        st.badge(t(words), icon=icon, color=color)
        st.caption(t("{time} ago", time=ago))
