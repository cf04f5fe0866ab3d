"""The Data part: what there is, what was understood of it, and each repair with its switch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.data_in_address import data_in_address
from pages.ui.access.reread import note, reread, turn
from pages.ui.forecast.access import table_of
from pages.ui.forecast.data.choose_data import choose_data
from pages.ui.forecast.data.data_chart import data_chart
from pages.ui.forecast.data.noise_slider import noise_slider
from pages.ui.forecast.data.overrides_form import overrides_form
from pages.ui.forecast.data.sheet_picker import sheet_picker
from pages.ui.forecast.data.table_answers import answers
from pages.ui.forecast.data.understood import understood
from pages.ui.forecast.page import PAGE
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.one_question import ask
from pages.ui.form.reading_words import step_words
from pages.ui.form.repairs import FACTS, TIME, repairs, warnings
from pages.ui.frame.folds import folded, part
from pages.ui.frame.streamlit_names import DeltaGenerator
from pages.ui.frame.words import literal, rows
from rnnkit.data import Overrides, Table, read_table, to_pandas_code
from rnnkit.data.table.recipe import NO_TIME
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

PREVIEW = 1000


@dataclass(frozen=True)
class Loaded:
    """The data on the page."""

    dataset: Dataset
    table: Table
    roles: DeltaGenerator | None = None  # where the roles of columns stand, once the settings are known
    guard: DeltaGenerator | None = None  # where the leak guard speaks, then

    @property
    def dataset_id(self) -> str:
        """The id of the data set."""
        return self.dataset.id


def data_part() -> Loaded | None:
    """Draw the data in the address, or the ways to get some."""
    loaded = data_in_address(_load)
    with part("data", t("Data"), ":material/table_chart:", _essence(loaded) if loaded else ""):
        if loaded is None:
            choose_data()
            return None
        lead_elsewhere(PAGE, loaded.dataset.name, loaded.dataset.content)
        sheet_picker(loaded.dataset, loaded.table)
        understood(loaded.table)
        _questions(loaded)
        loaded = replace(loaded, roles=st.container(key="roles"))
        data_chart(loaded.dataset_id, loaded.table)
        noise_slider(loaded.dataset)
        _changes(loaded, repairs)
        loaded = replace(loaded, guard=st.container(key="leak_guard"))
        _closer_look(loaded)
    return loaded


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), table_of(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The data in one line: name, size, step."""
    facts = loaded.table.understood
    parts = [loaded.dataset.name, rows(int(str(facts.get("rows", len(loaded.table.frame)))))]
    if (number := len(loaded.table.series)) > 1:
        parts.append(plural("{number} series", "{number} series", number))
    if step := facts.get("step"):
        parts.append(step_words(step))
    return " · ".join(parts)


def _questions(loaded: Loaded) -> None:
    """What only the person can know, and what they should look at first."""
    _changes(loaded, warnings)
    held = Overrides.from_json(loaded.dataset.overrides)
    for number, question in enumerate(loaded.table.questions):
        ask(loaded.dataset, question, number, answers(held, question), read_table)


def _changes(loaded: Loaded, show: Callable[..., None]) -> None:
    """Changes with their switches; that no date was found is no choice of anybody's."""
    recipe = loaded.table.recipe
    untimed = recipe.time == NO_TIME and TIME not in recipe.off
    facts = FACTS | {TIME} if untimed else FACTS
    show(loaded.dataset, loaded.table.changes, partial(turn, Overrides, read_table), facts)


def _closer_look(loaded: Loaded) -> None:
    """The table, another reading, the code, other data: folded until somebody wants them."""
    table = loaded.table
    if sentence := note():
        st.error(literal(sentence), icon=":material/undo:")
    if (box := folded("cleaned", t("The cleaned table"), ":material/table:")).open:
        box.dataframe(
            table.frame.head(PREVIEW), hide_index=True, alt=t("The first rows of the cleaned table")
        )
    if (box := folded("differently", t("Read the file differently"), ":material/edit_note:")).open:
        with box:
            _read_differently(loaded)
    if (box := folded("code", t("The same steps as pandas code"), ":material/code:")).open:
        with box:
            _code(to_pandas_code(table.recipe))
    if (box := folded("other", t("Use other data"), ":material/swap_horiz:")).open:
        with box:
            choose_data()


def _read_differently(loaded: Loaded) -> None:
    """Everything that was found out, to be said instead."""
    overrides = Overrides.from_json(loaded.dataset.overrides)
    if changed := overrides_form(loaded.dataset_id, overrides, loaded.table):
        reread(loaded.dataset, changed, read_table)
        st.rerun()


def _code(code: str) -> None:
    """The recipe as a script to take along."""
    st.code(code, language="python", height=320)
    st.download_button(
        t("Download the code"),
        code,
        "read_data.py",
        "text/x-python",
        icon=":material/download:",
        on_click="ignore",
    )
