"""A form that becomes that of a room: its data and settings go to the page where a room is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.access.rooms import room_of_data
from pages.ui.form.field_settings import configurations
from pages.ui.frame import address, state
from pages.ui.frame.page_files import ROOM_PAGE
from pages.ui.task_page import TaskPage
from rnnkit.errors import RnnkitError
from rnnkit.words import t

_DRAFT = "_room_draft"
OPEN, FORM = "open", "form"


@dataclass(frozen=True)
class Draft:
    """The task, data and settings of a form, the settings as JSON."""

    task: str
    dataset_id: str
    config: str


def offer_room(page: TaskPage, dataset_id: str, values: Mapping[str, Any], cells: Sequence[str]) -> None:
    """The quiet link below a form that a class could have, too."""
    if page.task.source.overrides is None or room_of_data(dataset_id) or address.wanted(address.SHARE):
        return
    try:
        first = next(iter(configurations(page.settings, values, tuple(cells[:1])).values()))
    except (RnnkitError, StopIteration):
        return  # what is wrong with the form stands above
    state.put({_DRAFT: (page.name, dataset_id, first.model_dump_json())})
    st.page_link(
        ROOM_PAGE,
        label=t("Open a room with this form"),
        icon=":material/groups:",
        query_params={OPEN: FORM},
        help=t("For a class: the same data and settings for everybody, with what you lock, and a board."),
    )


def draft() -> Draft | None:
    """The form that this tab showed last, where the address asks for a room with it."""
    found: tuple[str, str, str] | None = state.get(_DRAFT) if st.query_params.get(OPEN) == FORM else None
    return Draft(*found) if found else None
