"""Buttons whose click is not lost on the way.

A click that arrives while Streamlit runs a page without `app.py` (see `pages.ui.page`) would be gone
after the detour; noted in a callback, which runs first of all, it is still there.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui import state

_NOTE = "_pressed_{key}"


def pressed(label: str, *, key: str, first: Callable[[], None] | None = None, **look: Any) -> bool:
    """Draw a button; true once after it was clicked. `first` is done before anything is drawn anew."""
    st.button(label, key=key, on_click=_note, args=(key, first), **look)
    return bool(state.take(_NOTE.format(key=key)))


def sent(label: str, *, key: str, **look: Any) -> bool:
    """Draw the button of a form; true once after the form was sent."""
    st.form_submit_button(label, key=key, on_click=_note, args=(key,), **look)
    return bool(state.take(_NOTE.format(key=key)))


def _note(key: str, first: Callable[[], None] | None = None) -> None:
    if first is not None:
        first()
    state.put({_NOTE.format(key=key): True})
