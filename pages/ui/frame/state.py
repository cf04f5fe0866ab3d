"""What one browser tab remembers between reruns. The only file that names `session_state`.

Little belongs here: runs and data live in the store, settings and ids in the address bar.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

_SHELL = "_shell"
_TOKEN = "_visitor_token"
_PAGE, _SHOWN = "_page", "_page_shown"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
COOKIES = {"https": "__Host-rnnkit_visitor", "http": "rnnkit_visitor"}


def mark_shell() -> None:
    """Remember that this rerun came through `app.py`."""
    st.session_state[_SHELL] = True


def take_shell() -> bool:
    """Whether this rerun came through `app.py`; true once."""
    return bool(st.session_state.pop(_SHELL, False))


def arrive(page: str, *, drawn: bool = False) -> None:
    """Note which page this rerun draws, and, once that is done, that it is on the screen.

    A rerun that is cut short by the next one has shown nothing.
    """
    st.session_state[_SHOWN if drawn else _PAGE] = page


def page() -> str:
    """The page that this rerun draws."""
    return str(st.session_state.get(_PAGE, ""))


def arrived() -> bool:
    """Whether this tab showed another page until now, or none."""
    return bool(st.session_state.get(_SHOWN) != st.session_state.get(_PAGE, ""))


def visitor_token() -> str:
    """The secret that makes this browser the owner of its runs: the one it brought, or a new one."""
    if _TOKEN not in st.session_state:
        st.session_state[_TOKEN] = brought() or secrets.token_urlsafe(32)
    return str(st.session_state[_TOKEN])


def brought() -> str:
    """The secret in the cookie of this visit; empty where there is none that could be ours.

    Over https only the one is taken that no neighbouring host and no visit without https can have planted.
    """
    scheme = "https" if str(st.context.url or "").lower().startswith("https:") else "http"
    token = str(st.context.cookies.get(COOKIES[scheme], ""))
    return token if TOKEN.fullmatch(token) else ""


def be(token: str) -> None:
    """Go on as the owner of this secret, which the browser kept in another place."""
    st.session_state[_TOKEN] = token


def get(key: str, default: Any = None) -> Any:
    """The remembered value of a widget or a note."""
    return st.session_state.get(key, default)


def names() -> list[str]:
    """Everything that is remembered, by its name."""
    return [str(key) for key in st.session_state]


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
