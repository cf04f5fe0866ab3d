"""A whole room as one file, for its teacher to keep after it is forgotten here."""

import streamlit as st

from pages.ui.frame.words import literal
from rnnkit.bundle.room_file import MOST_RUNS, room_file
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.words import t


def take_room(by: Teacher) -> None:
    """The button; the file is made when it is pressed, as the room stands then."""
    st.download_button(
        t("Take the room home"),
        lambda: room_file(by),
        file_name="room.zip",
        mime="application/zip",
        icon=":material/home_storage:",
        on_click="ignore",
        key="get_room_file",
        help=literal(
            t(
                "One file with what was fixed, members, answers, the board, and settings and losses of up to "
                "{most} runs. No weights and no hidden rows: each member can take their own models home.",
                most=MOST_RUNS,
            )
        ),
    )
