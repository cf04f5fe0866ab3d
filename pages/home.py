"""Home: what this is, and examples that start with one click."""

import streamlit as st

from pages.ui.open_model import open_model
from pages.ui.page import start_page
from pages.ui.presets import preset_cards
from pages.ui.welcome import recent_runs, welcome
from pages.ui.your_data import your_data
from rnnkit.text import t

with start_page(t("Home")):
    st.title(t("RNN playground"))
    welcome()
    open_model()
    recent_runs()
    preset_cards()
    your_data()
