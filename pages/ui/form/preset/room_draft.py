"""A form that becomes that of a room: its data and settings go to the page where a room is opened.

They go in the address, so that a reload finds them there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.access.rooms import room_of_data
from pages.ui.form.field_settings import configurations
from pages.ui.frame import address
from pages.ui.frame.page_files import ROOM_PAGE
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.config import TrainingSettings, parse
from rnnkit.errors import ConfigError, RnnkitError
from rnnkit.words import t

FORM, SETTINGS = "form", "settings"
"""In the address: the task of the form, and its settings as JSON."""


@dataclass(frozen=True)
class Draft:
    """The task, data and settings of a form."""

    task: str
    dataset_id: str
    config: TrainingSettings


def offer_room(page: TaskPage, dataset_id: str, values: Mapping[str, Any], cells: Sequence[str]) -> None:
    """The quiet link below a form that a class could have, too."""
    if page.task.source.overrides is None or room_of_data(dataset_id) or address.wanted(address.SHARE):
        return
    try:
        first = next(iter(configurations(page.settings, values, tuple(cells[:1])).values()))
    except (RnnkitError, StopIteration):
        return  # what is wrong with the form stands above
    brought = {address.DATA: dataset_id, SETTINGS: first.model_dump_json(exclude_defaults=True)}
    st.page_link(
        ROOM_PAGE,
        label=t("Open a room with this form"),
        icon=":material/groups:",
        query_params={FORM: page.name, **brought},
        help=t("For a class: the same data and settings for everybody, with what you lock, and a board."),
    )


def draft() -> Draft | None:
    """The form that the address brings, if any. Raises `ConfigError` for one that this app does not have."""
    if not (task := st.query_params.get(FORM, "")):
        return None
    if task not in TASKS:
        raise ConfigError(t("The form in this address belongs to no task of this app."))
    config = parse(TASKS[task].settings, st.query_params.get(SETTINGS, "{}"))
    return Draft(task, address.wanted(address.DATA), config)
