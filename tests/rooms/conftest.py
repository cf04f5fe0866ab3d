"""Rooms to try: a teacher, members, and runs that nobody trains."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rnnkit.runs.quotas import MANY, Quotas
from rnnkit.runs.rooms.opening import Brought, Opened
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.store import Store

ROWS = 120
SMALL: dict[str, Any] = {"hidden_size": 4, "lookback": 8, "horizon": 2, "test": 20}
OPEN = ("cell", "hidden_size", "learning_rate", "seed", "budget")


def day_of(number: int) -> str:
    """The date of a row."""
    return (date(2024, 1, 1) + timedelta(number)).isoformat()


def series(rows: int = ROWS) -> bytes:
    """A value a day that comes only once: 7000.001, 7001.002, ..."""
    days = (f"{day_of(number)},{7000 + number}.{number:03d}" for number in range(rows))
    return ("day,sold\n" + "\n".join(days) + "\n").encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    quotas = Quotas(runs_an_hour=MANY, queued=MANY, queued_each=MANY, uploads_an_hour=MANY)
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}", quotas)
    yield store
    store.close()


def plan(**changes: Any) -> RoomPlan:
    """A room of forecasts in which few settings are open."""
    known = {"task": "forecast", "settings": SMALL, "open": OPEN, "budget": 10.0, "runs": 5}
    return RoomPlan.model_validate(known | changes)


def opened(store: Store, content: bytes | None = None, **changes: Any) -> Opened:
    """A room of the teacher with one data set."""
    teacher = store.of("teacher")
    dataset_id = teacher.uploads.add("sold.csv", series() if content is None else content)
    return teacher.rooms.open("Monday", plan(**changes), [Brought(dataset_id)])
