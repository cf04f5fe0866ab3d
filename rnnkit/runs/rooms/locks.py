"""What may be started on the data of a room: checked where runs are written down, whatever way they came.

The data of a room belongs to the room and to nobody else, so a run on it is a run in the room: there is no
other door. A network that is looked into is not trained, and needs no lock.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.errors import ConfigError, JobError, LimitError
from rnnkit.runs.rooms.plan import RoomPlan, check_settings
from rnnkit.runs.scope import no_data
from rnnkit.runs.sql.idle import ROOM
from rnnkit.runs.sql.room_tables import room_data, room_members, rooms
from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.training.wishes import Kind
from rnnkit.words import t

LOOKS = frozenset({"inside"})  # jobs that only look at a network that is there
OF_RATE: frozenset[Kind] = frozenset({"halve", "double"})
OF_TIME: frozenset[Kind] = frozenset({"longer"})


@dataclass(frozen=True)
class StartWanted:
    """A run that is asked for: the kind of job and its settings as JSON."""

    task: str
    config: str


def owner_of(room_id: str) -> str:
    """Whose the data of a room is in the table of data."""
    return f"{ROOM}{room_id}"


def check_start(
    connection: Connection, viewer: str, wanted: Sequence[StartWanted], dataset_id: str, *, searching: bool
) -> None:
    """Refuse runs that a room does not allow, and count those that it does; nothing for data of no room.

    Raises `ConfigError` for settings that are locked, `LimitError` for more runs than each has, `JobError`
    where the room has ended, `NotFoundError` for whoever is not in it.
    """
    if not of_room(connection, dataset_id):
        return
    found = _room_of(connection, dataset_id)
    member = None if found is None else _member(connection, found.room, viewer)
    if found is None or member is None:
        raise no_data()
    _check_open(found)
    plan = parse(RoomPlan, found.plan)
    if searching:
        raise no_search()
    trained = [one for one in wanted if one.task not in LOOKS]
    for one in trained:
        check_one(plan, found.settings, one)
    _count(connection, member, plan, len(trained))


def check_one(plan: RoomPlan, own: str, wanted: StartWanted) -> None:
    """Refuse one run whose task or settings are not those of the room."""
    if wanted.task != plan.task:
        raise ConfigError(t("In this room only {task} is trained.", task=plan.task))
    asked = parse_stored(plan.of_task.asked, wanted.config)
    check_settings(plan, plan.preset(_values(own)), asked)


def check_search(connection: Connection, dataset_id: str) -> None:
    """Refuse a search on the data of a room. Raises `ConfigError`."""
    if of_room(connection, dataset_id):
        raise no_search()


def no_search() -> ConfigError:
    """Why nobody searches for settings on the data of a room."""
    return ConfigError(t("In a room runs are started one by one; a search has more than its budget."))


def check_going_on(connection: Connection, run_id: str) -> None:
    """Refuse to go on with a run of a room that has ended. Raises `JobError`."""
    dataset_id = connection.execute(select(runs.c.dataset_id).where(runs.c.id == run_id)).scalar()
    if dataset_id is not None and of_room(connection, dataset_id):
        _check_open(_room_of(connection, dataset_id))


def check_wish(connection: Connection, run_id: str, kind: Kind) -> None:
    """Refuse what a person asks of a run of a room while it trains, where that is locked.

    Raises `ConfigError` for more time, or for another rate where the learning rate is not open, and
    `JobError` to go on after the end.
    """
    dataset_id = connection.execute(select(runs.c.dataset_id).where(runs.c.id == run_id)).scalar()
    if dataset_id is None or not of_room(connection, dataset_id):
        return
    plan = parse(RoomPlan, _check_open(_room_of(connection, dataset_id)).plan)
    if kind in OF_TIME:
        raise ConfigError(t("In this room a run takes at most {seconds:g} s.", seconds=plan.budget))
    if kind in OF_RATE and "learning_rate" not in plan.open:
        raise ConfigError(t("{title} is locked in this room.", title=t("Learning rate")))


def of_room(connection: Connection, dataset_id: str) -> bool:
    """Whether data is that of a room, also of one that is forgotten by now."""
    owner = connection.execute(select(datasets.c.viewer).where(datasets.c.id == dataset_id)).scalar()
    return owner is not None and str(owner).startswith(ROOM)


def _room_of(connection: Connection, dataset_id: str) -> Any:
    """The room of a data set, held until the transaction ends, so that it cannot end in between."""
    query = (
        select(room_data.c.room, room_data.c.settings, rooms.c.plan, rooms.c.state, rooms.c.ends)
        .join(rooms, rooms.c.id == room_data.c.room)
        .where(room_data.c.dataset_id == dataset_id)
        .with_for_update(of=rooms, read=True)
    )
    return connection.execute(query).first()


def _member(connection: Connection, room_id: str, viewer: str) -> str | None:
    query = select(room_members.c.id).where(room_members.c.room == room_id, room_members.c.viewer == viewer)
    found: str | None = connection.execute(query).scalar()
    return found


def _check_open(found: Any) -> Any:
    if found is None or found.state != "open" or found.ends <= time.time():
        raise JobError(t("This room has ended; take its data into your own form to go on."))
    return found


def _count(connection: Connection, member: str, plan: RoomPlan, number: int) -> None:
    """Count runs that are started, all or none."""
    mine = room_members.c
    room_left = update(room_members).where(mine.id == member, mine.runs + number <= plan.runs)
    if not connection.execute(room_left.values(runs=mine.runs + number)).rowcount:
        raise LimitError(
            t("In this room everybody has {most} runs, and you have used yours.", most=plan.runs)
        )


def _values(own: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(own)
    return found
