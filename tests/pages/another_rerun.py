"""A rerun that is asked for while another one goes on, as by the next click of the same person."""

from threading import Thread

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData

from pages.ui.frame.streamlit_names import get_script_run_ctx


def next_one() -> None:
    """Have the server ask for the whole page to be drawn again; Streamlit does so as soon as it can."""
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    again = RerunData(page_script_hash=context.page_script_hash)
    asking = Thread(target=context.script_requests.request_rerun, args=(again,))
    asking.start()
    asking.join()


def answer() -> None:
    """Answer a click in two steps, with the next rerun asked for before them."""
    next_one()
    for step in ("seen", "done"):
        st.session_state[step] = st.session_state.get(step, 0) + 1
