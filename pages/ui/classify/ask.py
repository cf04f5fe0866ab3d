"""A sentence of one's own: its class, the probability after each word, and the words that decided."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, best
from pages.ui.classify import access
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share
from rnnkit.pictures import class_figures
from rnnkit.tasks.classify.reading import Told
from rnnkit.words import t

MOST_LINES = 5  # classes that are drawn
DECIDES = 0.25  # of the largest effect, from which on a word is shaded
LONGEST = 2_000  # characters
LEAST = 1e-4  # a probability that is written with its digits


def ask(results: Sequence[Result]) -> None:
    """Draw the field and what the best model says of what stands in it."""
    if not reader().gives_weights:
        st.caption(t("Their owner did not share the weights, so these models cannot answer here."))
        return
    result = best(results)
    text = st.text_area(
        t("Your own text, for {name}", name=literal(result.run.label)),
        key="classify_own",
        max_chars=LONGEST,
        height=80,
        placeholder=t("Type a text and press Ctrl+Enter"),
    )
    if text.strip():
        _answer(result, text)


def _answer(result: Result, text: str) -> None:
    teller = access.teller(result)
    told, classes = teller.tell(text), teller.answering.classes
    order = np.argsort(-told.p, kind="stable")[:MOST_LINES]
    st.markdown(answer_words(told, classes))
    st.markdown(shaded(told))
    figure = class_figures.word_by_word(
        told.parts, told.after[:, order], told.effect, [classes[place] for place in order.tolist()], is_dark()
    )
    table = pd.DataFrame(told.after, columns=[f"p({name})" for name in classes])
    table.insert(0, "part", list(told.parts))
    table.insert(1, "effect", told.effect)
    alt = t("Probability of each class after each word, and how much each word speaks for the answer")
    charts.show(figure, "own_text", alt, table, about=t("Word by word"), tools=False)
    st.caption(
        t(
            "Above: how likely each class is after the words so far. Below: by how many points the answer "
            "would be less likely without the word; a word below the line speaks against it."
        )
    )


def answer_words(told: Told, classes: Sequence[str]) -> str:
    """The answer, and how likely the likeliest classes are."""
    order = np.argsort(-told.p, kind="stable")[:MOST_LINES]
    words = " · ".join(f"{literal(classes[place])} {_likely(told.p[place])}" for place in order.tolist())
    return f":material/category: **{literal(classes[int(order[0])])}** · {words}"


def _likely(p: float) -> str:
    """A probability in words; one that is next to nothing has no digits."""
    return share(p) if p >= LEAST else t("below {least}", least=share(LEAST))


def shaded(told: Told) -> str:
    """The text, with what speaks for the answer in green and what speaks against it in red."""
    largest = float(np.abs(told.effect).max(initial=0.0))
    found = []
    for part, effect in zip(told.parts, told.effect, strict=True):
        space = " " if part.startswith(" ") else ""
        word = literal(part.strip())
        strong = word and largest > 0.005 and abs(effect) >= DECIDES * largest
        color = "green" if effect > 0 else "red"
        found.append(f"{space}:{color}-background[{word}]" if strong else space + word)
    return "".join(found).strip()
