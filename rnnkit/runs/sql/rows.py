"""The rows of the store as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from rnnkit.config.stored import lifted_json
from rnnkit.runs.states import ACTIVE, PLAYABLE, SearchState, State


@dataclass(frozen=True)
class Dataset:
    """Bytes as they were uploaded, and what the person decided about reading them (JSON)."""

    id: str
    viewer: str
    name: str
    content: bytes
    sha256: str
    overrides: str
    created: datetime
    seen: datetime


@dataclass(frozen=True)
class Run:
    """One training attempt: what was asked, where it stands, how it ended. Losses are the latest known."""

    id: str
    viewer: str
    group: str
    task: str
    label: str
    turn: int
    megabytes: float
    dataset_id: str
    config: str
    state: State
    reason: str
    attempt: int
    worker: str
    pid: int | None
    stop_requested: bool
    phase: str
    step: int
    steps: int
    seconds: float
    eta: float | None
    device: str
    train_loss: float | None
    valid_loss: float | None
    created: datetime
    started: datetime | None
    updated: datetime | None
    finished: datetime | None
    seen: datetime
    search: str | None
    place: int | None
    needs: str = "{}"

    @property
    def active(self) -> bool:
        """Whether something may still change: the run waits or works."""
        return self.state in ACTIVE

    @property
    def playable(self) -> bool:
        """Whether it has no end yet: it waits, works or is paused."""
        return self.state in PLAYABLE

    @property
    def share(self) -> float:
        """How much of the planned steps is done, 0 to 1."""
        return min(1.0, self.step / self.steps) if self.steps else 0.0


@dataclass(frozen=True)
class Search:
    """A search for settings: what was asked, what is tried, where it stands, and the run of the best.

    `settings` is JSON: a list of `{"config": settings of the task, "megabytes": of memory}`.
    """

    id: str
    viewer: str
    task: str
    dataset_id: str
    label: str
    config: str
    settings: str
    state: SearchState
    reason: str
    seconds: float
    winner: str
    created: datetime
    finished: datetime | None
    seen: datetime

    @property
    def active(self) -> bool:
        """Whether it still tries settings, or scores the best."""
        return self.state == "running"


TIMES = frozenset({"created", "started", "updated", "finished", "seen"})


def to_dataset(row: Mapping[str, Any]) -> Dataset:
    """A data set from a row of its table."""
    return Dataset(**{field.name: _value(field.name, row[field.name]) for field in fields(Dataset)})


def to_search(row: Mapping[str, Any]) -> Search:
    """A search from a row of its table."""
    return Search(**{field.name: _value(field.name, row[field.name]) for field in fields(Search)})


def to_run(row: Mapping[str, Any]) -> Run:
    """A run from a row of its table and its place in the queue."""
    values = {field.name: _value(field.name, row[field.name]) for field in fields(Run)}
    return Run(**values | {"config": lifted_json(values["config"])})


def _value(name: str, value: Any) -> Any:
    return datetime.fromtimestamp(value, UTC) if name in TIMES and value is not None else value
