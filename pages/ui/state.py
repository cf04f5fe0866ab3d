"""What one browser tab remembers between reruns. The only file that names `session_state`.

Little belongs here: runs and data live in the store, settings and ids in the address bar.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

_SHELL = "_shell"
_VIEWER = "_viewer"


def mark_shell() -> None:
    """Remember that this rerun came through `app.py`."""
    st.session_state[_SHELL] = True


def take_shell() -> bool:
    """Whether this rerun came through `app.py`; true once."""
    return bool(st.session_state.pop(_SHELL, False))


def viewer() -> str:
    """A random name of this tab's session: runs started here are listed here only."""
    return str(st.session_state.setdefault(_VIEWER, secrets.token_urlsafe(16)))


def get(key: str, default: Any = None) -> Any:
    """The remembered value of a widget or a note."""
    return st.session_state.get(key, default)


def put(values: Mapping[str, object]) -> None:
    """Set widgets or notes; only before the widget is drawn, or in a callback."""
    for key, value in values.items():
        st.session_state[key] = value


def forget(keys: Iterable[str]) -> None:
    """Let widgets return to their defaults."""
    for key in keys:
        st.session_state.pop(key, None)


def take(key: str) -> Any:
    """A note that is read once."""
    return st.session_state.pop(key, None)
