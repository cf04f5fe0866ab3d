"""Generate: a text in, a language model out that goes on writing it, scored beside counting."""

import streamlit as st

from pages.ui.page.start import start_page
from pages.ui.result.three_parts import three_parts
from pages.ui.text.data_part import data_part
from pages.ui.text.model_part import model_part
from pages.ui.text.page import PAGE
from pages.ui.text.result_part import result_part
from pages.ui.text.write_form import TEMPERATURE, can_be_temperature
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.words import t

with start_page(t("Generate")):
    st.title(t("Generate text"))
    three_parts(
        PAGE, data_part, model_part, result_part, GenerateConfig, special={TEMPERATURE: can_be_temperature}
    )
