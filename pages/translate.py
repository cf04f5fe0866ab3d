"""Translate: pairs in, a network out that turns one side into the other, scored beside simple methods."""

import streamlit as st

from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.page.start import start_page
from pages.ui.result.guest import guest_part
from pages.ui.result.imported import imported_part
from pages.ui.result.share_links import share_links
from pages.ui.translate.data_part import data_part
from pages.ui.translate.model_part import model_part
from pages.ui.translate.page import PAGE
from pages.ui.translate.result_part import result_part
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.words import t

with start_page(t("Translate")):
    st.title(t("Translate and rewrite"))
    if not guest_part(PAGE, result_part):
        come_back(PAGE.name)
        runs = follow(PAGE)
        say_ignored(TranslateConfig)
        came = imported_part(runs, result_part)
        loaded = None if came else data_part()
        if loaded:
            model_part(loaded, runs)
        if not came and (loaded or runs):
            result_part(runs)
        if loaded or runs:
            share_links(runs)
