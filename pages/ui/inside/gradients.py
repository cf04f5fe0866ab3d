"""How much gradient arrives at each step, and what clipping makes of the gradient of the weights."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from rnnkit.inspect.toy import Toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.numpy_rnn import CLIPS, Arrays, norm
from rnnkit.pictures import toy_network as drawings
from rnnkit.words import t

WAYS = {"none": "as it is", "value": "clipped by value", "norm": "clipped by norm"}


def gradients(toy: Toy, config: ToyConfig) -> None:
    """The two views side by side."""
    st.subheader(t("Gradients through time"))
    left, right = st.columns(2)
    with left:
        _arriving(toy)
    with right:
        _clipping(toy, config.limit)


def _arriving(toy: Toy) -> None:
    st.markdown(t("**Gradient that arrives at each state**"))
    alt = t("Length of the gradient by the state of every time step, and where it came from")
    rows = {
        "step": range(1, len(toy.sequence) + 1),
        "from its own output": [np.linalg.norm(step.out) for step in toy.back.arrivals],
        "from later steps": [np.linalg.norm(step.h) for step in toy.back.arrivals],
        "together": [np.linalg.norm(step.h) for step in toy.back.steps],
    }
    charts.show(drawings.arriving(toy, is_dark()), "arriving", alt, pd.DataFrame(rows))


def _clipping(toy: Toy, limit: float) -> None:
    st.markdown(t("**Clipping the gradient of the weights at {limit}**", limit=three(limit)))
    frame = clipping_frame(toy.back.weights, limit)
    words: dict[Any, Any] = dict.fromkeys(frame.columns[1:], three)
    shown = frame.style.format(words)
    st.dataframe(shown, hide_index=True, key="clipping", alt=t("The gradient before and after clipping"))
    st.caption(
        t(
            "The norm is the length of all numbers together. By value, each number is cut on its own, which "
            "can turn the direction; by norm, the gradient gets shorter and keeps its direction."
        )
    )


def clipping_frame(gradient: Arrays, limit: float) -> pd.DataFrame:
    """Norm, largest number and direction of a gradient, before and after clipping."""
    rows = []
    for way, clip in CLIPS.items():
        clipped = clip(gradient, limit)
        rows.append(
            {
                t("gradient"): t(WAYS[way]),
                t("norm"): norm(clipped),
                t("largest number"): max(float(np.abs(array).max()) for array in clipped.values()),
                t("turned by, degrees"): turned(gradient, clipped),
            }
        )
    return pd.DataFrame(rows)


def turned(one: Arrays, other: Arrays) -> float:
    """The angle between two gradients in degrees; zero where one of them is nothing."""
    if not norm(one) or not norm(other):
        return 0.0
    a, b = one.each(lambda array: array / norm(one)), other.each(lambda array: array / norm(other))
    apart, along = norm(a.each(np.subtract, b)), norm(a.each(np.add, b))
    return float(np.degrees(2 * np.arctan2(apart, along)))
