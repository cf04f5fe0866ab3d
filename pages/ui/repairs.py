"""Every change that was made to what a person brought, each with a switch that takes it back."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.part import folded
from pages.ui.words import literal
from rnnkit.data import Change
from rnnkit.runs.rows import Dataset
from rnnkit.text import plural, t

Turn = Callable[[str, str], None]


def repairs(dataset: Dataset, changes: Sequence[Change], turn: Turn) -> None:
    """List the changes; `turn` gets the id of the data and the key of a change that is switched."""
    if not changes:
        st.caption(t(":material/check: The file was read as it is; nothing had to be changed."))
        return
    on = sum(change.enabled for change in changes)
    label = plural("{number} change was made", "{number} changes were made", on)
    warned = any(change.warning for change in changes)
    with folded(f"changes_{dataset.sha256[:16]}", label, ":material/healing:", opened=warned):
        for change in sorted(changes, key=lambda change: not change.warning):
            _switch(dataset.id, change, turn)


def _switch(dataset_id: str, change: Change, turn: Turn) -> None:
    """One change that can be taken back."""
    mark = ":material/warning: " if change.warning else ""
    examples = t("For example: {examples}", examples=" · ".join(change.examples)) if change.examples else None
    st.toggle(
        mark + literal(change.sentence),
        value=change.enabled,
        key=f"change_{dataset_id[:16]}_{change.key}",
        help=literal(examples) if examples else None,
        on_change=turn,
        args=(dataset_id, change.key),
    )
