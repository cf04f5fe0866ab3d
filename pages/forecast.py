"""Forecast: a time series in, an honest forecast out, beside the baselines it had to beat."""

import streamlit as st

from pages.ui.forecast.data.data_part import data_part
from pages.ui.forecast.model_part import model_part
from pages.ui.forecast.page import PAGE
from pages.ui.forecast.result_part import result_part
from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from rnnkit.words import t

with start_page(t("Forecast")):
    st.title(t("Forecast a time series"))
    three_parts(PAGE, data_part, model_part, result_part)
