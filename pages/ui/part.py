"""The three parts of every task page: Data, Model, Result. A part whose work is done folds to one line."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import state
from pages.ui.words import literal

_KEY = "part_{name}"
_WISH = "_fold_{name}"


def part(name: str, title: str, icon: str, summary: str = "", opened: bool = True) -> DeltaGenerator:
    """A foldable part with its essence in the heading, so that a folded one still tells what was chosen."""
    key = _KEY.format(name=name)
    wish = state.take(_WISH.format(name=name))
    state.put({key: state.get(key, opened) if wish is None else wish})
    label = f"**{title}**" + (f" · {literal(summary)}" if summary else "")
    return st.expander(label, icon=icon, key=key, on_change="rerun")


def is_open(name: str) -> bool:
    """Whether a part shows more than its heading."""
    return bool(state.get(_KEY.format(name=name), True))


def fold(**parts: bool) -> None:
    """Open or close parts the next time they are drawn: `fold(data=False, model=True)`."""
    state.put({_WISH.format(name=name): opened for name, opened in parts.items()})
