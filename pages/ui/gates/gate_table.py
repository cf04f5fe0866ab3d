"""What each gate tends to do, in a sentence and in figures."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.frame.chart_table import numbers
from pages.ui.frame.words import share, three
from pages.ui.gates.gate_words import NAMES, sentence
from rnnkit.inspect.activations import Activations, LayerActivations
from rnnkit.inspect.saturation import saturation
from rnnkit.words import t


def gate_table(reading: Activations, layer: LayerActivations) -> None:
    """A sentence a gate, then the shares of the time at which it is saturated."""
    st.subheader(t("What each gate tends to do"))
    for gate, values in layer.gates.items():
        st.markdown(sentence(gate, values, reading.symbols))
    frame = gate_frame(layer)
    words: dict[Any, Any] = {
        column: three if column == t("mean") else share for column in frame.columns if column != t("gate")
    }
    alt = t("Mean of each gate and shares of the time at which it is saturated")
    st.dataframe(frame.style.format(words), hide_index=True, key="gates_table", alt=alt)
    st.caption(
        t(
            "A gate below 0.1 or above 0.9 is called saturated (Karpathy, Johnson and Fei-Fei 2015): it acts "
            "as a switch; in between, as a dimmer."
        )
    )
    numbers("gates_units", units_frame(layer), t("The same for every unit"))


def gate_frame(layer: LayerActivations) -> pd.DataFrame:
    """One row a gate: its mean over units and steps, shares of the time, and units that are always open."""
    rows = []
    for gate, values in layer.gates.items():
        found = saturation(values)
        rows.append(
            {
                t("gate"): t(NAMES[gate]),
                t("mean"): float(found.mean.mean()),
                t("time closed"): float(found.closed.mean()),
                t("time open"): float(found.open.mean()),
                t("units closed at most steps"): float((found.closed > 0.5).mean()),
                t("units open at most steps"): float((found.open > 0.5).mean()),
            }
        )
    return pd.DataFrame(rows)


def units_frame(layer: LayerActivations) -> pd.DataFrame:
    """One row a unit, with the mean of every gate and its shares of the time."""
    columns: dict[str, Any] = {}
    for gate, values in layer.gates.items():
        found, name = saturation(values), t(NAMES[gate])
        columns |= {
            t("{gate}: mean", gate=name): found.mean,
            t("{gate}: time closed", gate=name): found.closed,
            t("{gate}: time open", gate=name): found.open,
        }
    frame = pd.DataFrame(columns)
    frame.insert(0, t("unit"), range(1, len(frame) + 1))
    return frame
