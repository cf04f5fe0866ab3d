"""A sentence of one's own: its class, the probability after each word, and the words that decided."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, best
from pages.ui.classify import access
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share
from rnnkit.pictures import class_figures
from rnnkit.tasks.classify.texts.reading import Told
from rnnkit.words import t

Array = npt.NDArray[np.float64]

MOST_LINES = 5  # classes that are drawn
DECIDES = 0.25  # of the largest effect, from which on a word is shaded
LONGEST = 2_000  # characters
OCCLUDED = {
    "text": t(
        "by how many points the answer would be less likely without the word; a word below the line speaks "
        "against it."
    ),
    "series": t("by how many points the answer would be less likely with a straight line in its place."),
}
GRADIENT = t(
    "by how many points the answer of the network alone would rise if what it reads there were twice as "
    "strong, were it to go on as it begins to (gradient times input)."
)
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
    by, about = effect_of(told, "text")
    figure = class_figures.word_by_word(
        told.parts, told.after[:, order], by, [classes[place] for place in order.tolist()], is_dark()
    )
    st.markdown(shaded(told.parts, by))
    alt = t("Probability of each class after each word, and how much each word speaks for the answer")
    charts.show(figure, "own_text", alt, told_frame(told, classes), about=t("Word by word"), tools=False)
    st.caption(t("Above: how likely each class is after the words so far. Below: {about}", about=about))


def answer_words(told: Told, classes: Sequence[str]) -> str:
    """The answer, and how likely the likeliest classes are."""
    order = np.argsort(-told.p, kind="stable")[:MOST_LINES]
    words = " · ".join(f"{literal(classes[place])} {_likely(told.p[place])}" for place in order.tolist())
    return f":material/category: **{literal(classes[int(order[0])])}** · {words}"


def told_frame(told: Told, classes: Sequence[str]) -> pd.DataFrame:
    """One row a part: what it is, its effects, and the probability of each class after it."""
    after = pd.DataFrame(told.after, columns=[f"p({name})" for name in classes])
    parts = pd.DataFrame({"part": list(told.parts), "effect": told.effect, "gradient": told.gradient})
    return pd.concat([parts, after], axis=1)


def _likely(p: float) -> str:
    """A probability in words; one that is next to nothing has no digits."""
    return share(p) if p >= LEAST else t("below {least}", least=share(LEAST))


def effect_of(told: Told, kind: str) -> tuple[Array, str]:
    """What is drawn of each part, as the person chose, and what it means, in a sentence."""
    ways: Mapping[str, tuple[Array, str]] = {
        t("Occlusion"): (told.effect, t(OCCLUDED[kind])),
        t("Gradient × input"): (told.gradient, t(GRADIENT)),
    }
    chosen = st.segmented_control(
        t("What decided, by"),
        list(ways),
        default=t("Occlusion"),
        key=f"classify_effect_{kind}",
        required=True,
        help=t(
            "Occlusion asks the whole model again, without each part: exact, but what two words say twice "
            "seems to matter for neither. The gradient asks what a small change would do, to the network "
            "alone: both words show, and what is sure already hardly moves."
        ),
    )
    return ways[chosen or t("Occlusion")]


def shaded(parts: Sequence[str], effects: Array) -> str:
    """The text, with what speaks for the answer in green and what speaks against it in red."""
    largest = float(np.abs(effects).max(initial=0.0))
    found = []
    for part, effect in zip(parts, effects, strict=True):
        space = " " if part.startswith(" ") else ""
        word = literal(part.strip())
        strong = word and largest > 0.005 and abs(effect) >= DECIDES * largest
        color = "green" if effect > 0 else "red"
        found.append(f"{space}:{color}-background[{word}]" if strong else space + word)
    return "".join(found).strip()
