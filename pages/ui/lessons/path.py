"""The path of lessons: all of them at the top, the neighbours at the foot."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame import state
from pages.ui.lessons.lesson_address import go, number, right
from rnnkit.lessons import LESSONS
from rnnkit.words import t

PATH = "lesson_path"


def path(order: Sequence[int]) -> None:
    """Every lesson of an order with its short name, ticked once its question was answered rightly."""
    here, done = number(), right()
    state.put({PATH: here})
    st.pills(
        t("Lessons"),
        order,
        required=True,
        format_func=lambda one: _ticked(one, done[one - 1]),
        key=PATH,
        on_change=_chosen,
        label_visibility="collapsed",
    )
    count = sum(done[one - 1] for one in order)
    st.caption(t("{count} of {all} questions answered correctly", count=count, all=len(order)))


def neighbours(order: Sequence[int]) -> None:
    """To the lesson before and to the one after."""
    place = list(order).index(number())
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if place > 0:
            st.button(
                t("Back: {name}", name=_name(order[place - 1])),
                key="lesson_back",
                icon=":material/arrow_back:",
                on_click=go,
                args=(order[place - 1],),
            )
        if place < len(order) - 1:
            st.button(
                t("Next: {name}", name=_name(order[place + 1])),
                key="lesson_next",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=go,
                args=(order[place + 1],),
            )


def _name(one: int) -> str:
    return f"{one} {t(LESSONS[one - 1].short)}"


def _ticked(one: int, done: bool) -> str:
    return f":material/check: {_name(one)}" if done else _name(one)


def _chosen() -> None:
    if (chosen := state.get(PATH)) is not None:  # as in the lab: no choice is none of the person's
        go(chosen)
