"""A room in the hands of whoever has the secret link of a teacher. Nothing else gives these rights."""

import json
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, false, func, insert, select, update

from rnnkit.errors import ConfigError, JobError, NotFoundError
from rnnkit.files.encoding import sha256
from rnnkit.runs.reading import Datasets, ProgressReader, Results, Runs
from rnnkit.runs.rooms.entries import entries_of
from rnnkit.runs.rooms.looking import answers_of, members_of, one_room
from rnnkit.runs.rooms.opening import teacher_row
from rnnkit.runs.rooms.records import (
    VIEWS,
    Member,
    Room,
    RoomAnswer,
    RoomEntry,
    Shown,
    TeacherLink,
    known_moment,
    moment,
)
from rnnkit.runs.scope import Scope, ScopedDatabase, valid_id
from rnnkit.runs.sharing import NOW, new_token
from rnnkit.runs.sql.database import Database, advisory_lock
from rnnkit.runs.sql.room_tables import room_data, room_members, room_teachers, rooms
from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.runs.transitions import transition
from rnnkit.words import t

MOST_LINKS = 20  # of one room, withdrawn ones included


@dataclass(frozen=True)
class Projected:
    """All that the projector shows, read at once: whoever draws it asks once for all who look."""

    room: Room
    members: tuple[Member, ...]
    entries: tuple[RoomEntry, ...]

    @property
    def waiting(self) -> int:
        """Runs of this room that wait."""
        return sum(member.waiting for member in self.members)

    @property
    def working(self) -> int:
        """Runs of this room that work."""
        return sum(member.working for member in self.members)


