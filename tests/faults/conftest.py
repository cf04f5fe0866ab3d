"""A store without limits, brokers of two places, and what is checked after every fault."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.store import Store
from tests.faults.tasks import BROKER, SteadyConfig
from tests.jobs.waiting import HANGS, lives, until

UNLIMITED = Quotas(
    queued_each=10**6,
    runs_an_hour=10**6,
    uploads_an_hour=10**6,
    runs_each=10**6,
    queued=10**6,
    free_megabytes=0.0,
)
Ask = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}", UNLIMITED)
    yield store
    store.close()


@pytest.fixture
def ask(store: Store) -> Ask:
    """Queue a steady run with these settings."""
    return lambda **settings: steady(store, **settings)


@pytest.fixture
def jobs(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """A client with a broker of two places that knows the steady task."""
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    with working(store, BROKER) as jobs:
        yield jobs


@contextmanager
def working(store: Store, broker: tuple[str, ...]) -> Iterator[Jobs]:
    """A client whose broker is gone afterwards, with all that it started."""
    jobs = Jobs(store.url, broker)
    jobs.ensure()
    try:
        yield jobs
    finally:
        jobs.close()


def steady(store: Store, **settings: Any) -> str:
    visitor = store.of("")
    return visitor.queue.submit(
        SteadyConfig(**settings).model_dump_json(), visitor.uploads.add("a.csv", b"1")
    )


def ended(store: Store, run_id: str, seconds: float = HANGS) -> float:
    """Wait until a run has ended, and give the seconds that took."""
    return until(lambda: not store.runs.get(run_id).active, seconds)


def begun(store: Store, *run_ids: str) -> None:
    """Wait until runs have told of a step."""
    until(lambda: all(store.runs.get(run_id).train_loss is not None for run_id in run_ids))


def pause(seconds: float) -> None:
    """Let the others work until the random moment of a fault has come."""
    threading.Event().wait(seconds)


def kill(pid: int | None) -> None:
    assert pid
    os.kill(pid, signal.SIGKILL)


def check(store: Store, jobs: Jobs | None = None) -> None:
    """The checker after a fault: the store is sound, and no worker is there without its run."""
    assert store.audit() == []
    if jobs is not None:
        until(lambda: workers(jobs) <= {run.pid for run in store.runs.find(states=["running"])})


def workers(jobs: Jobs) -> set[int]:
    """The living children of the broker."""
    try:
        return {child.pid for child in psutil.Process(jobs.pid).children() if lives(child)}
    except psutil.NoSuchProcess:
        return set()


def whole(store: Store, run_id: str, steps: int) -> None:
    """A steady run told of every step once, with the loss that belongs to it."""
    curve = store.progress.curve(run_id)
    assert curve["step"].tolist() == list(range(1, steps + 1))
    assert curve["train_loss"].tolist() == [1 / (1 + step) for step in range(1, steps + 1)]
