"""Machines: what trains where and who waits, for whoever runs the servers, behind a password of their own."""

import streamlit as st

from pages.ui.machines.hosts import hosts
from pages.ui.machines.line import line
from pages.ui.page.password import ask_password, gave_password
from pages.ui.page.start import start_page
from rnnkit.host.entrance import OPERATOR, password
from rnnkit.words import t

with start_page(t("Machines")):
    st.title(t("Machines"))
    if not password(OPERATOR):
        st.markdown(t("There is nothing here: this server has no page for whoever runs it."))
    elif gave_password(OPERATOR):
        hosts()
        line()
    else:
        ask_password(OPERATOR, t("This page is for whoever runs the server, with a password of its own."))
