"""How a file of texts with classes is read: everything that was found out, to be said instead."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.form.reading_words import CHOICES, FIND_OUT, spelled
from pages.ui.frame.buttons import pressed
from rnnkit.data.labelled import Labelled, LabelledOverrides
from rnnkit.words import t

ONE_CLASS = {False: "one, and rows of several are left out", True: "several per text"}
LEVELS = {"coarse": "the part before the colon", "fine": "the whole"}


def reading_form(key: str, held: LabelledOverrides, data: Labelled | None) -> LabelledOverrides | None:
    """Draw the choices; what was decided once the button is pressed, else `None`."""
    origin = data.origin if data else None
    offered = [str(name) for name in origin.offered] if origin else []
    left, right = st.columns(2)
    with left:
        text = _columns(t("Column of texts"), f"{key}_text", offered, held.text)
        encoding = _choice("encoding", key, held.encoding, origin.encoding if origin else "")
        several = _among(t("Classes of a text"), f"{key}_several", ONE_CLASS, held.several)
    with right:
        label = _columns(t("Column of classes"), f"{key}_label", offered, held.label)
        header = _choice("header", key, held.header)
        level = _among(t("A class like a:b is"), f"{key}_level", LEVELS, held.level)
    if not pressed(t("Read it this way"), key=f"{key}_read", icon=":material/refresh:"):
        return None
    return held.replace(
        text=text, label=label, encoding=encoding, header=header, several=several, level=level
    )


def _columns(label: str, key: str, offered: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """Columns among those of the file, or their places from 0 where nothing is known of it."""
    if offered:
        known = [name for name in held if name in offered]
        chosen = st.multiselect(
            label, offered, default=known, placeholder=t("automatic"), key=f"labelled_{key}"
        )
        return tuple(chosen)
    words = st.text_input(
        label,
        ", ".join(held),
        placeholder=t("automatic"),
        key=f"labelled_{key}",
        max_chars=200,
        help=t("The name of the column, or its place counted from 0; several with commas between them."),
    )
    return tuple(name.strip() for name in words.split(",") if name.strip())


def _choice(name: str, key: str, held: object, found: str = "") -> object:
    """One of the choices that all files have."""
    label, words = CHOICES[name]
    return _among(t(label), f"{key}_{name}", words, held, found)


def _among(label: str, key: str, words: Mapping[Any, str], held: object, found: str = "") -> object:
    """One of these values, or `None`: what was `found`, if that is known."""
    options = [FIND_OUT, *words]
    chosen = st.selectbox(
        label,
        options,
        index=options.index(held) if held in words else 0,
        format_func=lambda value: spelled(words, value, found),
        key=f"labelled_{key}",
    )
    return None if chosen == FIND_OUT else chosen
