"""What only the person can know about the data: asked plainly, answered with one click."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.forecast.access import table_of
from pages.ui.frame.words import literal
from rnnkit.data import Overrides, Question, read_table
from rnnkit.words import t

Answer = Callable[[Overrides, Question], Overrides]


def _missing(overrides: Overrides, question: Question) -> Overrides:
    return overrides.replace(sentinels=(*overrides.sentinels, float(question.examples[0])))


def _real(overrides: Overrides, question: Question) -> Overrides:
    return overrides.replace(keep_sentinels=(*overrides.keep_sentinels, float(question.examples[0])))


def _day_first(overrides: Overrides, _: Question) -> Overrides:
    return overrides.replace(day_first=True)


def _month_first(overrides: Overrides, _: Question) -> Overrides:
    return overrides.replace(day_first=False)


ANSWERS: Mapping[str, tuple[tuple[str, Answer], ...]] = {
    "sentinels": (("It means missing", _missing), ("It is a real value", _real)),
    "day_first": (("The day comes first", _day_first), ("The month comes first", _month_first)),
}


def ask(dataset_id: str, question: Question, number: int) -> None:
    """One question with its answers; until it is answered nothing is done."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/help: {literal(question.sentence)}", width="stretch")
        for place, (words, _) in enumerate(ANSWERS.get(question.key, ())):
            st.button(
                t(words),
                key=f"answer_{dataset_id[:16]}_{number}_{place}",
                on_click=_answer,
                args=(dataset_id, number, place),
            )


def _answer(dataset_id: str, number: int, place: int) -> None:
    dataset, table = resources.dataset(dataset_id), table_of(dataset_id)
    question = table.questions[number]
    answer = ANSWERS[question.key][place][1]
    reread(dataset, answer(Overrides.from_json(dataset.overrides), question), read_table)
