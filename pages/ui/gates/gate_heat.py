"""One gate of all units over time."""

import pandas as pd
import streamlit as st

from pages.ui.form.forms import BIND
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.gates.gate_words import NAMES
from rnnkit.inspect.activations import Activations, LayerActivations
from rnnkit.pictures import gates as gated
from rnnkit.words import t


@redrawn_alone
def heat(reading: Activations, layer: LayerActivations) -> None:
    """The picture of the gate that is chosen; choosing another draws this part anew and nothing else."""
    st.subheader(t("All units over time"))
    names = {t(NAMES[gate]).capitalize(): gate for gate in layer.gates}
    chosen = st.segmented_control(
        t("Gate"),
        list(names),
        default=next(iter(names)),
        required=True,
        key=f"gates_gate_{reading.cell}",
        bind=BIND,
    )
    values = layer.gates[names[chosen or next(iter(names))]]
    T, H = values.shape
    alt = t(
        "The {gate} gate of {units} units at {steps} steps, petrol where it is open and rust where it is "
        "closed. The table below has its numbers.",
        gate=chosen,
        units=H,
        steps=T,
    )
    sketch("gates_heat", gated.heat(reading.symbols, values, is_dark()), alt)
    st.caption(
        t(
            "Each row is a unit, the most open one on top; each column is a step. Petrol is open, rust "
            "is closed, pale is half open. Point at a row to read its unit."
        )
    )
    columns = {t("unit {unit}", unit=unit + 1): values[:, unit] for unit in range(H)}
    numbers("gates_heat", pd.DataFrame({t("read"): reading.symbols, **columns}), alt)
