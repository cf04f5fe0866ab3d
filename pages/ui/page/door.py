"""Who may come in: what this server asks before any page is drawn, and whether it was answered."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.access.account import account, login_needed
from pages.ui.frame.boundary import error_boundary
from pages.ui.page.password import ask_password, gave_password
from pages.ui.page.sign_in import ask_account
from rnnkit.host import entrance
from rnnkit.words import t


def let_in(said: Sequence[str] = ()) -> bool:
    """Whether the page may be drawn; else draw what is asked first, or what is wrong unless it was `said`."""
    with error_boundary(said):
        question = _question()
        if question is None:
            return True
        st.title(t("RNN playground"))
        question()
    return False


def is_open() -> bool:
    """Whether this visitor is let in; not where it cannot be told."""
    try:
        return _question() is None
    except Exception:  # the page says what is wrong
        return False


def _question() -> Callable[[], None] | None:
    """What has to be answered first."""
    if entrance.password() and not gave_password():
        return ask_password
    if login_needed() and account() is None:
        return ask_account
    return None
