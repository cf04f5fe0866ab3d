"""The one password of this server, asked for before anything else is shown."""

import streamlit as st

from pages.ui.access.resources import browser
from pages.ui.frame import state
from pages.ui.frame.buttons import sent
from pages.ui.frame.words import literal
from rnnkit.errors import LimitError
from rnnkit.host import entrance
from rnnkit.words import plural, t

FIELD = "password"
_GAVE = "_gave_"
WIDTH = 420


def gave_password(name: str = entrance.PASSWORD) -> bool:
    """Whether this browser gave a password within a month; looked up once a visit."""
    proof = entrance.proof(state.visitor_token(), name)
    if state.get(_GAVE + name) != proof and browser().admission.has(proof):
        state.put({_GAVE + name: proof})
    return bool(state.get(_GAVE + name) == proof)


def ask_password(name: str = entrance.PASSWORD, words: str = "") -> None:
    """Draw the question; the right answer draws the page that was asked for."""
    st.markdown(words or t("Ask whoever invited you for the password of this server."))
    with st.form("password_form", width=WIDTH):
        given = st.text_input(
            t("Password"),
            type="password",
            key=FIELD,
            autocomplete="current-password",
            help=t("You are asked again after a month, in another browser, and when the password changes."),
        )
        if sent(t("Open"), key="give_password", type="primary", icon=":material/lock_open:"):
            _answer(given, name)
        else:
            _say_locked()


def _answer(given: str, name: str) -> None:
    """Let in, or say why not."""
    try:
        right = entrance.is_password(given, name)
        left = browser().admission.attempt(right, entrance.proof(state.visitor_token(), name))
    except LimitError as error:
        st.error(literal(error), icon=":material/lock_clock:")
        return
    if right:
        st.rerun()
    if left > 0:
        words = plural("{number} try left", "{number} tries left", left)
        st.error(t("This password is wrong: {left}.", left=words), icon=":material/lock:")
    else:
        _say_locked()


def _say_locked() -> None:
    """Say before anybody types that no password is taken right now."""
    try:
        browser().admission.left()
    except LimitError as error:
        st.error(literal(error), icon=":material/lock_clock:")
