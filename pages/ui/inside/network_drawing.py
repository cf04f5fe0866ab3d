"""The network unrolled in time."""

import streamlit as st

from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.inside.walk import Where
from rnnkit.inspect.toy import Toy
from rnnkit.pictures.unrolled import unrolled
from rnnkit.words import t

FORWARD = (
    "Each square is a number: petrol above zero, rust below, empty if not computed yet. The same weights "
    "work at every step: a W with the same letter is the same matrix."
)
BACKWARD = (
    "Each square is the gradient of the loss by a number: petrol where a larger number means more loss, rust "
    "where it means less. Gradients take the way of the numbers back, from the last step to the first."
)


def drawing(toy: Toy, where: Where) -> None:
    """The drawing with what its colours mean."""
    picture = unrolled(toy, where.step, where.backward, is_dark())
    kind = t("gradients") if where.backward else t("values")
    alt = t(
        "The network at its {steps} time steps with the {kind} of inputs, states and outputs; step {step} is "
        "in view. The table below has its numbers.",
        steps=len(toy.sequence),
        kind=kind,
        step=where.step,
    )
    sketch("unrolled", picture, alt)
    st.caption(t(BACKWARD if where.backward else FORWARD))
