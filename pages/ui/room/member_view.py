"""What a member of a room sees: what to do now, their own runs, and the board."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.rooms import ROOM, been, in_room, seen_as_member
from pages.ui.frame import address
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.page_files import LESSONS
from pages.ui.frame.words import literal
from pages.ui.home.take_home_button import take_home_button
from pages.ui.result.run_words import BADGES, standing
from pages.ui.room.board_view import board_words, boards
from pages.ui.room.join import who_one_is
from pages.ui.tasks import TASKS
from rnnkit.errors import NotFoundError
from rnnkit.lessons import LESSONS as COURSE
from rnnkit.rooms.whereabouts import ROOM as HERE
from rnnkit.runs.rooms.lesson_order import open_steps
from rnnkit.runs.rooms.records import Member, Room
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural, t

EVERY = 4.0  # seconds between two looks
MOST_RUNS = 12
NUMBERS = {lesson.name: number for number, lesson in enumerate(COURSE, start=1)}


def member_view(room: Room) -> None:
    """All of it; while the room is open, what moves is read again every few seconds."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(literal(room.title))
        who_one_is(room, visitor().rooms.me(room.id))
    st.fragment(_look, run_every=EVERY if room.open else None)(room.code, room.open)


def _look(code: str, was_open: bool) -> None:
    with error_boundary():
        room = in_room(code)
        if room is None:
            raise NotFoundError(t("This room is gone: it was deleted on its last day."))
        if room.open != was_open:
            st.rerun()
        been(room, HERE)
        found = seen_as_member(room)
        mine = visitor().rooms.me(room.id)
        me = next((member for member in found.members if member.id == mine.id), mine)
        if room.open:
            _to_do(room, me)
        _own_runs(room, me)
        st.subheader(board_words(room))
        boards(found, me.id)


def _to_do(room: Room, me: Member) -> None:
    """What to do now: the lessons that are open, and the form on each data set."""
    st.subheader(t("What to do now"))
    with st.container(border=True, key="to_do"):
        _lessons(room)
        left = room.plan.runs - me.runs
        st.markdown(
            t(
                "Train on the data of the room. A run takes at most {seconds:g} s; you have {runs}.",
                seconds=room.plan.budget,
                runs=plural("{number} run left", "{number} runs left", max(left, 0)),
            )
            if left > 0
            else t("You have used all your runs in this room. You can still read the board.")
        )
        with st.container(horizontal=True):
            for data in room.data:
                st.page_link(
                    TASKS[room.plan.task].page,
                    label=literal(t("Open the form: {data}", data=data.name)),
                    icon=":material/tune:",
                    query_params={ROOM: room.code, address.DATA: data.dataset_id},
                )


def _lessons(room: Room) -> None:
    """The lessons of the room as far as they are open, in its order."""
    steps = open_steps(room)
    if not room.plan.lessons:
        return
    st.markdown(t("Lessons that are open, in this order:"))
    with st.container(horizontal=True):
        for step in steps:
            if step.lesson in NUMBERS:
                number = NUMBERS[step.lesson]
                st.page_link(
                    LESSONS,
                    label=f"{number} {t(COURSE[number - 1].short)}",
                    icon=":material/school:",
                    query_params={ROOM: room.code, "lesson": str(number)},
                )
    if len(steps) < len(room.plan.lessons):
        st.caption(t("Stop here: your teacher opens the next lesson."))


def _own_runs(room: Room, me: Member) -> None:
    """One's own runs in the room, the newest first, each with its state."""
    ids = {data.dataset_id for data in room.data}
    runs = [run for run in visitor().runs.newest(4 * MOST_RUNS) if run.dataset_id in ids][::-1]
    st.subheader(t("Your runs"))
    if not runs:
        st.caption(t("None yet."))
        return
    for run in runs[:MOST_RUNS]:
        _line(room, run)
    if len(runs) > MOST_RUNS:
        st.caption(t("The newest {most} of {number}.", most=MOST_RUNS, number=len(runs)))
    take_home_button(runs[::-1], "take_home_room")
    st.caption(
        t(
            "{entries} of {most} scored on the hidden rows.",
            entries=me.entries,
            most=room.plan.entries,
        )
    )


def _line(room: Room, run: Run) -> None:
    words, icon, color = BADGES[run.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            TASKS[run.task].page,
            label=literal(run.label),
            icon=TASKS[run.task].icon,
            query_params={ROOM: room.code, address.DATA: run.dataset_id, address.RUN: run.group},
        )
        st.badge(t(words), icon=icon, color=color)
        if run.active:
            st.caption(standing(run, None))


def titles_of(room: Room) -> dict[str, str]:
    """The short titles of the lessons of a room, by their names, in its order."""
    known: Sequence[str] = [step.lesson for step in room.plan.lessons if step.lesson in NUMBERS]
    return {name: f"{NUMBERS[name]} {t(COURSE[NUMBERS[name] - 1].short)}" for name in known}
