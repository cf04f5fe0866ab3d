"""Room: a class on the same data under the same rules, opened by a teacher, joined by a code."""

import streamlit as st

from pages.ui.access.rooms import ROOM, SCREEN, TEACH, in_room
from pages.ui.frame import address
from pages.ui.page.start import start_page
from pages.ui.room.join import join_box, rooms_of_mine, wrong_room
from pages.ui.room.member_view import member_view
from pages.ui.room.open_room import open_part
from pages.ui.room.projector import projector
from pages.ui.room.teacher_view import teacher_view
from rnnkit.words import t


def lobby() -> None:
    """Where somebody is who is in no room yet."""
    st.title(t("Room"))
    st.markdown(
        t(
            "A room is for a class: everybody trains on the same data and may change what the teacher left "
            "open, and a board tells skill from luck."
        )
    )
    join_box()
    rooms_of_mine()
    open_part()


with start_page(t("Room"), bare=bool(address.wanted(SCREEN))):
    code = address.wanted(ROOM)
    room = in_room(code) if code else None
    if address.wanted(SCREEN):
        projector()
    elif address.wanted(TEACH):
        teacher_view()
    elif room is not None:
        member_view(room)
    elif code:
        st.title(t("Join a room"))
        wrong_room(code)
    else:
        lobby()
