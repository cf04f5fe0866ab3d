"""The Data part: rows with their classes, what was understood of the file, and how it is cut."""

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, reread, turn
from pages.ui.classify import access
from pages.ui.classify.choose_texts import choose_texts
from pages.ui.classify.class_overview import class_table, understood
from pages.ui.classify.one_class import one_class_each
from pages.ui.classify.page import PAGE
from pages.ui.classify.reading_form import reading_form
from pages.ui.classify.row_kinds import KINDS
from pages.ui.classify.text_answers import answers
from pages.ui.form import forms
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.one_question import ask
from pages.ui.form.repairs import repairs, warnings
from pages.ui.frame.folds import folded, part
from pages.ui.frame.words import literal
from pages.ui.task_page import drawn_by
from rnnkit.config import parse
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Dataset
from rnnkit.tasks.classify.rows import check
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import plural, t


@dataclass(frozen=True)
class Loaded:
    """The data on the page, and the settings that cut it into steps."""

    dataset: Dataset
    data: Labelled
    cut: dict[str, object]


def data_part() -> Loaded | None:
    """Draw the data in the address, or the ways to get some."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), ":material/category:", _essence(loaded) if loaded else ""):
        if loaded is None:
            choose_texts()
            return None
        forms.fill_waiting()
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        try:
            check(loaded.data)
        except RnnkitError as error:
            st.error(literal(error), icon=":material/block:")
            if loaded.data.multilabel:
                one_class_each(loaded.dataset, loaded.data)
            _closer_look(loaded)
            return None
        st.caption(literal(" · ".join(understood(loaded.data))))
        switch = partial(turn, LabelledOverrides, read_labelled)
        facts = {change.key for change in loaded.data.changes}
        warnings(loaded.dataset, loaded.data.changes, switch, facts)
        held = LabelledOverrides.from_json(loaded.dataset.overrides)
        for number, question in enumerate(loaded.data.questions):
            ask(loaded.dataset, question, number, answers(loaded.data, held, question), read_labelled)
        class_table(loaded.data)
        repairs(loaded.dataset, loaded.data.changes, switch, facts)
        loaded = replace(loaded, cut=_cut(loaded))
        _closer_look(loaded)
    return loaded


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), access.labelled(dataset_id), {})


def _essence(loaded: Loaded) -> str:
    """The data in one line: name, texts, classes."""
    words = KINDS[loaded.data.kind].words
    texts = plural(words["row"], words["rows"], len(loaded.data))
    classes = plural("{number} class", "{number} classes", len(loaded.data.classes))
    return f"{loaded.dataset.name} · {texts} · {classes}"


def _cut(loaded: Loaded) -> dict[str, object]:
    """How rows are cut into steps, with a picture of them."""
    kind = KINDS[loaded.data.kind]
    columns = st.columns(3, vertical_alignment="bottom")
    values: dict[str, object] = {}
    for column, name in zip(columns, kind.cut, strict=False):
        with column:
            values[name] = forms.field(ClassifyConfig, name)
    try:
        drawn_by(kind.overview)(access.rows(loaded.dataset.id, parse(ClassifyConfig, values)))
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
    return values


def _closer_look(loaded: Loaded) -> None:
    """Another reading, other data: folded until somebody wants them."""
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    if (box := folded("labelled_differently", t("Read the file differently"), ":material/edit_note:")).open:
        with box:
            held = LabelledOverrides.from_json(loaded.dataset.overrides)
            if changed := reading_form(loaded.dataset.id[:16], held, loaded.data):
                reread(loaded.dataset, changed, read_labelled)
                st.rerun()
    if (box := folded("other_texts", t("Use other data"), ":material/swap_horiz:")).open:
        with box:
            choose_texts()
