"""Classify: texts with classes in, a network out that tells them apart, beside a model of words alone."""

import streamlit as st

from pages.ui.classify.data_part import data_part
from pages.ui.classify.model_part import model_part
from pages.ui.classify.page import PAGE
from pages.ui.classify.result_part import result_part
from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.page.start import start_page
from pages.ui.result.guest import guest_part
from pages.ui.result.imported import imported_part
from pages.ui.result.share_links import share_links
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import t

with start_page(t("Classify")):
    st.title(t("Classify texts"))
    if not guest_part(PAGE, result_part):
        come_back(PAGE.name)
        runs = follow(PAGE)
        say_ignored(ClassifyConfig)
        came = imported_part(runs, result_part)
        loaded = None if came else data_part()
        if loaded:
            model_part(loaded, runs)
        if not came and (loaded or runs):
            result_part(runs)
        if loaded or runs:
            share_links(runs)
