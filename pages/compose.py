"""Compose: tunes in, a network out that writes new ones from a meter, a key and first bars."""

import streamlit as st

from pages.ui.compose.data_part import data_part
from pages.ui.compose.model_part import model_part
from pages.ui.compose.page import PAGE
from pages.ui.compose.result_part import result_part
from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from rnnkit.tasks.compose.generation.write_settings import WriteConfig
from rnnkit.words import t

with start_page(t("Compose")):
    st.title(t("Compose tunes"))
    three_parts(PAGE, data_part, model_part, result_part, WriteConfig)
