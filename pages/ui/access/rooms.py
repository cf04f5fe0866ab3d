"""Rooms as this visitor may see them: those they are in, and what is read of one for all who look at it.

What thirty members and a projector look at every few seconds is read once a second, whoever asks first.
"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.ui.access.resources import forgettable, store, visitor
from pages.ui.frame import address, state
from rnnkit.rooms.board import Board, board
from rnnkit.rooms.shake_up import ShakeUp, shake_up
from rnnkit.runs.rooms.codes import plain_code
from rnnkit.runs.rooms.records import Member, Room, RoomEntry
from rnnkit.runs.rooms.screening import Screen
from rnnkit.runs.rooms.standings import Standings, standings
from rnnkit.runs.rooms.teaching import Projected, Teacher
from rnnkit.runs.sql.rows import Run

ROOM, TEACH, SCREEN = "room", "teach", "screen"
_BEEN = "_been_in_room"


def my_rooms() -> tuple[Room, ...]:
    """The rooms that this visitor is in, the newest first."""
    by = visitor()
    return _mine(by.key)


def in_room(code: str) -> Room | None:
    """The room of a code, if this visitor is in it."""
    plain = plain_code(code)
    return next((room for room in my_rooms() if room.code == plain), None)


def last_room() -> Room | None:
    """The room that this tab was in last, if it is there and this visitor still in it."""
    left = state.get(_BEEN, "")
    return next((room for room in my_rooms() if room.id == left), None)


def room_of_data(dataset_id: str) -> tuple[Room, int] | None:
    """The room whose data this is, with the number of the data set there; `None` for data of no room."""
    for room in my_rooms():
        for data in room.data:
            if data.dataset_id == dataset_id:
                return room, data.number
    return None


def teacher() -> Teacher:
    """The room whose teacher has the secret in the address. Raises `NotFoundError` where it is not valid."""
    return store().taught(address.wanted(TEACH))


def screen() -> Screen:
    """The room that the projector of the address shows. Raises `NotFoundError` where it is not valid."""
    return store().screen(address.wanted(SCREEN))


def been(room: Room, page: str, lesson: str = "") -> None:
    """Let the teacher know where this visitor is; the same place is written down once in five seconds."""
    state.put({_BEEN: room.id})
    visitor().rooms.at(room.id, page, lesson)


def seen_by(watch: Teacher | Screen) -> Projected:
    """Room, members and entries for whoever watches a room, read once a second for all who do."""
    return _projected(watch.key, watch)


def seen_as_member(room: Room) -> Projected:
    """The same for members, who have it together: that this is a room of theirs, `my_rooms` has said."""
    return _of_room(room.id)


def run_on_screen(by: Screen, run_id: str) -> tuple[Run, pd.DataFrame]:
    """A run of the room and its losses, read once a second for all who look."""
    return _one_run(by.key, run_id, by)


def standings_of(found: Projected, data: int) -> Standings:
    """Who competes on a data set of a room, and with what."""
    return standings(found.entries, found.members, data)


def board_of(found: Projected, data: int) -> Board:
    """The board of a data set, made again only when an entry or a name is new."""
    return _board(*_version(found, data), standings_of(found, data))


def end_of(found: Projected, data: int) -> ShakeUp:
    """The shake-up of a data set in a room that has ended."""
    return _end(*_version(found, data), standings_of(found, data))


def forget_rooms() -> None:
    """Read anew what this visitor has just changed."""
    _mine.clear()
    _projected.clear()
    _of_room.clear()


def _version(found: Projected, data: int) -> tuple[str, int, int, tuple[str, ...], bool]:
    """What a board is made of, in a few words: while that is the same, so is the board."""
    newest = max((entry.number for entry in found.entries), default=0)
    names = tuple(member.name for member in found.members)
    return found.room.id, data, newest, names, found.room.open


# In what follows, `who` tells copies apart: a copy is found only by whoever may read the original.


@forgettable
@st.cache_resource(show_spinner=False, ttl=2, max_entries=256)
def _mine(who: str) -> tuple[Room, ...]:
    del who
    return tuple(visitor().rooms.mine())


@forgettable
@st.cache_resource(show_spinner=False, ttl=1, max_entries=64)
def _projected(who: str, _watch: Teacher | Screen) -> Projected:
    del who
    return _watch.projected()


@forgettable
@st.cache_resource(show_spinner=False, ttl=1, max_entries=16)
def _one_run(who: str, run_id: str, _by: Screen) -> tuple[Run, pd.DataFrame]:
    del who
    return _by.one_run(run_id)


@forgettable
@st.cache_resource(show_spinner=False, ttl=1, max_entries=64)
def _of_room(room_id: str) -> Projected:
    rooms = visitor().rooms
    entries: list[RoomEntry] = [replace(entry, run_id="") for entry in rooms.entries(room_id)]
    members: list[Member] = rooms.members(room_id)
    return Projected(rooms.get(room_id), tuple(members), tuple(entries))


@forgettable
@st.cache_resource(show_spinner=False, max_entries=64)
def _board(
    room_id: str, data: int, newest: int, names: tuple[str, ...], still_open: bool, _found: Standings
) -> Board:
    del room_id, data, newest, names, still_open
    return board(_found.competitors)


@forgettable
@st.cache_resource(show_spinner=False, max_entries=64)
def _end(
    room_id: str, data: int, newest: int, names: tuple[str, ...], still_open: bool, _found: Standings
) -> ShakeUp:
    del room_id, data, newest, names, still_open
    return shake_up(_found.competitors)
