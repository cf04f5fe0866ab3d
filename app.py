"""The menu of the playground, nothing else: every page brings its own frame."""

from typing import Literal

import streamlit as st

from pages.ui.frame.state import mark_shell
from pages.ui.page.door import is_open
from pages.ui.page.menu import menu, on_projector
from pages.ui.page.turns import turn

with turn():
    mark_shell()
    position: Literal["sidebar", "hidden"] = "sidebar" if is_open() and not on_projector() else "hidden"
    st.navigation(menu(), position=position, expanded=True).run()  # else half of it hides behind "View more"
