"""Forecast: a time series in, an honest forecast out, beside the baselines it had to beat."""

import streamlit as st

from pages.ui.address import come_back
from pages.ui.data_part import data_part
from pages.ui.ignored import say_ignored
from pages.ui.model_part import model_part
from pages.ui.page import start_page
from pages.ui.result_part import result_part
from pages.ui.runs_in_address import follow
from rnnkit.text import t

with start_page(t("Forecast")):
    st.title(t("Forecast a time series"))
    come_back()
    runs = follow()
    say_ignored()
    loaded = data_part()
    if loaded:
        model_part(loaded.dataset_id, loaded.table, busy=any(run.active for run in runs))
        result_part(runs)
