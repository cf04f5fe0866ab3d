"""Home: what this is, and examples that start with one click."""

import streamlit as st

from pages.ui.home.open_model import open_model
from pages.ui.home.presets import preset_cards
from pages.ui.home.welcome import recent_runs, welcome
from pages.ui.home.your_data import your_data
from pages.ui.page.start import start_page
from rnnkit.words import t

with start_page(t("Home")):
    st.title(t("RNN playground"))
    welcome()
    open_model()
    recent_runs()
    preset_cards()
    your_data()
