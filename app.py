"""The menu of the playground, nothing else: every page brings its own frame."""

import streamlit as st

from pages.ui.frame.state import mark_shell
from pages.ui.page.door import is_open
from pages.ui.page.menu import menu, on_projector

mark_shell()
st.navigation(menu(), position="sidebar" if is_open() and not on_projector() else "hidden").run()
