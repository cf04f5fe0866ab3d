"""What all tests share: a home of their own, no network, and turns for those that start processes."""

import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event

from rnnkit.jobs.client import ENVIRONMENT

# Before anything imports torch: two test processes with a thread for every core slow each other down, and
# runs in them take the memory that they take in a worker.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "ONEDNN_PRIMITIVE_CACHE_CAPACITY"):
    os.environ.setdefault(name, ENVIRONMENT[name])

# How busy the machine is says nothing of an example.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

# Compiled once, not by every process that tests start, whatever the environment says of keeping that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests with one of these marks start servers, browsers and workers and measure time: one at a time.
HEAVY = ("browser", "fault")
STEP_BACK = 15  # behind the workers of heavy tests, which have stepped back by 10
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")
OURS = "RNNKIT_"
FORCED = ("RNNKIT_CORE", "RNNKIT_CORE_BITS")  # who computes recurrent layers, which `make test-cores` forces
SMALL_HOST = 690_000_000  # bytes of memory, so that limits are the same on every machine
ROOMY = 8_000_000_000  # the same for what a run may take


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Heavy tests first and in one group; of the others, each file is a group."""
    items.sort(key=lambda item: not is_heavy(item))
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        group = "heavy" if is_heavy(item) else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where several processes test, those that only compute step back: heavy tests come one after another,
    so they decide how long all take, and they wait for what they started.
    """
    if hasattr(item.config, "workerinput") and hasattr(os, "nice") and not is_heavy(item):
        os.nice(max(0, STEP_BACK - os.nice(0)))


def is_heavy(item: pytest.Item) -> bool:
    """Whether a test starts whole processes."""
    return any(item.get_closest_marker(name) for name in HEAVY)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: object) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in LOCAL:  # type: ignore[index]
            raise OSError(f"tests do not use the network, but one asked for {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_locally)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Runs in this process have one thread, as if all other cores were taken: a process that computed on
    several leaves those behind, and what it forks then waits for threads that it has not.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnkit.host.machine._active", SimpleNamespace(value=os.cpu_count() or 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_wait_for_the_disk() -> Iterator[None]:
    """No commit waits for a disk: stores of tests need to survive a process, but not the machine."""

    def prepare(connection: Any, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            (wait,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute("PRAGMA busy_timeout = 0")
            with suppress(sqlite3.Error):  # that it is damaged or locked is for the store to tell
                connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA busy_timeout = {wait}")

    event.listen(Engine, "connect", prepare)
    yield
    event.remove(Engine, "connect", prepare)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for the state of the app; settings of the person who runs the tests do not count, but
    for who computes recurrent layers.
    """
    for name in [name for name in os.environ if name.startswith(OURS) and name not in FORCED]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("rnnkit.data.limits.memory_total", lambda: SMALL_HOST)
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: ROOMY)
    folder = tmp_path / "home"
    monkeypatch.setenv("RNNKIT_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def quick_baselines() -> Iterator[None]:
    """Forecasts in this process without ETS and Theta beside them, whose fits take five times as long as a
    run of a test does. A test about these asks for `ets_and_theta`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnkit.tasks.forecast.worth.report.slow_baselines", lambda *_: {})
        yield


@pytest.fixture(scope="session", autouse=True)
def few_tunes() -> Iterator[None]:
    """Composers in this process write twelve tunes for their scores, not a hundred: after the few steps of
    a test their tunes find no end, and to write them takes twenty times as long as to learn.
    """
    from rnnkit.tasks.compose import run
    from rnnkit.tasks.compose.generation.made import starts_of

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "starts_of", lambda tunes: starts_of(tunes, 12))
        yield


@pytest.fixture
def ets_and_theta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forecasts with ETS and Theta beside them, as people get them."""
    from rnnkit.baselines import slow_baselines

    monkeypatch.setattr("rnnkit.tasks.forecast.worth.report.slow_baselines", slow_baselines)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium that starts; `make test` sees to it that there is one."""
    from scripts.chromium import MISSING, find

    path = find()
    if path is None:
        pytest.fail(MISSING)
    return path
