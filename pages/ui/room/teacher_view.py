"""What the teacher of a room sees: the way in, the class, the lessons, the board, the projector, the end."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from pages.ui.access.resources import store
from pages.ui.access.rooms import TEACH, seen_by, teacher
from pages.ui.frame import address, state
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.folds import folded
from pages.ui.frame.words import days_or_less, duration, literal
from pages.ui.room.board_view import board_words, boards
from pages.ui.room.end_room import end_part
from pages.ui.room.invitation import invitation
from pages.ui.room.join import TAUGHT
from pages.ui.room.lesson_control import lessons_part
from pages.ui.room.member_view import titles_of
from pages.ui.room.plan_words import plan_table
from pages.ui.room.projector_control import projector_part
from pages.ui.room.take_room import take_room
from pages.ui.room.teacher_links import links_part
from rnnkit.rooms.whereabouts import WORDS, spots, whereabouts
from rnnkit.runs.rooms.records import Member, Room
from rnnkit.runs.rooms.teaching import Projected
from rnnkit.words import plural, t

EVERY = 3.0  # seconds between two looks


def teacher_view() -> None:
    """All of it; what moves is read again every few seconds. Raises `NotFoundError` for a wrong link."""
    by = teacher()
    room = by.room()
    state.put({TAUGHT: {**state.get(TAUGHT, {}), room.id: (room.title, address.wanted(TEACH))}})
    st.title(literal(room.title))
    _standing(room)
    with st.expander(t("Let the class in"), icon=":material/qr_code:", expanded=room.open):
        invitation(room)
    projector_part(by, room)
    st.fragment(_look, run_every=EVERY if room.open else None)(room.open)
    if (fold := folded("room_plan", t("What is fixed in this room"), ":material/lock:")).open:
        with fold:
            plan_table(room)
    links_part(by)
    take_room(by)
    end_part(by, room)


def _standing(room: Room) -> None:
    """Whether the room is open, and until when it is kept."""
    left = (room.ends - datetime.now(UTC)).total_seconds()
    words = t("Open") if room.open else t("Ended")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(
            words,
            icon=":material/lock_open:" if room.open else ":material/flag:",
            color="green" if room.open else "gray",
        )
        st.caption(
            t(
                "You are its teacher. Everything in it is deleted in {time}. The address of this page is "
                "your key: keep it, and show it to nobody.",
                time=days_or_less(left),
            )
        )


def _look(was_open: bool) -> None:
    with error_boundary():
        by = teacher()
        found = seen_by(by)
        if found.room.open != was_open:
            st.rerun()
        _class(found)
        lessons_part(by, found)
        st.subheader(board_words(found.room))
        boards(found)


def _class(found: Projected) -> None:
    """Who is where, what of theirs waits and works, and how long the queue is."""
    st.subheader(
        plural("{number} member", "{number} members", len(found.members)) if found.members else t("Members")
    )
    if not found.members:
        st.caption(t("Nobody has joined yet."))
        return
    now = datetime.now(UTC)
    _queue(found)
    places = spots(found.members, titles_of(found.room), now)
    st.markdown(" · ".join(f"**{spot.number}** {literal(spot.words)}" for spot in places if spot.number))
    table = pd.DataFrame([_row(member, found, now) for member in found.members])
    table.columns = [t("Member"), t("Where"), t("Last seen"), t("Runs"), t("On the board")]
    st.dataframe(table, hide_index=True, key="class", alt=t("Members, where they are, and their runs"))


def _row(member: Member, found: Projected, now: datetime) -> tuple[str, str, str, str, int]:
    place = whereabouts(member, now)
    words = titles_of(found.room).get(place) or t(WORDS.get(place, place))
    seen = t("{time} ago", time=days_or_less((now - member.seen).total_seconds()))
    return member.name, words, seen, f"{member.runs} / {found.room.plan.runs}", member.entries


def _queue(found: Projected) -> None:
    """How long the last of those who wait will wait, at most."""
    if not found.waiting:
        return
    counts = store().queue.counts()
    places = max(1, counts.get("running", 0))
    st.caption(
        t(
            "{waiting} waiting and {working} training here; with {places} at a time the last begins in about "
            "{time}.",
            waiting=found.waiting,
            working=found.working,
            places=places,
            time=duration(found.room.plan.budget * -(-found.waiting // places)),
        )
    )
