"""What the playground is, in two sentences, what it takes, and what this visitor trained last."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui.access.resources import store, visitor
from pages.ui.frame import address
from pages.ui.frame.page_files import LESSONS, ROOM_PAGE
from pages.ui.frame.words import days_or_less, literal
from pages.ui.result.run_names import names_of
from pages.ui.result.run_words import BADGES
from pages.ui.tasks import TASKS
from rnnkit.data import Limits, TextLimits
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

RECENT = 6


def welcome() -> None:
    """Two sentences, the way to one's own data, and the limits."""
    st.markdown(
        t(
            "Train recurrent networks (RNN, LSTM, GRU, one way or both) on your own time series and texts, "
            "and watch them learn. Every result is shown beside the simple rules it has to beat, so you see "
            "what the network is worth."
        )
    )
    limits = Limits.from_environment()
    with st.container(horizontal=True):
        for task in filter(lambda page: page.own, TASKS.values()):
            st.page_link(
                task.page, label=task.own, icon=":material/upload_file:", query_params={address.FRESH: "1"}
            )
        st.page_link(LESSONS, label=t("Learn it in ten short lessons"), icon=":material/school:")
        st.page_link(ROOM_PAGE, label=t("Join or open a room for a class"), icon=":material/groups:")
    st.caption(
        t(
            "Tables up to {megabytes:g} MB, {rows:,} rows and {columns} columns; texts up to {text:g} MB; "
            "runs of up to {minutes:.0f} minutes.",
            megabytes=limits.megabytes,
            rows=limits.rows,
            columns=limits.columns,
            minutes=store().quotas.run_seconds / 60,
            text=TextLimits.from_environment().megabytes,
        )
    )


def recent_runs() -> None:
    """The newest runs of this visitor, newest first, each a link."""
    runs = [run for run in visitor().runs.newest(3 * RECENT) if run.task in TASKS][::-1]
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.group, []).append(run)
    if not groups:
        return
    st.subheader(t("Your runs"))
    data, names = visitor().datasets.names(runs), names_of(runs)
    for members in list(groups.values())[:RECENT]:
        _line(members[::-1], " · ".join(names[run.id] for run in members[::-1]), data[members[0].dataset_id])


def _line(runs: list[Run], names: str, data: str) -> None:
    words, icon, color = BADGES[runs[-1].state]
    ago = days_or_less((datetime.now(UTC) - runs[0].created).total_seconds())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        task = TASKS[runs[0].task]
        st.page_link(
            task.page,
            label=literal(t("{names} on {data}", names=names, data=data)),
            icon=task.icon,
            query_params={"data": runs[0].dataset_id, "run": runs[0].group},
        )
        st.badge(t(words), icon=icon, color=color)
        st.caption(t("{time} ago", time=ago))
