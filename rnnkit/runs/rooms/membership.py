"""Rooms as one visitor may use them: joined by a code, looked at, told where one is and what one answered."""

import time
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from rnnkit.errors import JobError, LimitError, NotFoundError
from rnnkit.files.encoding import clean_text, new_id
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.rooms.codes import new_pseudonym, plain_code
from rnnkit.runs.rooms.entries import entries_of
from rnnkit.runs.rooms.looking import (
    answers_of,
    members_of,
    no_room,
    of_viewer,
    one_room,
    there,
    to_member,
)
from rnnkit.runs.rooms.opening import Asked, Brought, Opened, open_room
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.rooms.records import Member, Room, RoomAnswer, RoomEntry
from rnnkit.runs.scope import ScopedDatabase, valid_id
from rnnkit.runs.sql.database import advisory_lock, insert_into
from rnnkit.runs.sql.room_tables import room_answers, room_members, rooms
from rnnkit.runs.visitor import uses
from rnnkit.words import t

WRONG = 10  # codes that a visitor may try in vain within a minute
MINUTE = 60.0
SEEN_SECONDS = 5.0  # that somebody is still where they were is written down so often at most
MOST_ANSWERS = 400  # of one member


class VisitorRooms:
    """The rooms of one visitor, and the way into others."""

    def __init__(self, database: ScopedDatabase, viewer: str, quotas: Quotas) -> None:
        self._database, self._viewer, self._quotas = database, viewer, quotas

    def open(self, title: str, plan: RoomPlan, data: list[Brought], days: float = 7.0) -> Opened:
        """Open a room with data of this visitor, and give it with the secret of its first teacher.

        The hidden slice is cut before anybody can join. Raises `ConfigError` for a plan that cannot be kept
        to, `DataError` for data that is too small to be cut, `LimitError` for too many rooms or too much
        data.
        """
        asked = Asked(self._viewer, title, plan, tuple(data), days)
        return open_room(self._database, self._quotas, asked)

    def look(self, code: str) -> Room:
        """The room that a code leads to, before one joins.

        Raises `NotFoundError` for a code of no room, `LimitError` after ten of these within a minute.
        """
        found = self._found(code)
        if isinstance(found, str):
            raise NotFoundError(found)
        return found

    def join(self, code: str, name: str = "") -> Member:
        """Become a member of the room of a code; who is one already stays the same.

        Raises what `look` does, `LimitError` for a full room, `JobError` for one that has ended.
        """
        room = self.look(code)
        with self._database.writing() as connection:
            advisory_lock(connection, room.id)
            if (member := self._me(connection, room.id)) is None:
                self._admit(connection, room)
                taken = select(room_members.c.pseudonym).where(room_members.c.room == room.id)
                pseudonym = new_pseudonym(set(connection.execute(taken).scalars()))
                now = time.time()
                row = {
                    "id": new_id(),
                    "room": room.id,
                    "viewer": self._viewer,
                    "pseudonym": pseudonym,
                    "name": plain_name(name),
                    "joined": now,
                    "seen": now,
                    "page": "",
                    "lesson": "",
                    "runs": 0,
                }
                connection.execute(insert(room_members).values(row))
                member = to_member(row)
        return member

    def mine(self) -> list[Room]:
        """The rooms that this visitor is in, the newest first."""
        query = select(rooms.c.id).where(there(), of_viewer(self._viewer)).order_by(rooms.c.created.desc())
        with self._database.reading() as connection:
            found = connection.execute(query).scalars().all()
            held = [one_room(connection, rooms.c.id == room_id) for room_id in found]
        return [room for room in held if room is not None]

    def get(self, room_id: str) -> Room:
        """A room that this visitor is in. Raises `NotFoundError` for any other."""
        with self._database.reading() as connection:
            return self._room(connection, room_id)

    def me(self, room_id: str) -> Member:
        """Who this visitor is in a room. Raises `NotFoundError` where they are not in it."""
        with self._database.reading() as connection:
            return self._member(connection, self._room(connection, room_id).id)

    def members(self, room_id: str) -> list[Member]:
        """Everybody in a room that this visitor is in."""
        with self._database.reading() as connection:
            return members_of(connection, self._room(connection, room_id).id)

    def rename(self, room_id: str, name: str) -> None:
        """Be called something else in a room; empty: by the two words again."""
        with self._database.writing() as connection:
            member = self._member(connection, self._room(connection, room_id).id)
            connection.execute(
                update(room_members).where(room_members.c.id == member.id).values(name=plain_name(name))
            )

    def at(self, room_id: str, page: str, lesson: str = "") -> None:
        """Write down where this visitor is; within five seconds in the same place only once."""
        page, lesson = clean_text(page, 64), clean_text(lesson, 64)
        with self._database.reading() as connection:
            member = self._member(connection, self._room(connection, room_id).id)
        now = time.time()
        if (member.page, member.lesson) == (page, lesson) and now - member.seen.timestamp() < SEEN_SECONDS:
            return
        with self._database.writing() as connection:
            connection.execute(
                update(room_members)
                .where(room_members.c.id == member.id)
                .values(page=page, lesson=lesson, seen=now)
            )

    def answer(self, room_id: str, lesson: str, question: str, answer: str, *, right: bool) -> None:
        """Write down what this visitor answered; the last answer to a question counts.

        Raises `JobError` in a room that has ended, `LimitError` for answers to more questions than are kept.
        """
        with self._database.writing() as connection:
            room = self._room(connection, room_id)
            member = self._member(connection, room.id)
            check_open(room)
            key = {
                "member": member.id,
                "lesson": clean_text(lesson, 64),
                "question": clean_text(question, 64),
            }
            others = (room_answers.c.lesson != key["lesson"]) | (room_answers.c.question != key["question"])
            kept = select(func.count()).select_from(room_answers).where(room_answers.c.member == member.id)
            if connection.execute(kept.where(others)).scalar_one() >= MOST_ANSWERS:
                raise LimitError(t("At most {most} answers are kept for each member.", most=MOST_ANSWERS))
            row = key | {"answer": clean_text(answer), "right": right, "at": time.time()}
            put = insert_into(connection, room_answers).values(row)
            changed = {name: put.excluded[name] for name in ("answer", "right", "at")}
            connection.execute(
                put.on_conflict_do_update(index_elements=list(room_answers.primary_key), set_=changed)
            )

    def answers(self, room_id: str) -> list[RoomAnswer]:
        """The answers of this visitor in a room."""
        with self._database.reading() as connection:
            member = self._member(connection, self._room(connection, room_id).id)
            return answers_of(connection, room_members.c.id == member.id)

    def entries(self, room_id: str) -> list[RoomEntry]:
        """The entries of everybody and of the baselines, their private halves once the room has ended."""
        with self._database.reading() as connection:
            room = self._room(connection, room_id)
            member = self._member(connection, room.id)
            return entries_of(connection, room.id, ended=not room.open, own=member.id)

    def _found(self, code: str) -> Room | str:
        """The room of a code, or the sentence for a wrong one, which counts."""
        now = time.time()
        with self._database.writing() as connection:
            advisory_lock(connection, self._viewer)
            if uses.recent(connection, self._viewer, "code", now, MINUTE)[0] >= WRONG:
                raise LimitError(t("Too many tries; wait 1 minute."))
            plain = plain_code(code)
            room = one_room(connection, rooms.c.code == plain) if plain else None
            if room is None:
                uses.count_use(connection, self._viewer, "code", 1, now)
        return room or t("No room has this code (any more); check its 8 letters.")

    def _room(self, connection: Connection, room_id: str) -> Room:
        room = one_room(connection, and_(rooms.c.id == valid_id(room_id), of_viewer(self._viewer)))
        if room is None:
            raise no_room()
        return room

    def _me(self, connection: Connection, room_id: str) -> Member | None:
        mine = (room_members.c.room == room_id, room_members.c.viewer == self._viewer)
        row: Any = connection.execute(select(room_members).where(*mine)).first()
        return None if row is None else to_member(row._asdict())

    def _member(self, connection: Connection, room_id: str) -> Member:
        member = self._me(connection, room_id)
        if member is None:
            raise no_room()
        return member

    def _admit(self, connection: Connection, room: Room) -> None:
        """Refuse a new member where a room is full or has ended."""
        check_open(room)
        here = select(func.count()).select_from(room_members).where(room_members.c.room == room.id)
        if connection.execute(here).scalar_one() >= room.plan.places:
            raise LimitError(t("This room has {most} members, which is the most.", most=room.plan.places))


def plain_name(name: str) -> str:
    """What a person wants to be called, in one short line of what can be seen."""
    shown = (sign if sign.isprintable() else " " for sign in clean_text(name, 200))
    return " ".join("".join(shown).split())[:40]


def check_open(room: Room) -> None:
    """Refuse what comes after the end. Raises `JobError`."""
    if not room.open:
        raise JobError(t("This room has ended; what is there can be looked at until it is forgotten."))
