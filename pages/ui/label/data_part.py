"""The Data part: the sentences in colour, what was understood of their file, its tags, and their parts."""

from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, turn
from pages.ui.form import forms
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.repairs import repairs, warnings
from pages.ui.frame.folds import folded, part
from pages.ui.frame.words import literal
from pages.ui.label import access
from pages.ui.label.choose_sentences import SENTENCES
from pages.ui.label.coloured import coloured
from pages.ui.label.page import PAGE
from pages.ui.label.parted import parted
from pages.ui.label.read_differently import read_differently
from pages.ui.label.tags import tag_table, types_of
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

SHOWN = 8  # sentences
LONGEST = 60  # tokens of each
SWITCHED = frozenset({"ends", "offsets", "positions"})  # changes that can be taken back


@dataclass(frozen=True)
class Loaded:
    """The sentences on the page, and the settings that say what is scored."""

    dataset: Dataset
    tagged: Tagged
    chosen: dict[str, object] = field(default_factory=dict)


def data_part() -> Loaded | None:
    """Draw the sentences in the address, or the ways to get some."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), ":material/sell:", _essence(loaded) if loaded else ""):
        if loaded is None:
            SENTENCES.draw()
            return None
        forms.fill_waiting()
        found = loaded.tagged
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        st.caption(literal(" · ".join(understood_words(found))))
        show_sentences(found)
        facts = [change.key for change in found.changes if change.key not in SWITCHED]
        switch = partial(turn, TaggedOverrides, read_tagged)
        warnings(loaded.dataset, found.changes, switch, facts)
        repairs(loaded.dataset, found.changes, switch, facts)
        tag_table(found)
        loaded = replace(loaded, chosen=parted(loaded.dataset.id))
        _closer_look(loaded)
    return loaded


def show_sentences(found: Tagged) -> None:
    """The first sentences in the colours of their tags."""
    first = [
        (tokens[:LONGEST], tags[:LONGEST])
        for tokens, tags in zip(found.tokens[:SHOWN], found.tags[:SHOWN], strict=True)
    ]
    joined = bool(found.cutting["characters"])
    coloured("tagged_sentences", first, types_of(found), spans=found.spans, joined=joined)


def understood_words(found: Tagged) -> list[str]:
    """The facts that tell at a glance whether the file was read as it was meant."""
    facts = found.understood
    text, label = facts.get("text", [""])[0], facts.get("label", "")
    named = facts.get("header", True)
    columns = (
        t("tokens from {text!r}, tags from {label!r}", text=str(text), label=str(label))
        if named or isinstance(text, str)
        else t("tokens in column {text}, tags in column {label}", text=text + 1, label=label + 1)
    )
    scheme = t("plain tags") if found.scheme == "none" else str(found.scheme)
    return [
        plural("{number} sentence", "{number} sentences", len(found)),
        plural("{number} token", "{number} tokens", int(facts["tokens"])),
        columns,
        scheme if found.spans or found.scheme != "none" else t("a tag for every token"),
        *([plural("{number} name", "{number} names", int(facts["entities"]))] if found.spans else []),
        str(facts.get("encoding", "")),
    ]


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), access.tagged(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The sentences in one line: name and number."""
    return f"{loaded.dataset.name} · {plural('{number} sentence', '{number} sentences', len(loaded.tagged))}"


def _closer_look(loaded: Loaded) -> None:
    """Another reading, other sentences: folded until somebody wants them."""
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    if (box := folded("tagged_differently", t("Read the file differently"), ":material/edit_note:")).open:
        with box:
            read_differently(loaded.dataset, loaded.tagged)
    if (box := folded("other_tagged", t("Use other sentences"), ":material/swap_horiz:")).open:
        with box:
            SENTENCES.draw()
