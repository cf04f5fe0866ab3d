"""A series of one's own: its class, the probability after each stretch, and the stretches that decided."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, best
from pages.ui.classify import access
from pages.ui.classify.ask import answer_words, effect_of, told_frame
from pages.ui.frame import charts, state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from rnnkit.errors import RnnkitError
from rnnkit.pictures.series_class_figures import stretch_by_stretch
from rnnkit.tasks.classify.series.typed import typed
from rnnkit.tasks.classify.texts.reading import stretches
from rnnkit.words import t

MOST_LINES = 5  # classes that are drawn
LONGEST = 60_000  # characters
MOST_VALUES = 5_000  # of each channel: every stretch of them is asked about anew
KEY = "classify_own_series"
_SHOWN = "_classify_series_shown"


def ask(results: Sequence[Result]) -> None:
    """Draw the field and what the best model says of the numbers in it."""
    if not reader().gives_weights:
        st.caption(t("Their owner did not share the weights, so these models cannot answer here."))
        return
    result = best(results)
    _offer_scored(result)
    text = st.text_area(
        t("Your own series, for {name}", name=literal(result.run.label)),
        key=KEY,
        max_chars=LONGEST,
        height=100,
        placeholder="0.1, 0.4, 0.9, 1.2",
        help=t("Numbers with commas or spaces between, ? for a gap; several channels with colons between."),
    )
    if text.strip():
        _answer(result, text)


def _offer_scored(result: Result) -> None:
    """A button that writes a series of the test part into the field, the next one at each press."""
    try:
        rows, data = result.frame("rows")["row"].tolist(), access.labelled(result.run.dataset_id)
    except RnnkitError:
        return
    if pressed(t("Take a test series"), key="classify_take_series", icon=":material/shuffle:"):
        number = int(state.get(_SHOWN, 0))
        series = data.series[rows[number % len(rows)]]
        lines = [", ".join("?" if np.isnan(v) else f"{v:.6g}" for v in one) for one in series.T.tolist()]
        state.put({_SHOWN: number + 1, KEY: ":\n".join(lines)[:LONGEST]})


def _answer(result: Result, text: str) -> None:
    try:
        whole = typed(text)
        series = whole[:MOST_VALUES]
        told = access.series_teller(result).tell(series)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    if len(whole) > MOST_VALUES:
        words = t(
            "Only the first {most:,} of {number:,} steps are read.", most=MOST_VALUES, number=len(whole)
        )
        st.caption(words)
    classes = access.series_teller(result).answering.classes
    order = np.argsort(-told.p, kind="stable")[:MOST_LINES]
    st.markdown(answer_words(told, classes))
    ends = [end for _, end in stretches(len(series))]
    names = [classes[place] for place in order.tolist()]
    by, about = effect_of(told, "series")
    figure = stretch_by_stretch(series, ends, told.after[:, order], by, names, dark=is_dark())
    table = told_frame(told, classes)
    alt = t("The series, the probability of each class after each stretch, and what each stretch does")
    charts.show(figure, "own_series", alt, table, about=t("Stretch by stretch"), tools=False)
    st.caption(
        t(
            "Above the series, below it how likely each class is after what was read so far. At the bottom: "
            "{about}",
            about=about,
        )
    )
