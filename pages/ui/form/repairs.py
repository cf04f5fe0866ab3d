"""Every change that was made to what a person brought, each with a switch that takes it back.

What needs a look comes first and in sight; all else is folded. What only tells a fact about the file, and
cannot be otherwise, has no switch.
"""

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from rnnkit.data import Change
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import plural, t

Turn = Callable[[str, str], None]
TIME = "time"
"""The key of what matters most: whether there are dates."""
IN_SIGHT = 3
"""So many warnings stand above all else; more are folded."""
FACTS = frozenset(
    {
        *("bad_dates", "blank_names", "cell_errors", "empty", "formulas", "holidays", "irregular"),
        *("long_names", "mixed_dates", "nested", "not_numbers", "pauses", "row_names", "rows"),
        *("same_names", "sheet", "short_rows", "too_large", "unreadable"),
    }
)
"""Keys of changes that are told and cannot be switched off."""


def warnings(dataset: Dataset, changes: Sequence[Change], turn: Turn, facts: Collection[str] = FACTS) -> None:
    """Show what a person should look at before anything else; `facts` are the keys without a switch."""
    for change in _in_sight(changes):
        _show(dataset.id, change, turn, facts)


def repairs(dataset: Dataset, changes: Sequence[Change], turn: Turn, facts: Collection[str] = FACTS) -> None:
    """List the other changes; `turn` gets the id of the data and the key of a change that is switched."""
    if not changes:
        st.caption(t(":material/check: The file was read as it is; nothing had to be changed."))
        return
    seen = _in_sight(changes)
    rest = sorted((change for change in changes if change not in seen), key=lambda change: not change.warning)
    if not rest:
        return
    with folded(f"changes_{dataset.sha256[:16]}", _label(rest, bool(seen)), ":material/healing:"):
        for change in rest:
            _show(dataset.id, change, turn, facts)


def _in_sight(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.warning][:IN_SIGHT]


def _label(rest: Sequence[Change], further: bool) -> str:
    """How many changes are folded away."""
    on = sum(change.enabled for change in rest)
    if not on:
        return plural("{number} change is switched off", "{number} changes are switched off", len(rest))
    if further:
        return plural("{number} other change was made", "{number} other changes were made", on)
    return plural("{number} change was made", "{number} changes were made", on)


def _show(dataset_id: str, change: Change, turn: Turn, facts: Collection[str]) -> None:
    """One change, with a switch where it can be taken back."""
    examples = t("For example: {examples}", examples=" · ".join(change.examples)) if change.examples else None
    tip = literal(examples) if examples else None
    icon = ":material/warning:" if change.warning else ":material/check:"
    if change.key in facts and change.key == TIME and change.warning:
        st.warning(literal(change.sentence), icon=icon)
    elif change.key in facts:
        st.markdown(f":small[{icon} {literal(change.sentence)}]", help=tip)
    else:
        key = f"change_{dataset_id[:16]}_{change.key}"
        st.toggle(
            (f"{icon} " if change.warning else "") + literal(change.sentence),
            value=change.enabled,
            key=key,
            help=tip,
            on_change=_switch,
            args=(turn, dataset_id, change, key),
        )


def _switch(turn: Turn, dataset_id: str, change: Change, key: str) -> None:
    """Read the file with a change turned over: as other data, while the switch of this one stays as it was.

    So it tells the truth as well where the file cannot be read that way.
    """
    turn(dataset_id, change.key)
    state.put({key: change.enabled})
