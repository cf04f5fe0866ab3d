"""Where a person is on the path of lessons: `?lesson=` which one, `?answers=` what was answered so far.

Answers stand in the address with one sign per lesson: 0 where nothing was answered yet, 1 to 3 for an answer
that was chosen, a to c for one that was chosen where it was once right.
"""

import streamlit as st

from pages.ui.frame import state
from rnnkit.lessons import LESSONS, Lesson
from rnnkit.words import t

LESSON, ANSWERS = "lesson", "answers"
CHOSEN, RIGHT = "123", "abc"
_LAST = "_last_lesson"
NUMBERS = {str(number): number for number in range(1, len(LESSONS) + 1)}
Answers = tuple[int | None, ...]


def come_back() -> None:
    """Who comes from another page without a lesson in the address returns to where this tab was."""
    here = {name: st.query_params[name] for name in (LESSON, ANSWERS) if name in st.query_params}
    if here:
        state.put({_LAST: here})
    elif state.arrived() and (left := state.get(_LAST)):
        st.query_params.update(left)


def number() -> int:
    """The lesson in view, counted from 1; the first where the address asks for one that is not there."""
    return NUMBERS.get(st.query_params.get(LESSON, "1"), 1)


def say_missing() -> None:
    """Say so where the address asks for a lesson that is not there."""
    if st.query_params.get(LESSON, "1") not in NUMBERS:
        st.info(t("There is no such lesson; this is the first one."), icon=":material/link:")


def go(number: int) -> None:
    """Turn to a lesson."""
    st.query_params[LESSON] = str(number)


def answers() -> Answers:
    """The place of the answer chosen in each lesson, or `None`; what cannot be is left out."""
    return tuple(
        int(sign, 16) - (1 if sign in CHOSEN else 10) if sign in _signs(lesson) else None
        for sign, lesson in zip(_noted(), LESSONS, strict=True)
    )


def right() -> tuple[bool, ...]:
    """For each lesson, whether its question was once answered rightly."""
    return tuple(
        sign in RIGHT and sign in _signs(lesson) for sign, lesson in zip(_noted(), LESSONS, strict=True)
    )


def answer(number: int, chosen: int, *, rightly: bool = False) -> None:
    """Note the answer to the question of a lesson (counted from 1); one that was once right stays ticked."""
    signs = RIGHT if rightly or right()[number - 1] else CHOSEN
    noted = [sign if sign in _signs(lesson) else "0" for sign, lesson in zip(_noted(), LESSONS, strict=True)]
    noted[number - 1] = signs[chosen]
    st.query_params[ANSWERS] = "".join(noted)


def _noted() -> str:
    """What the address says, one sign per lesson."""
    return st.query_params.get(ANSWERS, "")[: len(LESSONS)].ljust(len(LESSONS), "0")


def _signs(lesson: Lesson) -> str:
    """The signs that the answers of a lesson may have."""
    count = len(lesson.question.answers)
    return CHOSEN[:count] + RIGHT[:count]
