"""Choosing: networks of equal weight on one problem, what they cost by length, and which one to take."""

import streamlit as st

from pages.ui.address import come_back
from pages.ui.choosing.cost import cost_part
from pages.ui.choosing.equals import equals_part
from pages.ui.choosing.result_part import result_part
from pages.ui.ignored import say_ignored
from pages.ui.page import start_page
from pages.ui.runs_in_address import follow
from pages.ui.tasks import REMEMBERING
from rnnkit.config import ChoosingConfig
from rnnkit.text import t

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
