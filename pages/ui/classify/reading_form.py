"""How a file of texts with classes is read: everything that was found out, to be said instead."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.form.reading_words import CHOICES, choice_field
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
        several = choice_field(t("Classes of a text"), ONE_CLASS, held.several, key=f"labelled_{key}_several")
    with right:
        label = _columns(t("Column of classes"), f"{key}_label", offered, held.label)
        header = _choice("header", key, held.header)
        level = choice_field(t("A class like a:b is"), LEVELS, held.level, key=f"labelled_{key}_level")
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
    return choice_field(t(label), words, held, key=f"labelled_{key}_{name}", found=found)
