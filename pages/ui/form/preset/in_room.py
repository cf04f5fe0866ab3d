"""A form in a room: its data is that of the room, and what the teacher fixed is held.

The address says which room (`?room=CODE`); the data of a room leads there, too. What the eye sees here is
no protection: a run is compared with the plan of the room when it is started.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui.access.rooms import ROOM, been, in_room, room_of_data
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields, unasked
from pages.ui.form.preset import held
from pages.ui.form.setting_words import field_title
from pages.ui.frame import address, state
from pages.ui.frame.page_files import ROOM_PAGE
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.runs.rooms.records import Room
from rnnkit.words import plural, t

NETWORK = ("cell", "bidirectional")  # one field
_SEEN = "_seen_room"


def turn_to_room(page: TaskPage) -> None:
    """Show the data of the room in the address where the address names no other."""
    code = address.wanted(ROOM)
    if not code or address.wanted(address.DATA) or address.wanted(address.RUN):
        return
    room = in_room(code)
    if room is None:
        sentence = t("You are not in this room yet: once you have joined it, its settings are here.")
        st.info(sentence, icon=":material/group_add:")
        st.page_link(ROOM_PAGE, label=t("Join the room"), icon=":material/login:", query_params={ROOM: code})
    elif room.plan.task != page.name:
        st.switch_page(TASKS[room.plan.task].page, query_params={ROOM: room.code})
    else:
        address.show_data(room.data[0].dataset_id)


def hold_room(page: TaskPage) -> None:
    """Hold what the room of this data fixes, and say which room it is; nothing for data of no room."""
    found = room_of_data(address.wanted(address.DATA))
    if found is None or found[0].plan.task != page.name:
        address.leave(ROOM)
        return
    room, number = found
    st.query_params[ROOM] = room.code
    fields = as_fields(room.preset(number))
    held.hold(held_by(page, room, fields))
    if state.get(_SEEN) != (room.id, number):
        state.put({_SEEN: (room.id, number)})
        if not address.wanted(address.RUN):
            forms.fill_later(unasked(fields))
    been(room, page.name)
    _say(page, room)


def held_by(page: TaskPage, room: Room, fields: Mapping[str, Any]) -> held.Held:
    """The fields of a form that a room holds: all but those that are open."""
    can = frozenset({*page.fields, held.CELLS, held.BUDGET}) & frozenset(fields)
    hidden = _as_fields(room.plan.hidden) & can
    note = plural(
        "{number} setting is fixed for this room and not shown.",
        "{number} settings are fixed for this room and not shown.",
        len(hidden),
    )
    return held.Held(page.name, fields, hidden, can - hidden - _as_fields(room.plan.open), note)


def _as_fields(settings: tuple[str, ...]) -> frozenset[str]:
    """Fields by the settings they stand for."""
    return frozenset(held.CELLS if name in NETWORK else name for name in settings)


def _say(page: TaskPage, room: Room) -> None:
    """Which room this is, what can be changed in it, and the way back to it."""
    free = sorted(_as_fields(room.plan.open) & {*page.fields, held.CELLS, held.BUDGET})
    titles = ", ".join(field_title(page.settings, name) for name in free)
    words = [
        t("**Room {title}.**", title=literal(room.title)),
        t("You can change: {fields}. All else is locked.", fields=titles)
        if titles
        else t("All settings are locked."),
    ]
    if not room.open:
        words = [words[0], t("It has ended: nothing can be started in it any more.")]
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="in_room"):
        st.markdown(":material/groups: " + " ".join(words), width="stretch")
        back_to_room(room)


def back_to_room(room: Room) -> None:
    """The way back."""
    st.page_link(
        ROOM_PAGE,
        label=t("Back to the room"),
        icon=":material/arrow_back:",
        query_params={ROOM: room.code},
    )