class Teacher:
    """A room with all that its teacher sees and does.

    `runs`, `progress` and `results` are those of all members in this room, without weights, and `datasets`
    what members train on: nobody sees the hidden slice here either. Raises `NotFoundError` for a secret that
    is not valid (any more); every method does so once the link was withdrawn or the room is forgotten.
    """

    gives_weights = False
    gives_data = True

    def __init__(self, database: Database, secret: str) -> None:
        self.key = sha256(valid_id(secret).encode())
        self._database = ScopedDatabase(database, scope_of(self.key))
        self.room_id = self.room().id
        self.datasets, self.runs = Datasets(self._database), Runs(self._database)
        self.progress, self.results = ProgressReader(self._database), Results(self._database)

    def room(self) -> Room:
        """The room as it stands."""
        with self._database.reading() as connection:
            return self._room(connection)

    def members(self) -> list[Member]:
        """Everybody in the room: where they are, what of theirs waits and works."""
        with self._database.reading() as connection:
            return members_of(connection, self._room(connection).id)

    def entries(self) -> list[RoomEntry]:
        """All entries with their runs; private halves once the room has ended."""
        with self._database.reading() as connection:
            room = self._room(connection)
            return entries_of(connection, room.id, ended=not room.open, all_runs=True)

    def answers(self) -> list[RoomAnswer]:
        """What everybody answered to the questions of lessons."""
        with self._database.reading() as connection:
            return answers_of(connection, room_members.c.room == self._room(connection).id)

    def projected(self) -> Projected:
        """All that the projector shows, in one transaction."""
        with self._database.reading() as connection:
            room = self._room(connection)
            entries = entries_of(connection, room.id, ended=not room.open, all_runs=True)
            return Projected(room, tuple(members_of(connection, room.id)), tuple(entries))

    def owners(self) -> dict[str, str]:
        """The member whose run each is, by the ids of the runs of this room."""
        query = (
            select(runs.c.id, room_members.c.id.label("member"))
            .join(room_data, room_data.c.dataset_id == runs.c.dataset_id)
            .join(
                room_members,
                (room_members.c.room == room_data.c.room) & (room_members.c.viewer == runs.c.viewer),
            )
            .where(room_data.c.room == self.room_id, self._database.scope.runs)
        )
        with self._database.reading() as connection:
            return {row.id: row.member for row in connection.execute(query)}

    def show(self, shown: Shown) -> None:
        """Put something on the projector. Raises `ConfigError` for a view or data set that is not there."""
        with self._database.writing() as connection:
            room = self._room(connection)
            if shown.view not in VIEWS or not 0 <= shown.data < len(room.data):
                raise ConfigError(t("The projector shows one of {views}.", views=", ".join(VIEWS)))
            if shown.run:
                self._database.attempt(connection, shown.run)
            connection.execute(
                update(rooms).where(rooms.c.id == room.id).values(shown=json.dumps(vars(shown)))
            )

    def end(self) -> None:
        """End the room: nothing starts any more, what waits is taken back, and private halves are shown.

        Runs that work go on, but no longer count. Ending what has ended changes nothing.
        """
        with self._database.writing() as connection:
            room = self._room(connection)
            advisory_lock(connection, room.id)
            now = {"state": "ended", "ended": time.time()}
            connection.execute(
                update(rooms).where(rooms.c.id == room.id, rooms.c.state == "open").values(now)
            )
            waiting = select(runs.c.id).where(self._database.scope.runs, runs.c.state == "queued")
            for run_id in connection.execute(waiting).scalars().all():
                transition(connection, run_id, "cancelled", reason=t("The room has ended."))

    def hand_out(self, name: str) -> str:
        """A secret for another teacher, with the same rights; it is kept nowhere and can be withdrawn."""
        secret = new_token()
        with self._database.writing() as connection:
            room = self._room(connection)
            advisory_lock(connection, room.id)
            number = select(func.count()).select_from(room_teachers).where(room_teachers.c.room == room.id)
            if connection.execute(number).scalar_one() >= MOST_LINKS:
                raise JobError(t("A room has at most {most} links for teachers.", most=MOST_LINKS))
            connection.execute(insert(room_teachers).values(teacher_row(secret, room.id, name)))
        return secret

    def links(self) -> list[TeacherLink]:
        """The links of all teachers, oldest first."""
        with self._database.reading() as connection:
            room = self._room(connection)
            query = select(room_teachers).where(room_teachers.c.room == room.id)
            rows = connection.execute(query.order_by(room_teachers.c.created, room_teachers.c.id)).all()
        return [
            TeacherLink(
                named(row.id), row.name, known_moment(row.created), moment(row.withdrawn), row.id == self.key
            )
            for row in rows
        ]

    def withdraw(self, link_id: str) -> None:
        """End the link of another teacher now; the very next look finds nothing.

        Raises `JobError` for one's own, so that a room is never without a teacher.
        """
        if link_id == named(self.key):
            raise JobError(t("Your own link stays; another teacher can withdraw it."))
        with self._database.writing() as connection:
            advisory_lock(connection, self.room_id)  # first: of two who withdraw each other one is too late
            room = self._room(connection)
            held = select(room_teachers.c.id).where(room_teachers.c.room == room.id)
            keys = [key for key in connection.execute(held).scalars() if named(key) == link_id]
            ended = update(room_teachers).where(room_teachers.c.id.in_(keys))
            connection.execute(ended.where(room_teachers.c.withdrawn.is_(None)).values(withdrawn=time.time()))

    def _room(self, connection: Connection) -> Room:
        room = one_room(connection, taught(self.key))
        if room is None:
            raise NotFoundError(t("Link not valid (any more)."))
        return room


def named(key: str) -> str:
    """What other teachers know a link by: from its key, which opens the projector, and not the other way."""
    return sha256(f"link {key}".encode())


def taught(key: str) -> Any:
    """Whether the row of `rooms` is that of a link that is valid now."""
    link = (room_teachers.c.id == key, room_teachers.c.withdrawn.is_(None))
    return select(room_teachers.c.id).where(room_teachers.c.room == rooms.c.id, *link).exists()


def scope_of(key: str) -> Scope:
    """What a link of a teacher shows: runs of members in this room, and the data that they train on."""
    held = (
        select(room_data.c.dataset_id)
        .join(room_teachers, room_teachers.c.room == room_data.c.room)
        .join(rooms, rooms.c.id == room_data.c.room)
        .where(room_teachers.c.id == key, room_teachers.c.withdrawn.is_(None), rooms.c.ends > NOW)
    )
    in_room = held.where(room_data.c.dataset_id == runs.c.dataset_id).exists()
    data = held.where(room_data.c.dataset_id == datasets.c.id).exists()
    return Scope(runs=in_room, weights=false(), datasets=data)
