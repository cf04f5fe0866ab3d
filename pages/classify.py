"""Classify: texts or series with classes in, networks out that tell them apart, beside simple methods."""

import streamlit as st

from pages.ui.classify.data_part import data_part
from pages.ui.classify.model_part import model_part
from pages.ui.classify.page import PAGE
from pages.ui.classify.result_part import result_part
from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from rnnkit.words import t

with start_page(t("Classify")):
    st.title(t("Classify texts and series"))
    three_parts(PAGE, data_part, model_part, result_part)
