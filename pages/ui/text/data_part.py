"""The Data part of a text: what there is, each change with its switch, and how it is cut into symbols."""

from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, turn
from pages.ui.form import forms
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.encoding_form import encoding_field, read_as
from pages.ui.form.repairs import repairs, warnings
from pages.ui.frame.folds import folded, part
from pages.ui.frame.words import count, literal
from pages.ui.result.live.live_samples import plain_text
from pages.ui.text import access
from pages.ui.text.choose_text import choose_text
from pages.ui.text.cut import cut_fields
from pages.ui.text.page import PAGE
from rnnkit.data import Text, TextOverrides, read_text
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

PREVIEW = 2000  # characters
PREVIEW_HEIGHT = 220


@dataclass(frozen=True)
class Loaded:
    """The text on the page, and the settings that cut it into symbols."""

    dataset: Dataset
    text: Text
    cut: dict[str, object] = field(default_factory=dict)


def data_part() -> Loaded | None:
    """Draw the text in the address, or the ways to get one."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), ":material/article:", _essence(loaded) if loaded else ""):
        if loaded is None:
            choose_text()
            return None
        forms.fill_waiting()
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        st.caption(literal(" · ".join(_understood(loaded.text))))
        plain_text(loaded.text.text[:PREVIEW], height=PREVIEW_HEIGHT)
        switch = partial(turn, TextOverrides, read_text)
        warnings(loaded.dataset, loaded.text.changes, switch)
        repairs(loaded.dataset, loaded.text.changes, switch)
        loaded = replace(loaded, cut=cut_fields(loaded.dataset.id))
        _closer_look(loaded)
    return loaded


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), access.text(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The text in one line: name and size."""
    letters = plural("{number} character", "{number} characters", len(loaded.text.text))
    return f"{loaded.dataset.name} · {letters}"


def _understood(text: Text) -> list[str]:
    """The facts that tell at a glance whether the text was read as it was meant."""
    facts = text.understood
    return [
        plural("{number} line", "{number} lines", int(str(facts["lines"]))),
        plural("{number} word", "{number} words", int(str(facts["words"]))),
        t("{number} different characters", number=count(int(str(facts["distinct"])))),
        str(facts["encoding"]),
    ]


def _closer_look(loaded: Loaded) -> None:
    """Another reading, other texts: folded until somebody wants them."""
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    if (box := folded("text_differently", t("Read the text differently"), ":material/edit_note:")).open:
        with box:
            _read_differently(loaded.dataset)
    if (box := folded("other_text", t("Use another text"), ":material/swap_horiz:")).open:
        with box:
            choose_text()


def _read_differently(dataset: Dataset) -> None:
    """What was found out about the letters, to be said instead."""
    held = TextOverrides.from_json(dataset.overrides).encoding
    encoding_field(dataset.id, held, on_change=partial(read_as, TextOverrides, read_text, dataset.id))
