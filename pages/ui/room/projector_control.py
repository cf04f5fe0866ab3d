"""What the teacher puts on the projector: one thing at a time."""

from dataclasses import replace

import streamlit as st

from pages.ui.access.rooms import SCREEN, forget_rooms
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.page_files import ROOM_PAGE
from pages.ui.result.run_words import BADGES
from rnnkit.runs.rooms.records import Room, View
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

VIEW, RUN, DATA = "projector_view", "projector_run", "projector_data"
WORDS: dict[View, tuple[str, str]] = {
    "join": ("The way in", ":material/qr_code:"),
    "members": ("Who is where", ":material/scatter_plot:"),
    "board": ("The board", ":material/leaderboard:"),
    "run": ("One run", ":material/show_chart:"),
}
MOST = 50


def projector_part(by: Teacher, room: Room) -> None:
    """The choice, and the way to the projector's own page."""
    st.subheader(t("Projector"))
    shown = room.shown
    state.put({VIEW: shown.view})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("On the projector now"),
            list(WORDS),
            required=True,
            format_func=lambda view: f"{WORDS[view][1]} {t(WORDS[view][0])}",
            key=VIEW,
            on_change=_show,
            args=(by,),
        )
        st.page_link(
            ROOM_PAGE,
            label=t("Open the projector"),
            icon=":material/cast:",
            query_params={SCREEN: by.key},
            help=t("Large and without menu. It follows what you choose here and can change nothing."),
        )
    if shown.view == "run":
        _which_run(by, shown.run)
    if shown.view == "board" and len(room.data) > 1:
        state.put({DATA: shown.data})
        st.selectbox(
            t("The board of"),
            range(len(room.data)),
            format_func=lambda number: room.data[number].name,
            key=DATA,
            on_change=_show,
            args=(by,),
        )


def _which_run(by: Teacher, shown: str) -> None:
    """The runs of the class, the newest first; no names, as on the projector."""
    runs: list[Run] = by.runs.newest(MOST)[::-1]
    if not runs:
        st.caption(t("Nobody has started a run yet."))
        return
    ids = [run.id for run in runs]
    state.put({RUN: shown if shown in ids else None})
    labels = {run.id: f"{run.label} · {t(BADGES[run.state][0])} · {run.id[:6]}" for run in runs}
    st.selectbox(
        t("Which run"),
        ids,
        index=None,
        format_func=labels.__getitem__,
        key=RUN,
        on_change=_show,
        args=(by,),
        placeholder=t("Choose a run of the class"),
        width=420,
    )


@safely
def _show(by: Teacher) -> None:
    shown = by.room().shown
    view = state.get(VIEW) or shown.view
    run = str(state.get(RUN) or shown.run) if view == "run" else ""
    data = int(state.get(DATA) or 0) if view == "board" else 0
    by.show(replace(shown, view=view, run=run, data=data))
    forget_rooms()
