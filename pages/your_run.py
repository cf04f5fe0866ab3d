"""Your run: inside a network that this person trained, on the data it was trained on."""

import streamlit as st

from pages.ui.own.choose_run import able, choose
from pages.ui.own.empty import nothing_yet
from pages.ui.own.inside_job import inside_of
from pages.ui.own.reach import effect_part, reach_part, try_it
from pages.ui.own.states_part import states_part
from pages.ui.page.start import start_page
from rnnkit.words import t

with start_page(t("Your run")):
    st.title(t("Inside your own run"))
    st.markdown(
        t(
            "What does a network that you trained keep in mind, how far back does it look, and which past "
            "steps decide its answer? All of this is measured on its own data."
        )
    )
    if runs := able():
        run = choose(runs)
        if found := inside_of(run):
            reach_part(found)
            try_it(found)
            effect_part(found)
            states_part(found)
    else:
        nothing_yet()
