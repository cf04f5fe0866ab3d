"""What runs are worth on the hidden slice: written by workers, read in halves.

A half is drawn in blocks of units that err alike, by a seed that stays here. `slice_for` is for workers: it
alone reads the slice, and what `rnnkit.tasks.task.Hiding` makes of it are losses.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, insert, select

from rnnkit.compare.units import Units
from rnnkit.config import parse
from rnnkit.files.encoding import clean_text
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.rooms.records import RoomEntry, known_moment
from rnnkit.runs.sql.database import Database, advisory_lock, insert_into
from rnnkit.runs.sql.room_tables import room_data, room_entries, room_members, rooms
from rnnkit.runs.sql.schema import runs

NUMBERS = "<f8"
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SliceForRun:
    """The hidden slice that a run is scored on: its bytes and how they are read. It never leaves a worker."""

    room: str
    data: int
    member: str
    task: str
    content: bytes
    reading: Mapping[str, Any]


@dataclass(frozen=True)
class NewEntry:
    """What a run came to on a slice: units of the model ("") and of baselines, or a reason."""

    of: SliceForRun
    label: str
    metric: str = ""
    rows: str = ""
    units: Mapping[str, Units] | None = None
    reason: str = ""


class RoomEntries:
    """The side of the workers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def slice_for(self, run_id: str) -> SliceForRun | None:
        """The slice that a run is to be scored on; `None` where there is none, or this run counts no more."""
        with self._database.reading() as connection:
            row = connection.execute(_due(run_id)).first()
            if row is None or not _counts(connection, row, time.time()):
                return None
        return SliceForRun(row.room, row.number, row.member, row.task, row.slice, json.loads(row.reading))

    def write(self, connection: Connection, run_id: str, entry: NewEntry) -> bool:
        """Write an entry, and baselines that the room has none of yet; false where it counts no more."""
        advisory_lock(connection, entry.of.room)
        row = connection.execute(_due(run_id)).first()
        if row is None or not _counts(connection, row, time.time()):
            return False
        made: Mapping[str, Units | None] = entry.units or {"": None}
        for name, units in made.items():
            if not name:
                put = _row(entry, units) | {"run_id": run_id, "member": entry.of.member}
                connection.execute(insert_into(connection, room_entries).values(put).on_conflict_do_nothing())
            elif not _known(connection, entry, name):
                connection.execute(insert(room_entries).values(_row(entry, units) | {"name": name}))
        return True


def _due(run_id: str) -> Any:
    """A run with the slice of its room and its member."""
    data, member = room_data.c, room_members.c
    columns = (data.room, data.number, data.slice, data.reading, rooms.c.plan, rooms.c.state, rooms.c.ends)
    return (
        select(*columns, member.id.label("member"), runs.c.task, runs.c.started)
        .join(room_data, data.dataset_id == runs.c.dataset_id)
        .join(rooms, rooms.c.id == data.room)
        .join(room_members, (member.room == data.room) & (member.viewer == runs.c.viewer))
        .where(runs.c.id == run_id, data.slice.is_not(None))
    )


def _counts(connection: Connection, row: Any, now: float) -> bool:
    """Whether a run still counts: its room is open, it is of its task, and its member has entries left."""
    plan = parse(RoomPlan, row.plan)
    if row.state != "open" or row.ends <= now or row.task != plan.task:
        return False
    mine = (room_entries.c.member == row.member, room_entries.c.reason == "")
    made = connection.execute(select(func.count()).select_from(room_entries).where(*mine)).scalar_one()
    return bool(made < plan.entries)


def _known(connection: Connection, entry: NewEntry, name: str) -> bool:
    of, column = entry.of, room_entries.c
    same = (column.room == of.room, column.data == of.data, column.name == name, column.member.is_(None))
    return connection.execute(select(column.number).where(*same)).first() is not None


def _row(entry: NewEntry, units: Units | None) -> dict[str, Any]:
    return {
        "room": entry.of.room,
        "data": entry.of.data,
        "name": clean_text(entry.label),
        "at": time.time(),
        "kind": units.kind if units else "",
        "block": units.block if units else 1,
        "rows": entry.rows,
        "metric": entry.metric,
        "loss": units.loss.astype(NUMBERS).tobytes() if units else b"",
        "mass": units.mass.astype(NUMBERS).tobytes() if units else b"",
        "reason": clean_text(entry.reason),
    }


def entries_of(
    connection: Connection, room_id: str, *, ended: bool, own: str = "", all_runs: bool = False
) -> list[RoomEntry]:
    """The entries of a room in the order in which they came; the private half only where it has `ended`.

    Whose run an entry is of is told to its `own` member, and to whoever may see `all_runs`.
    """
    seeds: dict[int, str] = {
        row.number: row.seed
        for row in connection.execute(
            select(room_data.c.number, room_data.c.seed).where(room_data.c.room == room_id)
        )
    }
    query = select(room_entries).where(room_entries.c.room == room_id).order_by(room_entries.c.number)
    return [
        _entry(row, seeds[row.data], ended, told=all_runs or (own != "" and row.member == own))
        for row in connection.execute(query)
    ]


def _entry(row: Any, seed: str, ended: bool, *, told: bool) -> RoomEntry:
    public = private = None
    if row.loss:
        loss, mass = (np.frombuffer(part, NUMBERS).astype(np.float64) for part in (row.loss, row.mass))
        half = public_half(len(loss), row.block, seed)
        public = half_of(row, loss, mass, half)
        private = half_of(row, loss, mass, ~half) if ended else None
    return RoomEntry(
        number=row.number,
        data=row.data,
        member=row.member or "",
        name=row.name,
        run_id=(row.run_id or "") if told else "",
        at=known_moment(row.at),
        rows=row.rows,
        metric=row.metric,
        reason=row.reason,
        public=public,
        private=private,
    )


def half_of(row: Any, loss: Any, mass: Any, half: Bools) -> Units:
    """The units of one half, whose masses sum to 1 again."""
    share = mass[half].sum()
    return Units(row.kind, loss[half] / share, mass[half] / share, min(row.block, max(1, int(half.sum()))))


def public_half(units: int, block: int, seed: str) -> Bools:
    """Which of so many units are in the public half: every second one of shuffled blocks of neighbours.

    Where blocks are few, they are made so short that each half gets one at least.
    """
    length = max(1, min(block, units // 2))
    number = np.arange(units) // length
    blocks = int(number.max(initial=0)) + 1
    order = np.random.default_rng(int(seed, 16)).permutation(blocks)
    chosen: Bools = np.isin(number, order[: (blocks + 1) // 2]) if blocks > 1 else np.ones(units, np.bool_)
    return chosen
