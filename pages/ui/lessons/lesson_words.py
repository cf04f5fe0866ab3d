"""What a lesson says: its sentences, its formula, where it goes deeper, and the link to it."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from pages.ui.frame.folds import folded
from pages.ui.frame.page_files import GATES, STEP_BY_STEP
from pages.ui.lessons.lesson_address import LESSON
from pages.ui.tasks import TASKS
from rnnkit.lessons import Lesson
from rnnkit.words import t

PAGES: Mapping[str, Path] = {
    "step_by_step": STEP_BY_STEP,
    "gates": GATES,
    **{name: task.page for name, task in TASKS.items()},
}


def words(number: int, lesson: Lesson) -> None:
    """The text of a lesson, its formula, and the ways to go on from it."""
    for paragraph in lesson.words:
        st.markdown(t(paragraph))
    st.latex(lesson.formula)
    st.page_link(
        PAGES[lesson.deeper.page],
        label=t("Deeper: {label}", label=t(lesson.deeper.label)),
        icon=":material/open_in_new:",
        query_params=dict(lesson.deeper.settings),
    )
    _link(number)


def _link(number: int) -> None:
    """The address of this lesson, to copy with one click."""
    if (fold := folded("lesson_link", t("Link to this lesson"), ":material/link:")).open:
        with fold:
            st.code(f"{st.context.url or ''}?{LESSON}={number}", language=None, wrap_lines=True)
            st.caption(t("The link opens this lesson. It does not contain your answers."))
