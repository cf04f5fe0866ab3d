"""F3, F4, F5: the store is locked, its disk is full, its server restarts: no run loses a step."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from rnnkit.jobs.client import Jobs
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.store import Store
from tests import postgres
from tests.faults.conftest import UNLIMITED, Ask, begun, check, ended, pause, steady, whole, working
from tests.faults.plan import chance, rounds, told
from tests.faults.tasks import BROKER

pytestmark = pytest.mark.fault

STEPS = 60
DISK = 8  # megabytes
PASSWORD = "hush-hush"


def test_a_store_that_somebody_locks_for_long_costs_no_step(store: Store, ask: Ask, jobs: Jobs) -> None:
    seconds = []
    for locked in (3.0, *([30.0] * rounds(0, 2))):
        run_id = ask(steps=STEPS)
        jobs.wake()
        begun(store, run_id)
        with closing(sqlite3.connect(store._database.file, timeout=60, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            pause(locked)
            other.execute("ROLLBACK")
        seconds.append(ended(store, run_id))
        assert store.runs.get(run_id).state == "finished"
        whole(store, run_id, STEPS)
        check(store, jobs)
    told("lock given back, run finished", seconds)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting a disk takes root on Linux")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all the space that is left."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def fill_until_said(disk: Path, store: Store) -> Path:
    """The same, and what a transaction under way gives back, until the store says that it is full."""
    for _ in range(20):
        filler = fill(disk)
        try:
            store.facts.set("large", "x" * 100_000)
        except StoreError as error:
            if "full" in str(error):
                return filler
            raise
    pytest.fail("the disk was never full")


def test_a_full_disk_stops_nobody_once_there_is_space_again(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    random, seconds = chance(), []
    store = Store(f"sqlite:///{disk / 'runs.sqlite'}", UNLIMITED)
    with working(store, BROKER) as jobs:
        for _ in range(rounds(1, 30)):
            run_id = steady(store, steps=STEPS, kilobytes=100)
            jobs.wake()
            begun(store, run_id)
            filler = fill_until_said(disk, store)
            pause(random.uniform(0, rounds(1, 3)))
            check(store)
            filler.unlink()
            seconds.append(ended(store, run_id))
            assert store.runs.get(run_id).state == "finished"
            whole(store, run_id, STEPS)
            check(store, jobs)
    store.close()
    told("space on the disk again, run finished", seconds)


def test_a_database_that_restarts_or_hangs_up_loses_no_step_and_tells_no_password(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL or its driver is not installed")
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    random, seconds = chance(), []
    with postgres.server(programs) as server:
        url = server.replace("@", f":{PASSWORD}@", 1)
        store = Store(url, UNLIMITED)
        with working(store, BROKER) as jobs:
            for fault in [restart, hang_up, *([restart] * rounds(0, 19)), *([stay_away] * rounds(0, 3))]:
                ids = [steady(store, steps=STEPS) for _ in range(2)]
                jobs.wake()
                begun(store, *ids)
                pause(random.uniform(0, 1.0))
                fault(programs, url)
                seconds += [ended(store, run_id) for run_id in ids]
                for run_id in ids:
                    assert (store.runs.get(run_id).state, store.runs.get(run_id).attempt) == ("finished", 1)
                    whole(store, run_id, STEPS)
                check(store, jobs)
        store.close()
    said = "".join(capfd.readouterr())
    assert "broker" in said  # what goes into its log was looked at
    assert PASSWORD not in said
    told("PostgreSQL restarted or hung up, run finished", seconds)


def restart(programs: Path, url: str) -> None:
    postgres.restart(programs, url)


def stay_away(programs: Path, url: str) -> None:
    postgres.restart(programs, url, away=20.0)


def hang_up(_programs: Path, url: str) -> None:
    """End every other connection to the database."""
    other = create_engine(url, poolclass=NullPool)
    with other.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
