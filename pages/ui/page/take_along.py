"""What this browser trained before its person signed in: taken along to the account once, by a click."""

import streamlit as st

from pages.ui.access.account import account
from pages.ui.access.resources import browser, forget_all, visitor
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from rnnkit.words import plural, t

_ASKED, _TAKEN = "_earlier_asked", "_earlier_taken"


def offer_to_take_along() -> None:
    """Say what there is and ask, as long as neither was chosen."""
    if state.take(_TAKEN):
        st.toast(t("All of it is in your account now."), icon=":material/move_down:")
    if account() is None or state.get(_ASKED) == visitor().key:
        return
    earlier = browser().library.usage()
    if not (earlier.runs or earlier.datasets) or browser().admission.has(_left_mark()):
        state.put({_ASKED: visitor().key})
        return
    with st.container(border=True):
        st.markdown(
            t(
                "Before you signed in, this browser kept {runs} and {files}. If they are yours, take them "
                "along: you then find them on every device you sign in on, and whoever uses this browser "
                "without signing in no longer does.",
                runs=plural("{number} run", "{number} runs", earlier.runs),
                files=plural("{number} file", "{number} files", earlier.datasets),
            )
        )
        with st.container(horizontal=True):
            st.button(
                t("Take them along"),
                key="take_along",
                icon=":material/move_down:",
                type="primary",
                on_click=_take,
            )
            st.button(t("Leave them here"), key="leave_here", on_click=_leave)


def _left_mark() -> str:
    """That the person of this account left what the browser has."""
    return f"left {visitor().key}"


@safely
def _take() -> None:
    renamed = visitor().library.take_over(browser().key)
    forget_all()
    address.forget_all()
    if new := renamed.get(address.wanted(address.DATA)):
        st.query_params[address.DATA] = new
    state.put({_TAKEN: True})


@safely
def _leave() -> None:
    browser().admission.make(_left_mark())
