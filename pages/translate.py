"""Translate: pairs in, a network out that turns one side into the other, scored beside simple methods."""

import streamlit as st

from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from pages.ui.translate.data_part import data_part
from pages.ui.translate.model_part import model_part
from pages.ui.translate.page import PAGE
from pages.ui.translate.result_part import result_part
from rnnkit.words import t

with start_page(t("Translate")):
    st.title(t("Translate and rewrite"))
    three_parts(PAGE, data_part, model_part, result_part)
