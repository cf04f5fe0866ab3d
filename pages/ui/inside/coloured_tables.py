"""The numbers of one step as tables whose cells are coloured by size."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from pages.ui.inside.walk import Where
from rnnkit.inspect.toy import Toy
from rnnkit.numpy_rnn import Arrays
from rnnkit.pictures import palette
from rnnkit.words import t

STRONGEST = 0.55  # text stays readable on it
READ_OUT = ("s", "y_hat", "loss")


def heat_tables(toy: Toy, where: Where) -> None:
    """The cell's numbers at the step in view, and those of the output."""
    found = (toy.back.steps if where.backward else toy.run.steps)[where.index]
    words = t("Gradients at step {step}") if where.backward else t("Values at step {step}")
    what = words.format(step=where.step)
    cell = {name: array for name, array in found.items() if name not in READ_OUT}
    out = {name: array for name, array in found.items() if name in READ_OUT}
    left, right = st.columns(2)
    with left:
        _table(t("{what}: the cell", what=what), Arrays(**cell), t("unit {number}"), "cell")
    with right:
        names = tuple(toy.sequence.symbols) or ("",)
        _table(t("{what}: the output", what=what), Arrays(**out), "", "output", names)


def _table(title: str, arrays: Arrays, unit: str, key: str, names: tuple[str, ...] = ()) -> None:
    """One row a name, one column a unit or symbol."""
    frame = heat_frame(arrays, unit, names)
    largest = float(frame.abs().max().max()) or 1.0
    words: dict[Any, Any] = dict.fromkeys(frame, three)
    shown = frame.style.format(words, na_rep="").map(lambda value: _color(value, largest))
    st.markdown(f"**{title}**")
    st.dataframe(shown, key=f"heat_{key}", placeholder="", alt=title)


def heat_frame(arrays: Arrays, unit: str, names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Arrays under each other; shorter ones leave cells empty."""
    frame = pd.DataFrame({name: pd.Series(array.reshape(-1)) for name, array in arrays.items()}).T
    words = names or tuple(unit.format(number=number + 1) for number in range(frame.shape[1]))
    return frame.set_axis([word or t("value") for word in words], axis="columns")


def _color(value: float, largest: float) -> str:
    """Petrol above zero, rust below, the stronger the larger."""
    if pd.isna(value):
        return ""
    color = palette.signed(1 if value > 0 else -1, is_dark())
    return f"background-color: {palette.fade(color, round(STRONGEST * abs(value) / largest, 3))}"
