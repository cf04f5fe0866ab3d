"""The end of a room, in two clicks: nothing starts after it, and the private half is opened."""

import streamlit as st

from pages.ui.access.rooms import forget_rooms
from pages.ui.frame.boundary import safely
from pages.ui.frame.buttons import when_sure
from pages.ui.frame.folds import folded
from rnnkit.runs.rooms.records import Room
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.words import t


def end_part(by: Teacher, room: Room) -> None:
    """The button, folded until it is wanted."""
    if not room.open:
        return
    if (fold := folded("end_room", t("End the room"), ":material/flag:")).open:
        with fold:
            st.markdown(
                t(
                    "Nothing can be started after it, and what waits is taken back. The private half of the "
                    "hidden rows is opened, and the board shows how ranks moved. It cannot be undone."
                )
            )
            when_sure(
                t("Everybody is done"),
                t("End the room"),
                sure="sure_end_room",
                key="end_room",
                icon=":material/flag:",
                on_click=_end,
                args=(by,),
            )


@safely
def _end(by: Teacher) -> None:
    by.end()
    forget_rooms()
