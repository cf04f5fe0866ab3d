"""Gates lab: what the gates of a trained network do at every step, and the way its state takes."""

import streamlit as st

from pages.ui.form.ignored_settings import say_ignored
from pages.ui.frame.boundary import error_boundary
from pages.ui.gates.choose_network import layer_field, network_field, reading_field
from pages.ui.gates.gate_heat import heat
from pages.ui.gates.gate_table import gate_table
from pages.ui.gates.trajectories import trajectories
from pages.ui.gates.unit import unit
from pages.ui.page.start import start_page
from rnnkit.inspect.gates_settings import GatesConfig
from rnnkit.words import t

with start_page(t("Gates lab")):
    st.title(t("Gates at work"))
    st.markdown(
        t(
            "LSTM and GRU remember with gates: numbers between 0, closed, and 1, open, that decide at every "
            "step what enters the memory, what stays and what is shown. Here a trained network reads, and "
            "you can watch each of its gates."
        )
    )
    say_ignored(GatesConfig)
    network = network_field()
    with error_boundary():
        reading = reading_field(network)
        layer = layer_field(reading)
        gate_table(reading, layer)
        heat(reading, layer)
        unit(reading, layer)
    trajectories(network)
