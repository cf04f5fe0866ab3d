"""How bytes become letters: found out, or said by hand."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import Read, reread
from pages.ui.form.reading_words import CHOICES, FIND_OUT, spelled
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from rnnkit.words import t


def encoding_field(
    key: str, held: str | None = None, on_change: Callable[[], None] | None = None
) -> str | None:
    """Draw the choice and return the encoding that was said; `None` to find it out."""
    label, words = CHOICES["encoding"]
    options = [FIND_OUT, *words]
    chosen = st.selectbox(
        t(label),
        options,
        index=options.index(_option(held)),
        format_func=partial(spelled, words),
        key=_key(key),
        on_change=on_change,
        width=320,
    )
    return None if chosen == FIND_OUT else chosen


@safely
def read_as(kind: type[Any], read: Read[Any], dataset_id: str) -> None:
    """Read the same bytes in the encoding that was chosen; the choice turns back where that fails.

    `kind` are the overrides of such data, which have an `encoding`.
    """
    dataset = resources.dataset(dataset_id)
    held = kind.from_json(dataset.overrides)
    if not reread(dataset, held.replace(encoding=state.get(_key(dataset_id)) or None), read):
        state.put({_key(dataset_id): _option(held.encoding)})


def _key(key: str) -> str:
    """Where the choice is remembered."""
    return f"encoding_{key[:24]}"


def _option(encoding: str | None) -> str:
    """The option of an encoding; that of finding it out where there is none."""
    return encoding if encoding and encoding in CHOICES["encoding"][1] else FIND_OUT
