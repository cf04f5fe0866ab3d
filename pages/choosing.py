"""Choosing: networks of equal weight on one problem, what they cost by length, and which one to take."""

import streamlit as st

from pages.ui.choosing.cost import cost_part
from pages.ui.choosing.equals import equals_part
from pages.ui.choosing.result_part import result_part
from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.memory.page import PAGE as REMEMBERING
from pages.ui.page.start import start_page
from rnnkit.choosing.settings import ChoosingConfig
from rnnkit.words import t

with start_page(t("Choosing")):
    st.title(t("Which network to choose"))
    st.markdown(
        t(
            "Recurrent networks are not the only ones that read sequences. Here, six networks with about the "
            "same number of weights learn the same problem: RNN, LSTM, GRU, a bidirectional LSTM, a "
            "convolutional network (CNN) and a small Transformer."
        )
    )
    come_back("choosing")
    runs = follow(REMEMBERING)
    say_ignored(ChoosingConfig)
    equals_part()
    result_part(runs)
    cost_part()
