"""Into a room: the rooms one is in, the box for a code, and who one is there."""

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.rooms import ROOM, TEACH, forget_rooms, my_rooms
from pages.ui.frame import address, state
from pages.ui.frame.buttons import sent
from pages.ui.frame.page_files import ROOM_PAGE
from pages.ui.frame.words import literal
from rnnkit.errors import RnnkitError
from rnnkit.runs.rooms.records import Member, Room
from rnnkit.words import t

CODE, NAME = "room_code", "room_name"
TAUGHT = "_taught_rooms"
"""Titles and secrets of this tab by room: nothing but the link itself gives a teacher's rights."""
LONGEST_NAME = 40


def join_box(code: str = "") -> None:
    """One box for the code, one for a name, and the way in."""
    if code and state.get(CODE) is None:
        state.put({CODE: code})
    with st.form("join_room", border=True):
        st.text_input(
            t("Code of the room"),
            key=CODE,
            max_chars=32,
            placeholder="BCDF GHJK",
            help=t("Eight letters. Your teacher shows them to you, or a QR picture with the link."),
            width=260,
        )
        st.text_input(
            t("Your name there, if you like"),
            key=NAME,
            max_chars=LONGEST_NAME,
            placeholder=t("left empty: two words at random"),
            help=t("Everybody in the room sees it. Without one you go by two words, such as quiet otter."),
            width=420,
        )
        if sent(t("Join the room"), key="join", icon=":material/login:", type="primary"):
            _join(str(state.get(CODE) or ""), str(state.get(NAME) or ""))


def _join(code: str, name: str) -> None:
    try:
        visitor().rooms.join(code, name)
        room = visitor().rooms.look(code)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    forget_rooms()
    state.forget([CODE, NAME])
    st.query_params[ROOM] = room.code
    st.rerun()


def rooms_of_mine() -> None:
    """A link to each room that this visitor is in, and to those whose teacher's link this tab has opened."""
    taught = state.get(TAUGHT, {})
    rooms = my_rooms()
    if rooms or taught:
        st.subheader(t("Your rooms"))
    for title, secret in taught.values():
        st.page_link(
            ROOM_PAGE,
            label=literal(t("{title}, as its teacher", title=title)),
            icon=":material/co_present:",
            query_params={TEACH: secret},
        )
    for room in rooms:
        st.page_link(ROOM_PAGE, label=_label(room), icon=":material/groups:", query_params={ROOM: room.code})


def _label(room: Room) -> str:
    return literal(room.title if room.open else t("{title}, ended", title=room.title))


def who_one_is(room: Room, member: Member) -> None:
    """By what name one is known in the room, and the way to another one."""
    with st.popover(literal(t("You are {name}", name=member.name)), icon=":material/badge:"):
        with st.form("rename_in_room", border=False):
            st.text_input(
                t("Your name in this room"),
                value="" if member.name == member.pseudonym else member.name,
                key="new_name",
                max_chars=LONGEST_NAME,
                placeholder=member.pseudonym,
            )
            if sent(t("Use this name"), key="rename", icon=":material/check:"):
                visitor().rooms.rename(room.id, str(state.get("new_name") or ""))
                forget_rooms()
                st.rerun()
        st.caption(t("Leave it empty to go by the two words again."))


def wrong_room(code: str) -> None:
    """Who is not in the room of the address may join it, whether there is one is said by then."""
    st.markdown(t("Your teacher has opened a room. Join it, and everything for the lesson is in one place."))
    known = address.wanted(ROOM) != "?"
    join_box(code if known else "")
    if not known:
        st.query_params.pop(ROOM, None)
