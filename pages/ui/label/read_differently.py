"""What was found out about tagged sentences, to be said instead: columns, sentence ends, letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.form.reading_words import CHOICES, FIND_OUT, spelled
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import t

ENDS: Mapping[str, str] = {
    "blank": "at empty lines only",
    "marks": "after . ! ? as well",
}


def read_differently(dataset: Dataset, found: Tagged) -> None:
    """Draw the choices; each reads the file anew."""
    held, facts, columns = TaggedOverrides.from_json(dataset.overrides), found.understood, _columns(found)
    label, encodings = CHOICES["encoding"]
    ends = FIND_OUT if held.ends == "auto" else held.ends
    choices = (
        Choice("token", t("Tokens"), columns, held.token or FIND_OUT, str(facts["text"][0])),
        Choice("tag", t("Tags"), columns, held.tag or FIND_OUT, str(facts["label"])),
        Choice("ends", t("Sentences end"), ENDS, ends),
        Choice("encoding", t(label), encodings, held.encoding or FIND_OUT, str(facts.get("encoding", ""))),
    )
    for box, choice in zip(st.columns(4, vertical_alignment="bottom"), choices, strict=True):
        with box:
            _draw(dataset, choice)


@dataclass(frozen=True)
class Choice:
    """A setting of the reading: its name, label, values in words, what was said, and what was found."""

    name: str
    label: str
    words: Mapping[Any, str]
    held: str
    found: str = ""


def _columns(found: Tagged) -> dict[str, str]:
    """The columns that could be meant, by the name or place that names them."""
    facts = found.understood
    names = [*facts["text"], facts["label"], *facts.get("others", ())]
    return {
        str(name): str(name) if isinstance(name, str) else t("column {number}", number=name + 1)
        for name in names
    }


def _draw(dataset: Dataset, choice: Choice) -> None:
    """One choice, the empty one first, which says what was found."""
    words, held = choice.words, choice.held
    options = [FIND_OUT, *words, *([held] if held and held not in words else [])]
    key = f"tagged_{choice.name}_{dataset.id[:16]}"
    st.selectbox(
        choice.label,
        options,
        index=options.index(held),
        format_func=partial(_spelled, words, choice.found if choice.found in words else ""),
        key=key,
        on_change=partial(_read, dataset.id, choice.name, key, held),
    )


def _spelled(words: Mapping[Any, str], found: str, value: str) -> str:
    return spelled(words, value, spelled(words, found) if found else "")


@safely
def _read(dataset_id: str, name: str, key: str, before: str) -> None:
    """Read the file with what was chosen; the choice turns back to the one `before` where that fails."""
    dataset = resources.dataset(dataset_id)
    held = TaggedOverrides.from_json(dataset.overrides)
    chosen = state.get(key) or ("auto" if name == "ends" else None)
    if not reread(dataset, held.replace(**{name: chosen}), read_tagged):
        state.put({key: before})
