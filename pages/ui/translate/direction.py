"""From which side to which: the columns of both, and one button that turns them round."""

from functools import partial

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.form.encoding_form import encoding_field, read_as
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from rnnkit.data.pairs import PairOverrides, Pairs, read_pairs
from rnnkit.data.pairs.pairs import Column
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import t

SIDES = {"source": t("Source"), "target": t("Target")}


def direction(dataset: Dataset, pairs: Pairs) -> None:
    """Both columns in words, and the button for the other direction."""
    source, target = map(column_name, pairs.columns)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{literal(source)}** → **{literal(target)}**", width="content")
        st.button(
            t("Other direction"),
            key="swap_pairs",
            icon=":material/swap_horiz:",
            type="tertiary",
            on_click=_swap,
            args=(dataset.id,),
        )


def column_name(column: Column) -> str:
    """A column as a person reads it: its name, or its number from 1."""
    return t("Column {number}", number=column + 1) if isinstance(column, int) else column


def read_differently(dataset: Dataset, pairs: Pairs) -> None:
    """What was found out about the file, to be said instead."""
    held = PairOverrides.from_json(dataset.overrides)
    places = list(range(len(pairs.options)))
    first, second, third = st.columns(3, vertical_alignment="bottom")
    chosen = dict(zip(SIDES, pairs.columns[::-1] if held.swap else pairs.columns, strict=True))
    for box, (side, label) in zip((first, second), SIDES.items(), strict=True):
        with box:
            place = pairs.options.index(chosen[side])
            st.selectbox(
                label,
                places,
                index=place,
                format_func=partial(_option, pairs),
                key=_key(side, dataset.id),
                on_change=_read_as,
                args=(dataset.id, side, place),
            )
    if "header" in pairs.understood:
        with third:
            header = bool(pairs.understood["header"])
            st.toggle(
                t("Names in the first line"),
                value=header,
                key=_key("header", dataset.id),
                on_change=_read_as,
                args=(dataset.id, "header", header),
            )
    encoding_field(dataset.id, held.encoding, partial(read_as, PairOverrides, read_pairs, dataset.id))


def _option(pairs: Pairs, place: int) -> str:
    return column_name(pairs.options[place])


def _key(name: str, dataset_id: str) -> str:
    return f"pairs_{name}_{dataset_id[:16]}"


@safely
def _read_as(dataset_id: str, name: str, before: object) -> None:
    """Read the same bytes with one thing said by hand, which turns back to `before` where that fails."""
    dataset = resources.dataset(dataset_id)
    overrides = PairOverrides.from_json(dataset.overrides)
    changes: dict[str, object] = {side: str(state.get(_key(side, dataset_id))) for side in SIDES}
    if name == "header":
        changes = {"header": bool(state.get(_key(name, dataset_id))), "source": None, "target": None}
    if not reread(dataset, overrides.replace(**changes), read_pairs):
        state.put({_key(name, dataset_id): before})


@safely
def _swap(dataset_id: str) -> None:
    dataset = resources.dataset(dataset_id)
    overrides = PairOverrides.from_json(dataset.overrides)
    reread(dataset, overrides.replace(swap=not overrides.swap), read_pairs)
