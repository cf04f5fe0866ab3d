"""Label: tagged sentences in, a network out that tags every token, scored beside counting."""

import streamlit as st

from pages.ui.label.data_part import data_part
from pages.ui.label.model_part import model_part
from pages.ui.label.page import PAGE
from pages.ui.label.result_part import result_part
from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from rnnkit.words import t

with start_page(t("Label")):
    st.title(t("Label every word"))
    three_parts(PAGE, data_part, model_part, result_part)
