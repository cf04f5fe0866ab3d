"""All gates of one unit over time."""

import pandas as pd
import streamlit as st

from pages.ui.form.forms import BIND
from pages.ui.frame import state
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.gates.gate_words import NAMES
from rnnkit.inspect.activations import Activations, LayerActivations
from rnnkit.pictures import gates as gated
from rnnkit.words import t

UNIT = "gates_unit"


@redrawn_alone
def unit(reading: Activations, layer: LayerActivations) -> None:
    """The gates of the unit that is chosen; moving the slider draws this part anew and nothing else."""
    st.subheader(t("One unit at a time"))
    H = layer.h.shape[1]
    if H == 1:
        number = 1
    else:
        if state.get(UNIT, 1) > H:  # the network before this one had more
            state.put({UNIT: H})
        number = st.slider(
            t("Unit"), 1, H, key=UNIT, bind=BIND, help=t("The units are in the order of the weights.")
        )
    values = {t(NAMES[gate]): array[:, number - 1] for gate, array in layer.gates.items()}
    alt = t(
        "The gates of unit {unit} at every step between 0 and 1. The table below has the numbers.",
        unit=number,
    )
    sketch("gates_unit_picture", gated.curves(reading.symbols, values, is_dark()), alt)
    numbers(UNIT, pd.DataFrame({t("read"): reading.symbols, **values}), alt)
