"""The three parts of every task page: Data, Model, Result. A part whose work is done folds to one line."""

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.streamlit_names import ExpanderContainer
from pages.ui.frame.words import literal

_KEY = "part_{name}"
_WISH = "_fold_{name}"
_LEFT = "_left_{key}"


def part(name: str, title: str, icon: str, summary: str = "", folded_summary: str = "") -> ExpanderContainer:
    """A foldable part with its essence in the heading, so that a folded one still tells what was chosen."""
    key = _KEY.format(name=name)
    wish = state.take(_WISH.format(name=name))
    opened = _kept(key, True, wish)
    essence = summary or ("" if opened else folded_summary)
    label = f"**{title}**" + (f" · {literal(essence)}" if essence else "")
    return st.expander(label, icon=icon, key=key, on_change="rerun")


def folded(key: str, label: str, icon: str, opened: bool = False) -> ExpanderContainer:
    """Something for a closer look. It stays as it was left, whatever becomes of its label."""
    key = f"fold_{key}"
    _kept(key, opened)
    return st.expander(label, type="compact", icon=icon, key=key, on_change="rerun")


def _kept(key: str, default: bool, wish: bool | None = None) -> bool:
    """Whether a fold is open, written down anew: Streamlit takes one with another label for another fold.

    It also forgets one that a rerun did not come to, so how it was left is noted, as long as the page stays.
    """
    left = _LEFT.format(key=key)
    before = default if state.arrived() else state.get(left, default)
    opened = bool(state.get(key, before) if wish is None else wish)
    state.put({key: opened, left: opened})
    return opened


def is_open(name: str) -> bool:
    """Whether a part shows more than its heading."""
    return bool(state.get(_KEY.format(name=name), True))


def fold(**parts: bool) -> None:
    """Open or close parts the next time they are drawn: `fold(data=False, model=True)`."""
    state.put({_WISH.format(name=name): opened for name, opened in parts.items()})
