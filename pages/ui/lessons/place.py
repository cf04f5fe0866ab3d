"""Where a person is on the path of lessons: `?lesson=` which one, `?answers=` what was answered so far.

Answers stand in the address one digit a lesson, 0 where nothing was answered yet. Whether one is right
is never kept: the experiment decides each time.
"""

import streamlit as st

from pages.ui import state
from rnnkit.lessons import LESSONS
from rnnkit.text import t

LESSON, ANSWERS = "lesson", "answers"
_LAST = "_last_lesson"
NUMBERS = {str(number): number for number in range(1, len(LESSONS) + 1)}
Answers = tuple[int | None, ...]


def come_back() -> None:
    """Without a lesson in the address, return to where this tab was; else remember where it is."""
    here = {name: st.query_params[name] for name in (LESSON, ANSWERS) if name in st.query_params}
    if here:
        state.put({_LAST: here})
        return
    for name, value in state.get(_LAST, {}).items():
        st.query_params[name] = value


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
    digits = st.query_params.get(ANSWERS, "")[: len(LESSONS)].ljust(len(LESSONS), "0")
    return tuple(
        int(digit) - 1 if digit in "123456789"[: len(lesson.question.answers)] else None
        for digit, lesson in zip(digits, LESSONS, strict=True)
    )


def answer(number: int, chosen: int) -> None:
    """Note the answer to the question of a lesson (counted from 1)."""
    noted = [*answers()]
    noted[number - 1] = chosen
    st.query_params[ANSWERS] = "".join("0" if one is None else str(one + 1) for one in noted)
