"""Generate: a text in, a language model out that goes on writing it, scored beside counting."""

import streamlit as st

from pages.ui.address import come_back
from pages.ui.guest import guest_part
from pages.ui.ignored import say_ignored
from pages.ui.imported import imported_part
from pages.ui.page import start_page
from pages.ui.runs_in_address import follow
from pages.ui.share_links import share_links
from pages.ui.tasks import WRITING
from pages.ui.text.data_part import data_part
from pages.ui.text.model_part import model_part
from pages.ui.text.result_part import result_part
from rnnkit.config import GenerateConfig, TextConfig
from rnnkit.text import t

with start_page(t("Generate")):
    st.title(t("Generate text"))
    if not guest_part(WRITING, result_part):
        come_back(WRITING.name)
        runs = follow(WRITING)
        say_ignored(TextConfig, GenerateConfig)
        came = imported_part(runs, result_part)
        loaded = None if came else data_part()
        if loaded:
            model_part(loaded, runs)
        if not came and (loaded or runs):
            result_part(runs)
        if loaded or runs:
            share_links(runs)
