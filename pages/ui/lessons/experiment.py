"""The experiment of a lesson: one control, what it does, and a question that the figures answer."""

from typing import Any

import streamlit as st

from pages.ui.form.forms import BIND
from pages.ui.frame import charts, state
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.buttons import pressed
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count, three
from pages.ui.lessons.in_room import tell_room
from pages.ui.lessons.lesson_address import answer, answers, right
from rnnkit.lessons import LESSONS, Control, Figures, Lesson, Observation, Setting
from rnnkit.lessons.drawing import draw
from rnnkit.lessons.pictures import Picture
from rnnkit.words import t

_NEWS = "_lesson_answered"  # rightly, which the path above the lesson has to hear


@redrawn_alone
def lab(number: int) -> None:
    """Everything that moves with the control; drawn anew without the page."""
    lesson = LESSONS[number - 1]
    st.markdown(f"**{t('Try it.')}** {t(lesson.task)}")
    setting = control(lesson)
    found = lesson.experiment(setting)
    figures = spoken(found.figures, setting)
    _picture(f"picture_{lesson.name}", t(lesson.alt), found.picture)
    st.markdown(t(lesson.said, **figures))
    if found.aside:
        st.markdown(t(found.aside.words, **spoken(found.aside.figures, setting)))
        _picture(f"aside_{lesson.name}", t(found.aside.alt), found.aside.picture)
    _question(number, lesson, setting, found)
    if state.take(_NEWS):
        st.rerun()


def control(lesson: Lesson) -> Setting:
    """The one thing to do: a slider over numbers, a choice among words."""
    what = lesson.control
    widget = _choice if isinstance(what.default, str) else _slider
    setting: Setting = widget(what, label=t(what.label), help=t(what.help), key=key_of(lesson), bind=BIND)
    return setting


def key_of(lesson: Lesson) -> str:
    """What the setting of a lesson is called in the address."""
    return f"lesson_{lesson.name}"


def _slider(what: Control, **look: Any) -> Any:
    return st.select_slider(options=what.options, value=what.default, format_func=spelled, **look)


def _choice(what: Control, **look: Any) -> Any:
    return st.pills(options=what.options, default=what.default, required=True, format_func=spelled, **look)


def spelled(setting: Setting) -> str:
    """A setting as the control shows it."""
    return t(setting) if isinstance(setting, str) else f"{setting:g}"


def spoken(figures: Figures, setting: Setting) -> dict[str, str]:
    """Figures as sentences say them."""
    said = {name: _spoken(value) for name, value in figures.items()}
    return said | {"setting": spelled(setting)}


def _spoken(value: object) -> str:
    if isinstance(value, float):
        return three(value)
    return count(value) if isinstance(value, int) else str(value)


def _picture(key: str, alt: str, picture: Picture) -> None:
    """The chart, and the table behind it."""
    charts.show(draw(picture, is_dark()), key, alt, picture.frame(), tools=False)


def _question(number: int, lesson: Lesson, setting: Setting, found: Observation) -> None:
    """What to find, the answers to choose from, and what the figures just computed say of the chosen one."""
    key = f"{key_of(lesson)}_answer"
    given = answers()[number - 1]
    if state.get(key) is None and given is not None:
        state.put({key: given})
    st.markdown(f"**{t('Your turn.')}** {t(lesson.question.find)}")
    chosen = st.radio(
        t(lesson.question.words),
        range(len(lesson.question.answers)),
        index=None,
        format_func=lambda place: t(lesson.question.answers[place].words),
        key=key,
        on_change=_answered,
        args=(number, key),
    )
    if chosen is not None:
        _judged(number, lesson, setting, found, chosen)


def _judged(number: int, lesson: Lesson, setting: Setting, found: Observation, chosen: int) -> None:
    """Right where it holds at a setting that tells; else the way there, a hint, and only then the answer."""
    question, earned = lesson.question, right()[number - 1]
    holds = question.answers[chosen].holds(found.figures)
    tell_room(lesson, chosen, right=earned or (holds and lesson.tells(setting, found.figures)))
    because = t(question.right(found.figures).because, **spoken(found.figures, setting))
    if not holds:
        if earned:
            st.info(t("You answered this correctly at another setting."), icon=":material/check:")
            return
        st.warning(f"**{t('Not quite.')}** {t(question.hint)}", icon=":material/lightbulb:")
        if pressed(t("Show the answer"), key=f"{key_of(lesson)}_because"):
            st.markdown(because)
    elif earned or lesson.tells(setting, found.figures):
        st.success(f"**{t('Right.')}** {because}", icon=":material/check_circle:")
        if not earned:
            answer(number, chosen, rightly=True)
            state.put({_NEWS: True})
    else:
        st.info(
            f"**{t('Right for this setting.')}** {because} {t(question.find)}",
            icon=":material/tune:",
        )


def _answered(number: int, key: str) -> None:
    """Note the answer.

    A browser that is clicked quickly may report no choice for a moment; nobody can take an answer back.
    """
    if (chosen := state.get(key)) is not None:
        answer(number, chosen)
