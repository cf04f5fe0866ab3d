"""The walk through time: which step is in view, and in which direction."""

from dataclasses import dataclass

import streamlit as st

from pages.ui.frame import state
from rnnkit.words import t

STEP, WAY = "toy_step", "toy_way"
FORWARD, BACKWARD = "Forward", "Backward"


@dataclass(frozen=True)
class Where:
    """The step in view, counted from 1, and whether the walk goes backward."""

    step: int
    backward: bool

    @property
    def index(self) -> int:
        """The step as Python counts it."""
        return self.step - 1


def walk(steps: int) -> Where:
    """Draw the direction and the slider over so many steps."""
    if state.get(STEP, 1) > steps:  # the sequence before this one was longer
        state.put({STEP: steps})
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    way = left.segmented_control(
        t("Direction"),
        (FORWARD, BACKWARD),
        default=FORWARD,
        required=True,
        format_func=t,
        key=WAY,
        bind="query-params",
        help=t("Forward computes values from left to right, backward computes gradients from right to left."),
    )
    step = right.slider(
        t("Time step"),
        1,
        steps,
        key=STEP,
        bind="query-params",
        help=t(
            "Forward, move it to the right; backward, to the left, since the last step comes first there."
        ),
    )
    return Where(int(step), way == BACKWARD)
