"""Compose: tunes in, a network out that writes new ones from a meter, a key and first bars."""

import streamlit as st

from pages.ui.compose.data_part import data_part
from pages.ui.compose.model_part import model_part
from pages.ui.compose.page import PAGE
from pages.ui.compose.result_part import result_part
from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.page.start import start_page
from pages.ui.result.guest import guest_part
from pages.ui.result.imported import imported_part
from pages.ui.result.share_links import share_links
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.tasks.compose.write_settings import WriteConfig
from rnnkit.words import t

with start_page(t("Compose")):
    st.title(t("Compose tunes"))
    if not guest_part(PAGE, result_part):
        come_back(PAGE.name)
        runs = follow(PAGE)
        say_ignored(ComposeConfig, WriteConfig)
        came = imported_part(runs, result_part)
        loaded = None if came else data_part()
        if loaded:
            model_part(loaded, runs)
        if not came and (loaded or runs):
            result_part(runs)
        if loaded or runs:
            share_links(runs)
