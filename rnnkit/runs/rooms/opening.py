"""A room opened: the plan checked, the hidden slice cut, and all written down in one transaction."""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select

from rnnkit.errors import ConfigError, LimitError
from rnnkit.files.encoding import clean_text, new_id, sha256, to_json
from rnnkit.runs.holdings import bytes_of
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.reading.datasets import Datasets
from rnnkit.runs.rooms.codes import new_code
from rnnkit.runs.rooms.locks import owner_of
from rnnkit.runs.rooms.looking import data_of
from rnnkit.runs.rooms.plan import RoomPlan, check_plan
from rnnkit.runs.rooms.records import Room, Shown, to_room
from rnnkit.runs.scope import ScopedDatabase, no_data
from rnnkit.runs.sharing import new_token
from rnnkit.runs.sql.database import advisory_lock, insert_into
from rnnkit.runs.sql.idle import ROOM
from rnnkit.runs.sql.room_tables import room_data, room_teachers, rooms
from rnnkit.runs.sql.rows import Dataset
from rnnkit.runs.sql.schema import datasets
from rnnkit.tasks.task import CutData
from rnnkit.words import t

MOST_DATA = 8  # data sets of a room
EACH = 5  # rooms that one visitor has open
ALL = 100  # rooms of a server, ended ones included until they are deleted
DAY = 24 * 3600.0
SEED_BYTES = 16


@dataclass(frozen=True)
class Brought:
    """A data set of a visitor that comes into a room: its id, with settings of its own beside the preset."""

    dataset_id: str
    name: str = ""
    own: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Asked:
    """A room that a visitor wants to open, for so many days."""

    viewer: str
    title: str
    plan: RoomPlan
    data: tuple[Brought, ...]
    days: float


@dataclass(frozen=True)
class Opened:
    """A room that was just opened, and the secret of its first teacher, which is kept nowhere."""

    room: Room
    secret: str


@dataclass(frozen=True)
class _Ready:
    """A data set of a room before it is written down."""

    brought: Brought
    name: str
    cut: CutData


def open_room(database: ScopedDatabase, quotas: Quotas, asked: Asked) -> Opened:
    """See `VisitorRooms.open`."""
    plan, data, days = asked.plan, asked.data, asked.days
    if not 1 <= len(data) <= MOST_DATA:
        raise ConfigError(
            t("A room has 1 to {most} data sets, not {number}.", most=MOST_DATA, number=len(data))
        )
    if not 0 < days <= quotas.keep_days:
        raise ConfigError(t("A room lasts at most {days:g} days here.", days=quotas.keep_days))
    if plan.budget > quotas.run_seconds:
        raise LimitError(t("A run may take at most {seconds:,.0f} s here.", seconds=quotas.run_seconds))
    quotas.check_storage(database.file, database.size())
    ready = [_cut(Datasets(database).get(one.dataset_id), one, plan) for one in data]
    secret, room_id, now = new_token(), new_id(), time.time()
    with database.writing() as connection:
        advisory_lock(connection, "rooms")
        _admit(connection, asked.viewer, quotas, ready)
        row = _room_row(room_id, asked, now)
        connection.execute(insert(rooms).values(row))
        for number, one in enumerate(ready):
            _write_data(connection, room_id, number, one, now)
        connection.execute(insert(room_teachers).values(teacher_row(secret, room_id, t("First teacher"))))
        return Opened(to_room(row, data_of(connection, room_id)), secret)


def teacher_row(secret: str, room_id: str, name: str) -> dict[str, Any]:
    """The row of a new link of a teacher; of its secret only the hash stays."""
    return {
        "id": sha256(secret.encode()),
        "room": room_id,
        "name": clean_text(name, 64),
        "created": time.time(),
        "withdrawn": None,
    }


def _cut(dataset: Dataset, brought: Brought, plan: RoomPlan) -> _Ready:
    """What members get of a data set and what is hidden, by what its task offers."""
    if dataset.viewer.startswith(ROOM):  # of a room that this visitor is a member of
        raise no_data()
    task = plan.of_task
    hiding = task.hiding if plan.share else None
    preset = check_plan(plan, brought.own, (task.fixed | hiding.fixed) if hiding else frozenset())
    name = clean_text(brought.name or dataset.name)
    if hiding is None:
        if plan.share:
            raise ConfigError(
                t("{task} has no hidden slice; open the room without one.", task=plan.task.capitalize())
            )
        return _Ready(brought, name, CutData(dataset.content, dataset.overrides))
    return _Ready(brought, name, hiding.cut(dataset, preset, plan.share))


def _admit(connection: Connection, viewer: str, quotas: Quotas, ready: Sequence[_Ready]) -> None:
    """Refuse more rooms, or more data, than one visitor or this server may have."""
    number = select(func.count()).select_from(rooms).where(rooms.c.ends > time.time())
    own = number.where(rooms.c.opener == viewer, rooms.c.state == "open")
    if connection.execute(own).scalar_one() >= EACH:
        raise LimitError(t("At most {most} rooms are open for one person; end one first.", most=EACH))
    if connection.execute(number).scalar_one() >= ALL:
        raise LimitError(t("This server has {most} rooms, which is the most; try again later.", most=ALL))
    new = sum(len(one.cut.content) + len(one.cut.hidden) for one in ready)
    quotas.check_megabytes(bytes_of(connection, viewer), new)


def _room_row(room_id: str, asked: Asked, now: float) -> dict[str, Any]:
    return {
        "id": room_id,
        "code": new_code(),
        "opener": asked.viewer,
        "title": clean_text(asked.title, 100),
        "plan": asked.plan.model_dump_json(),
        "state": "open",
        "shown": to_json(vars(Shown())),
        "created": now,
        "ends": now + asked.days * DAY,
        "ended": None,
    }


def _write_data(connection: Connection, room_id: str, number: int, one: _Ready, now: float) -> None:
    """Write down a data set: what members get among the data, what is hidden beside the room."""
    cut, owner = one.cut, owner_of(room_id)
    digest = sha256(cut.content)
    row = {
        "id": sha256("\n".join((digest, cut.overrides, owner, str(number))).encode()),
        "viewer": owner,
        "name": one.name,
        "content": cut.content,
        "sha256": digest,
        "overrides": cut.overrides,
        "created": now,
        "seen": now,
    }
    connection.execute(insert_into(connection, datasets).values(row))
    held = {
        "room": room_id,
        "number": number,
        "dataset_id": row["id"],
        "name": one.name,
        "settings": json.dumps({**one.brought.own, **cut.settings}),
        "slice": cut.hidden or None,
        "reading": to_json(cut.reading),
        "rows": cut.rows,
        "seed": secrets.token_hex(SEED_BYTES),
        "said": json.dumps(cut.said),
    }
    connection.execute(insert(room_data).values(held))
