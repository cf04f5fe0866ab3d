"""Generate: a text in, a language model out that goes on writing it, scored beside counting."""

import streamlit as st

from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.page.start import start_page
from pages.ui.result.guest import guest_part
from pages.ui.result.imported import imported_part
from pages.ui.result.share_links import share_links
from pages.ui.text.data_part import data_part
from pages.ui.text.model_part import model_part
from pages.ui.text.page import PAGE
from pages.ui.text.result_part import result_part
from pages.ui.text.write_form import TEMPERATURE, can_be_temperature
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

with start_page(t("Generate")):
    st.title(t("Generate text"))
    if not guest_part(PAGE, result_part):
        come_back(PAGE.name)
        runs = follow(PAGE)
        say_ignored(TextConfig, GenerateConfig, special={TEMPERATURE: can_be_temperature})
        came = imported_part(runs, result_part)
        loaded = None if came else data_part()
        if loaded:
            model_part(loaded, runs)
        if not came and (loaded or runs):
            result_part(runs)
        if loaded or runs:
            share_links(runs)
