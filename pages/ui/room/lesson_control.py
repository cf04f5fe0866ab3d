"""The lessons of a room in the hands of its teacher: how far they are open, and how many answered what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.ui.access.rooms import forget_rooms
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.folds import folded
from pages.ui.room.member_view import titles_of
from rnnkit.runs.rooms.lesson_order import next_stop, open_number
from rnnkit.runs.rooms.records import Room, RoomAnswer
from rnnkit.runs.rooms.teaching import Projected, Teacher
from rnnkit.words import t

UP_TO = "room_lessons_open"


def lessons_part(by: Teacher, found: Projected) -> None:
    """Nothing where the room has no lessons."""
    room = found.room
    titles = titles_of(room)
    if not titles:
        return
    st.subheader(t("Lessons"))
    if room.open:
        _how_far(by, room, list(titles.values()))
    answers = by.answers()
    table = pd.DataFrame(
        [(title, *_counted(answers, name), len(found.members)) for name, title in titles.items()],
        columns=[t("Lesson"), t("Right"), t("Not yet right"), t("Members")],
    )
    st.dataframe(table, hide_index=True, key="room_answers", alt=t("Answers to the question of each lesson"))
    if (fold := folded("room_what", t("How many answered what"), ":material/bar_chart:")).open:
        with fold:
            _what(answers, titles)


def _how_far(by: Teacher, room: Room, titles: Sequence[str]) -> None:
    """Stop here, by choosing the last lesson that is open; and the button that opens what comes next."""
    now = open_number(room)
    state.put({UP_TO: now})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("Stop after"),
            range(1, len(titles) + 1),
            format_func=lambda number: titles[number - 1],
            key=UP_TO,
            on_change=_stop_after,
            args=(by,),
            width=280,
            help=t("Members see no lesson of the room after this one."),
        )
        st.button(
            t("Open the next lesson"),
            key="next_lesson",
            icon=":material/skip_next:",
            on_click=_open_up_to,
            args=(by, next_stop(room.plan.lessons, now)),
            disabled=now >= len(room.plan.lessons),
            help=t("Up to the next stop that you planned."),
        )


def _counted(answers: Sequence[RoomAnswer], lesson: str) -> tuple[int, int]:
    mine = [answer for answer in answers if answer.lesson == lesson]
    right = sum(answer.right for answer in mine)
    return right, len(mine) - right


def _what(answers: Sequence[RoomAnswer], titles: dict[str, str]) -> None:
    """Each answer with how many chose it."""
    counted = Counter((one.lesson, one.answer, one.right) for one in answers)
    rows = [
        (titles[lesson], words, t("right") if right else t("not right"), number)
        for (lesson, words, right), number in sorted(counted.items())
        if lesson in titles
    ]
    table = pd.DataFrame(rows, columns=[t("Lesson"), t("Answer"), t("Which is"), t("Members")])
    st.dataframe(table, hide_index=True, key="room_what", alt=t("Each answer with how many chose it"))


@safely
def _stop_after(by: Teacher) -> None:
    if (chosen := state.get(UP_TO)) is not None:
        _open_up_to(by, int(chosen))


@safely
def _open_up_to(by: Teacher, number: int) -> None:
    by.show(replace(by.room().shown, lessons=number))
    forget_rooms()
