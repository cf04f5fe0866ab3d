"""The menu of the playground, nothing else: every page brings its own frame."""

import streamlit as st

from pages.ui.frame.menu import menu
from pages.ui.frame.state import mark_shell

mark_shell()
st.navigation(menu()).run()
