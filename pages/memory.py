"""Memory: how far back gradients reach, and which cells learn to remember."""

import streamlit as st

from pages.ui.form.forms import fill_waiting
from pages.ui.form.ignored_settings import say_ignored
from pages.ui.form.preset.start_link import start_in_address
from pages.ui.form.runs_in_address import follow
from pages.ui.frame.address import come_back
from pages.ui.memory.flow import flow_part
from pages.ui.memory.page import PAGE
from pages.ui.memory.problems import cards, own_settings
from pages.ui.memory.result_part import result_part
from pages.ui.page.start import start_page
from pages.ui.result.guest import guest_part
from pages.ui.result.share_links import share_links
from rnnkit.inspect.flow_settings import FlowConfig
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.words import t

with start_page(t("Memory")):
    st.title(t("What networks remember"))
    if not guest_part(PAGE, result_part):
        come_back(PAGE.name)
        start_in_address(PAGE)
        runs = follow(PAGE)
        say_ignored(FlowConfig, MemoryConfig)
        fill_waiting()
        flow_part()
        st.subheader(t("Which cells learn to remember"))
        st.markdown(
            t(
                "Problems that can only be solved by remembering, generated at random while you train. The "
                "line called no memory is the best that is possible without one. The last problem needs no "
                "memory, only a look ahead: a network that reads in one direction can only guess there."
            )
        )
        cards()
        own_settings(runs)
        result_part(runs)
        share_links(runs)
