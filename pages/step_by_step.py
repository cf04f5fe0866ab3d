"""Step by step: every number of a tiny network, forward and backward, beside its formula and its code."""

import streamlit as st

from pages.ui.form.ignored_settings import say_ignored
from pages.ui.inside.gradient_steps import training
from pages.ui.inside.gradients import gradients
from pages.ui.inside.proof import proof
from pages.ui.inside.tour import tour
from pages.ui.inside.toy_form import toy_form
from pages.ui.page.start import start_page
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.words import t

with start_page(t("Step by step")):
    st.title(t("A network, step by step"))
    st.markdown(
        t(
            "A network so small that you can look at every number it computes. Walk through time with the "
            "slider, forward or backward: beside each formula you see its numbers and the line of code that "
            "computed them."
        )
    )
    say_ignored(ToyConfig)
    config = toy_form()
    toy = training(config)
    tour(toy)
    gradients(toy, config)
    proof(toy, config.cell)
