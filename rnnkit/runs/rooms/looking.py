"""Rooms as they are read from the store: by whom is decided by who asks."""

import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from rnnkit.errors import NotFoundError
from rnnkit.runs.rooms.records import Member, Room, RoomAnswer, RoomData, known_moment, to_data, to_room
from rnnkit.runs.sql.room_tables import room_answers, room_data, room_entries, room_members, rooms
from rnnkit.runs.sql.schema import runs
from rnnkit.words import t

DATA = [
    room_data.c[name] for name in ("room", "number", "dataset_id", "name", "settings", "rows", "said")
]  # all but the slice


def there() -> ColumnElement[bool]:
    """Rooms that are not forgotten yet."""
    return rooms.c.ends > time.time()


def one_room(connection: Connection, which: ColumnElement[bool]) -> Room | None:
    """The room that this is true of, if it is there."""
    row = connection.execute(select(rooms).where(which, there())).first()
    return None if row is None else to_room(row._asdict(), data_of(connection, row.id))


def data_of(connection: Connection, room_id: str) -> tuple[RoomData, ...]:
    """The data sets of a room, without what is hidden."""
    query = select(*DATA).where(room_data.c.room == room_id).order_by(room_data.c.number)
    return tuple(to_data(row._asdict()) for row in connection.execute(query))


def members_of(connection: Connection, room_id: str) -> list[Member]:
    """Everybody in a room, with how many of their runs there wait and work, first come first."""
    mine = room_members.c
    of_room = select(room_data.c.dataset_id).where(room_data.c.room == room_id)
    states = (
        select(runs.c.viewer, *(_number(runs.c.state == state, state) for state in ("queued", "running")))
        .where(runs.c.dataset_id.in_(of_room))
        .group_by(runs.c.viewer)
        .subquery()
    )
    scored = (
        select(room_entries.c.member, func.count().label("entries"))
        .where(room_entries.c.room == room_id, room_entries.c.reason == "")
        .group_by(room_entries.c.member)
        .subquery()
    )
    query = (
        select(room_members, states.c.queued, states.c.running, scored.c.entries)
        .outerjoin(states, states.c.viewer == mine.viewer)
        .outerjoin(scored, scored.c.member == mine.id)
        .where(mine.room == room_id)
        .order_by(mine.joined, mine.id)
    )
    return [to_member(row._asdict()) for row in connection.execute(query)]


def _number(condition: ColumnElement[bool], name: str) -> Any:
    return func.sum(case((condition, 1), else_=0)).label(name)


def to_member(row: dict[str, Any]) -> Member:
    """A member from a row of its table, and of counts where they were asked for; never the visitor."""
    return Member(
        id=row["id"],
        name=row["name"] or row["pseudonym"],
        pseudonym=row["pseudonym"],
        joined=known_moment(row["joined"]),
        seen=known_moment(row["seen"]),
        page=row["page"],
        lesson=row["lesson"],
        runs=row["runs"],
        waiting=int(row.get("queued") or 0),
        working=int(row.get("running") or 0),
        entries=int(row.get("entries") or 0),
    )


def answers_of(connection: Connection, which: ColumnElement[bool]) -> list[RoomAnswer]:
    """Answers to questions of lessons, oldest first."""
    query = (
        select(room_answers)
        .join(room_members, room_members.c.id == room_answers.c.member)
        .where(which)
        .order_by(room_answers.c.at, room_answers.c.lesson, room_answers.c.question)
    )
    return [
        RoomAnswer(row.member, row.lesson, row.question, row.answer, row.right, known_moment(row.at))
        for row in connection.execute(query)
    ]


def of_viewer(viewer: str) -> ColumnElement[bool]:
    """Whether a visitor is a member of the room in the row of `rooms`."""
    mine = select(room_members.c.id).where(room_members.c.room == rooms.c.id, room_members.c.viewer == viewer)
    return mine.exists()


def in_rooms_of(viewer: str, dataset_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether data is that of a room that a visitor is a member of."""
    held = (
        select(room_data.c.dataset_id)
        .join(room_members, room_members.c.room == room_data.c.room)
        .where(and_(room_data.c.dataset_id == dataset_id, room_members.c.viewer == viewer))
    )
    return held.exists()


def used_by(viewer: str, dataset_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a visitor has runs on data: what they trained on they may look at, also when a room is
    forgotten.
    """
    used = select(runs.c.id).where(and_(runs.c.dataset_id == dataset_id, runs.c.viewer == viewer))
    return used.exists()


def no_room() -> NotFoundError:
    """The answer for a room that is not there, and for one that somebody is not in."""
    return NotFoundError(t("There is no such room (any more); join it by its code."))
