"""Which sheet of a workbook, or file of an archive, is read: the first thing a person may want to change."""

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import note, reread
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from rnnkit.data import Overrides, Table, read_table
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import t

LONGEST = 100  # letters of a name that are kept of it
_NOTE = "_sheet_note"
# What is said about a file as a whole; all else is about the columns and rows of one sheet.
OF_THE_FILE = ("encoding", "separator", "decimal", "thousands", "day_first", "duplicates", "gaps", "missing")


def sheets_of(table: Table | None) -> list[str]:
    """The names of the sheets there are to choose from; none where there is one table only."""
    found = table.understood.get("sheets") if table else None
    names = [str(name)[:LONGEST] for name in found] if isinstance(found, list | tuple) else []
    return names if len(names) > 1 else []


def sheet_label(table: Table | None) -> str:
    """What a table is called where there are several."""
    packed = table is not None and table.recipe.container.startswith("zip")
    return t("File in the archive") if packed else t("Sheet")


def sheet_picker(dataset: Dataset, table: Table) -> None:
    """Draw the choice right where the file is named; another one is read at once."""
    if not (names := sheets_of(table)):
        return
    key, shown = f"sheet_{dataset.id[:24]}", str(table.understood.get("sheet"))[:LONGEST]
    st.selectbox(
        sheet_label(table),
        names,
        index=names.index(shown) if shown in names else 0,
        key=key,
        on_change=_turn,
        args=(dataset.id, key, shown),
        width=400,
    )
    if sentence := state.take(_NOTE):
        st.error(literal(sentence), icon=":material/undo:")


def on_sheet(overrides: Overrides, name: str | None) -> Overrides:
    """What was said, for another sheet: without what was said about columns and rows of the last one."""
    kept = {key: getattr(overrides, key) for key in OF_THE_FILE}
    return Overrides(**kept, sheet=name)


@safely
def _turn(dataset_id: str, key: str, before: str) -> None:
    """Read the chosen sheet; where that fails, say so and stay."""
    dataset = resources.dataset(dataset_id)
    overrides = on_sheet(Overrides.from_json(dataset.overrides), state.get(key))
    reread(dataset, overrides, read_table)
    if sentence := note():
        said = t("{sheet}: {sentence}", sheet=state.get(key), sentence=sentence)
        state.put({key: before, _NOTE: said})
