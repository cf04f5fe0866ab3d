"""Rooms, members, entries and answers as frozen records: what of them may leave the store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from rnnkit.compare.units import Units
from rnnkit.config import TrainingSettings, parse
from rnnkit.runs.rooms.plan import RoomPlan

RoomState = Literal["open", "ended"]
View = Literal["join", "members", "board", "run"]
VIEWS: tuple[View, ...] = ("join", "members", "board", "run")


@dataclass(frozen=True)
class RoomData:
    """A data set of a room: what members train on, its preset, and how many rows are hidden (0: none).

    `said` are sentences about how it was cut.
    """

    number: int
    dataset_id: str
    name: str
    own: Mapping[str, Any] = field(hash=False)
    rows: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What the teacher put on the projector: one thing at a time, and which run or data set where one is
    meant.

    `lessons` says how many of the room are open; 0: up to the first stop of its plan.
    """

    view: View = "join"
    run: str = ""
    data: int = 0
    lessons: int = 0


@dataclass(frozen=True)
class Room:
    """A room as members and teachers see it. `state` is "ended" once the teacher ended it; at `ends` it is
    forgotten."""

    id: str
    code: str
    title: str
    plan: RoomPlan
    state: RoomState
    shown: Shown
    created: datetime
    ends: datetime
    ended: datetime | None
    data: tuple[RoomData, ...]

    @property
    def open(self) -> bool:
        """Whether runs may be started and count."""
        return self.state == "open"

    def preset(self, number: int = 0) -> TrainingSettings:
        """The settings that a run on one of its data sets starts with."""
        return self.plan.preset(self.data[number].own)


@dataclass(frozen=True)
class Member:
    """Somebody in a room, by a name of two words or their own, and where they were last seen.

    `runs` were started; of these `waiting` and `working` have no end yet. `entries` were scored.
    """

    id: str
    name: str
    pseudonym: str
    joined: datetime
    seen: datetime
    page: str
    lesson: str
    runs: int
    waiting: int = 0
    working: int = 0
    entries: int = 0


@dataclass(frozen=True)
class RoomEntry:
    """What a run of a member, or a baseline (`member` is empty), is worth on the hidden slice.

    `public` are the losses of the public half, those of the `private` half only where the room has ended;
    both are for statistics and never for a screen, as they tell of single rows. `reason` says why it was not
    scored; then there are none. `rows` is a fingerprint: only entries with the same one are compared.
    `run_id` is known to its own member and to teachers, else empty.
    """

    number: int
    data: int
    member: str
    name: str
    run_id: str
    at: datetime
    rows: str
    metric: str
    reason: str
    public: Units | None
    private: Units | None

    @property
    def baseline(self) -> bool:
        """Whether it is none of a member's."""
        return not self.member


@dataclass(frozen=True)
class RoomAnswer:
    """What a member answered to a question of a lesson."""

    member: str
    lesson: str
    question: str
    answer: str
    right: bool
    at: datetime


@dataclass(frozen=True)
class TeacherLink:
    """A link that gives the rights of a teacher, without its secret and without what opens the projector.

    `own` is that of whoever asks.
    """

    id: str
    name: str
    created: datetime
    withdrawn: datetime | None
    own: bool


def moment(value: float | None) -> datetime | None:
    """A time of the store."""
    return None if value is None else datetime.fromtimestamp(value, UTC)


def known_moment(value: float) -> datetime:
    """The same where there is one."""
    return datetime.fromtimestamp(value, UTC)


def to_room(row: Mapping[str, Any], data: tuple[RoomData, ...]) -> Room:
    """A room from a row of its table and its data."""
    return Room(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        plan=parse(RoomPlan, row["plan"]),
        state=row["state"],
        shown=Shown(**json.loads(row["shown"])),
        created=known_moment(row["created"]),
        ends=known_moment(row["ends"]),
        ended=moment(row["ended"]),
        data=data,
    )


def to_data(row: Mapping[str, Any]) -> RoomData:
    """A data set of a room from a row of its table; nothing of the slice."""
    return RoomData(
        number=row["number"],
        dataset_id=row["dataset_id"],
        name=row["name"],
        own=json.loads(row["settings"]),
        rows=row["rows"],
        said=tuple(json.loads(row["said"])),
    )
