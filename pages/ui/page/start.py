"""The frame around every page: one place for the browser tab, the sidebar line and what happens to errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.browser_history import one_step_a_press
from pages.ui.frame.buttons import forget_clicks
from pages.ui.frame.server.kept_sessions import bound_sessions
from pages.ui.frame.server.made_files import hold_made_files
from pages.ui.frame.server.upload_room import bound_uploads
from pages.ui.frame.server.upload_size import hold_upload_size
from pages.ui.frame.server.whole_clicks import finish_clicks
from pages.ui.frame.theme import veil_sliders
from pages.ui.frame.visitor_cookie import remember_visitor
from pages.ui.page.door import let_in
from pages.ui.page.machine_line import machine_line
from pages.ui.page.menu import menu
from pages.ui.page.set_aside import say_set_aside
from pages.ui.page.sign_in import account_line
from pages.ui.page.take_along import offer_to_take_along
from rnnkit.host import machine
from rnnkit.words import t

# A file of our own: the browser would fetch a Material icon for its tab from a font server.
ICON = Path(__file__).parent / "icon.svg"


@contextmanager
def start_page(title: str, place: str = "", *, bare: bool = False) -> Iterator[None]:
    """Everything a page needs before its first own line; wrap the whole page in it.

    Where a page shows one of several places, each starts at the top. A `bare` one has no sidebar.
    """
    _ensure_shell()
    state.arrive(title)
    finish_clicks()
    hold_made_files()
    hold_upload_size()
    bound_uploads()
    bound_sessions()
    st.set_page_config(page_title=f"{title} · {t('RNN playground')}", page_icon=str(ICON), layout="wide")
    with error_boundary() as said, st.container() if bare else st.sidebar:
        remember_visitor()
        veil_sliders()
    if not let_in(said):
        st.stop()
    if not bare:
        with error_boundary(said) as said, st.sidebar:
            account_line()
            one_step_a_press(f"{title} {place}")
            machine_line()
    with error_boundary(said) as said:
        say_set_aside(title)
        offer_to_take_along()
    with error_boundary(said):
        yield
    forget_clicks()
    state.arrive(title, drawn=True)
    _loaded(title)


@cache
def _loaded(page: str) -> None:
    """Once a server and page: what the page has loaded is no garbage.

    Else each full collection looks through all modules, a tenth of a second or two in which nobody is served.
    """
    del page
    machine.freeze()


def _ensure_shell() -> None:
    """Go through `app.py` when Streamlit did not.

    With a `pages` folder, a fresh server answers a deep link by running the page alone, until some
    session has called `st.navigation`. Calling it here ends that, and the rerun takes the right way.
    """
    if not state.take_shell():
        st.navigation(menu(), position="hidden")
        st.rerun()
