"""What stands around the fields of a Model part: its heading, what empty fields become, and the button."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan
from pages.ui.access.rooms import room_of_data
from pages.ui.form.field_settings import configurations
from pages.ui.form.preset.held import say_held, with_held
from pages.ui.form.preset.room_draft import offer_room
from pages.ui.form.preset.share_form import share_form
from pages.ui.form.search.search_fold import search_fold
from pages.ui.form.setting_words import essence
from pages.ui.form.since import say_since
from pages.ui.form.train_button import offer
from pages.ui.frame import state
from pages.ui.frame.folds import is_open, part
from pages.ui.task_page import TaskPage
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

Chosen = tuple[dict[str, Any], tuple[str, ...]]
"""Values of settings, and the networks."""


def model_frame(page: TaskPage, dataset_id: str, runs: Sequence[Run], fields: Callable[[], Chosen]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    before = state.get(_key(page), "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        say_held(page.name)
        values, cells = fields()
        values = with_held(page.name, values)
        offer(page, dataset_id, values, cells, runs)
        if not room_of_data(dataset_id):  # there runs are started one by one
            search_fold(page, lambda: dataset_id, values, cells)
            share_form(page, dataset_id, values, cells)
        offer_room(page, dataset_id, values, cells)
    say_since(page, values, cells, runs, dataset_id)
    if state.get(_key(page)) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


def suggested(
    page: TaskPage, dataset_id: str, values: Mapping[str, Any], cells: Sequence[str], default: tuple[str, ...]
) -> dict[str, Any]:
    """What the empty fields will become for the first of the networks, with that much time."""
    try:
        first = next(iter(configurations(page.settings, values, tuple(cells[:1] or default)).values()))
        resolved, _ = plan(page.name, dataset_id, first.model_dump_json())
    except RnnkitError:
        return {}
    config = parse(page.task.resolved, resolved)
    return {name: getattr(config, name) for name in page.fields if getattr(first, name) in (None, ())}


def keep_essence(
    page: TaskPage, values: Mapping[str, Any], cells: Sequence[str], auto: Mapping[str, Any]
) -> None:
    """Keep the model in one line, for its folded heading; `auto` are what the empty fields become."""
    filled = {name: auto.get(name) if value is None else value for name, value in values.items()}
    state.put({_key(page): essence(page.name, tuple(cells), filled)})


def _key(page: TaskPage) -> str:
    return f"_{page.name}_model_summary"
