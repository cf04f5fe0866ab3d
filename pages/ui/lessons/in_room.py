"""Lessons in a room: in the order of its teacher, as far as they are open; answers are told to the room."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.rooms import ROOM, been, in_room, last_room
from pages.ui.form.preset.in_room import back_to_room
from pages.ui.frame import address, state
from pages.ui.frame.words import literal
from pages.ui.lessons.lesson_address import go, number
from rnnkit.errors import RnnkitError
from rnnkit.lessons import LESSONS, Lesson
from rnnkit.runs.rooms.lesson_order import open_steps
from rnnkit.runs.rooms.records import Room
from rnnkit.words import t

PAGE = "lessons"
NUMBERS = {lesson.name: place for place, lesson in enumerate(LESSONS, start=1)}
_PRESET, _TOLD = "_room_lesson_preset", "_room_answer_told"


def lesson_room() -> Room | None:
    """The room that this visitor does lessons in: that of the address, or the one they were in before."""
    room = in_room(address.wanted(ROOM)) if address.wanted(ROOM) else last_room()
    return room if room is not None and room.plan.lessons else None


def order() -> Sequence[int]:
    """The lessons that can be gone to, by their numbers, in their order. A lesson of none of them is left."""
    room = lesson_room()
    if room is None:
        return range(1, len(LESSONS) + 1)
    numbers = [NUMBERS[step.lesson] for step in open_steps(room) if step.lesson in NUMBERS]
    numbers = numbers or [1]
    if number() not in numbers:
        go(numbers[0])
    _preset(room)
    been(room, PAGE, LESSONS[number() - 1].name)
    return numbers


def _preset(room: Room) -> None:
    """Set the control of the lesson in view as the teacher wants it at first, once."""
    name = LESSONS[number() - 1].name
    done = state.get(_PRESET, ())
    step = next((step for step in room.plan.lessons if step.lesson == name), None)
    if step is None or (room.id, name) in done:
        return
    state.put({_PRESET: (*done, (room.id, name))})
    key = f"lesson_{name}"
    if step.control in LESSONS[number() - 1].control.options and key not in st.query_params:
        state.put({key: step.control})


def say_room(numbers: Sequence[int]) -> None:
    """Which room this is, and where its lessons stop."""
    room = lesson_room()
    if room is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="in_room"):
        words = t("**Room {title}.**", title=literal(room.title))
        stop = len(numbers) < len(room.plan.lessons)
        more = t("Stop after the last of these lessons: your teacher opens the next one.") if stop else ""
        st.markdown(f":material/groups: {words} {more}", width="stretch")
        back_to_room(room)


def tell_room(lesson: Lesson, chosen: int, *, right: bool) -> None:
    """Let the room know what was answered; the same answer only once."""
    room = lesson_room()
    told = (lesson.name, chosen, right)
    if room is None or not room.open or state.get(_TOLD) == told:
        return
    state.put({_TOLD: told})
    words = t(lesson.question.answers[chosen].words)
    try:
        visitor().rooms.answer(room.id, lesson.name, "", words, right=right)
    except RnnkitError as error:
        st.caption(literal(error))
