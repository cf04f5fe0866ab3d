"""The Data part: what there is, what was understood of it, and each repair with its switch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import resources
from pages.ui.choose_data import choose_data
from pages.ui.data_in_address import data_in_address
from pages.ui.noise import noise_slider
from pages.ui.overrides_form import overrides_form
from pages.ui.part import folded, part
from pages.ui.questions import ask
from pages.ui.repairs import repairs
from pages.ui.reread import note, reread, turn
from pages.ui.theme import is_dark
from pages.ui.words import literal, rows, share
from rnnkit import plots
from rnnkit.data import Overrides, Table, read_table, to_pandas_code
from rnnkit.runs.rows import Dataset
from rnnkit.text import plural, t

PREVIEW = 1000


@dataclass(frozen=True)
class Loaded:
    """The data on the page."""

    dataset: Dataset
    table: Table
    guard: DeltaGenerator | None = None  # where the leak guard speaks, once the settings are known

    @property
    def dataset_id(self) -> str:
        return self.dataset.id


def data_part() -> Loaded | None:
    """Draw the data in the address, or the ways to get some."""
    missing = t("Data not found; the link may be old, so load the file again.")
    loaded = data_in_address(_load, missing)
    with part("data", t("Data"), ":material/table_chart:", _essence(loaded) if loaded else ""):
        if loaded is None:
            choose_data()
            return None
        _series(loaded)
        noise_slider(loaded.dataset)
        _repairs(loaded)
        loaded = replace(loaded, guard=st.container(key="leak_guard"))
        _closer_look(loaded)
    return loaded


def _load(dataset_id: str) -> Loaded:
    return Loaded(resources.dataset(dataset_id), resources.table(dataset_id))


def _essence(loaded: Loaded) -> str:
    """The data in one line: name, size, step."""
    facts = loaded.table.understood
    parts = [loaded.dataset.name, rows(int(str(facts.get("rows", len(loaded.table.frame)))))]
    if (number := len(loaded.table.series)) > 1:
        parts.append(plural("{number} series", "{number} series", number))
    if step := facts.get("step"):
        parts.append(t("every {step}", step=str(step).removeprefix("1 ")))
    return " · ".join(parts)


def _series(loaded: Loaded) -> None:
    """What was understood in a line, and the series as they are now."""
    table = loaded.table
    st.caption(literal(" · ".join(_understood(table))))
    targets = table.suggested_targets or table.value_columns
    st.plotly_chart(
        plots.overview(table.frame, targets[:3], is_dark()),
        key="overview",
        alt=t("The series after cleaning"),
        config={"displaylogo": False},
    )


def _understood(table: Table) -> list[str]:
    """The facts that tell at a glance whether the file was read as it was meant."""
    facts = table.understood
    parts = []
    if facts.get("start") and facts.get("end"):
        parts.append(t("from {start} to {end}", start=facts["start"], end=facts["end"]))
    parts.append(t("values: {names}", names=_names(table.value_columns)))
    if facts.get("time"):
        time = facts["time"]
        parts.append(t("time: {name}", name=_names(time) if isinstance(time, list | tuple) else time))
    if facts.get("series"):
        series = facts["series"]
        parts.append(t("series: {name}", name=_names(series) if isinstance(series, list | tuple) else series))
    missing = float(str(facts.get("missing_share") or 0))
    parts.append(t("{share} missing", share=share(missing)) if missing else t("nothing missing"))
    if facts.get("encoding"):
        parts.append(str(facts["encoding"]))
    return parts


def _names(names: Sequence[str], most: int = 4) -> str:
    more = len(names) - most
    return ", ".join(map(str, names[:most])) + (t(" and {more} more", more=more) if more > 0 else "")


def _repairs(loaded: Loaded) -> None:
    """Every change with a switch, every question with its answers."""
    table = loaded.table
    for number, question in enumerate(table.questions):
        ask(loaded.dataset_id, question, number)
    repairs(loaded.dataset, table.changes, partial(turn, Overrides, read_table))


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
