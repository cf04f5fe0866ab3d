"""What only the person can know about the data: asked plainly, answered with one click."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import Read, reread
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from rnnkit.data import Question
from rnnkit.runs.sql.rows import Dataset

Answer = tuple[str, Any]
"""The words on a button, and the overrides by which the file is read when it is clicked."""


def ask(
    dataset: Dataset, question: Question, number: int, answers: Sequence[Answer], read: Read[Any]
) -> None:
    """One question with its answers; until it is answered nothing is done."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/help: {literal(question.sentence)}", width="stretch")
        for place, (words, overrides) in enumerate(answers):
            st.button(
                literal(words),
                key=f"answer_{dataset.id[:16]}_{number}_{place}",
                on_click=_answer,
                args=(dataset.id, overrides, read),
            )


@safely
def _answer(dataset_id: str, overrides: Any, read: Read[Any]) -> None:
    reread(resources.dataset(dataset_id), overrides, read)
