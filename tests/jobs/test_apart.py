"""Brokers without a server: side by side on one PostgreSQL, one after the other on a file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rnnkit.errors import ConfigError
from rnnkit.jobs.client import APART, Jobs, environment
from rnnkit.jobs.lease import LEASE
from rnnkit.runs.store import Store
from tests.jobs.conftest import Ask
from tests.jobs.fakes import BROKER, FakeConfig
from tests.jobs.waiting import until
from tests.runs.conftest import emptied, postgres

__all__ = ["postgres"]  # a fixture

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals are of Unix")]


@contextmanager
def apart(store: Store, machine: str, places: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """A broker of its own on a machine of this name, gone afterwards."""
    own = environment(store.url) | {"RNNKIT_MACHINE": machine, "RNNKIT_MAX_RUNS": str(places)}
    with subprocess.Popen([*BROKER, APART], env=own, stdin=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(store: Store, then: str = "wait") -> str:
    visitor = store.of("")
    return visitor.queue.submit(FakeConfig(then=then).model_dump_json(), visitor.uploads.add("a.csv", b"1"))


def test_two_machines_work_on_one_server_and_a_signal_ends_each_with_its_runs(postgres: str) -> None:
    store = Store(emptied(postgres))
    ids = [ask(store) for _ in range(2)]
    with apart(store, "first") as first, apart(store, "second") as second:
        until(lambda: all(store.runs.get(run_id).train_loss is not None for run_id in ids))
        assert len({store.runs.get(run_id).worker for run_id in ids}) == 2
        assert len(store.leases.held(LEASE)) == 2
        for process, number in ((first, signal.SIGTERM), (second, signal.SIGINT)):
            process.send_signal(number)
            assert process.wait(10) == 0
    assert [store.runs.get(run_id).state for run_id in ids] == ["interrupted"] * 2
    assert store.leases.held("") == []
    assert store.audit() == []
    store.close()


def test_a_broker_whose_lease_was_taken_ends_its_workers_and_begins_anew(postgres: str) -> None:
    store = Store(emptied(postgres))
    first = ask(store)
    with apart(store, "first"):
        until(lambda: store.runs.get(first).train_loss is not None)
        (lease,) = store.leases.held(LEASE)
        assert store.leases.bury(lease, "It was silent.")
        second = ask(store, "finish")
        until(lambda: not store.runs.get(second).active)
    assert [store.runs.get(run_id).state for run_id in (first, second)] == ["interrupted", "finished"]
    assert store.audit() == []
    store.close()


def test_on_a_file_a_broker_apart_waits_for_that_of_the_app(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("finish")
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    holder = store.leases.get(LEASE)
    with apart(store, "other"):
        jobs.close()
        until(lambda: (store.leases.get(LEASE) or holder) != holder)
        run_id = ask("finish")
        until(lambda: not store.runs.get(run_id).active)
    assert store.runs.get(run_id).state == "finished"


def test_an_app_that_leaves_its_runs_to_others_starts_no_broker(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_WORK", "elsewhere")
    jobs = Jobs(store.url, (sys.executable, "-c", "raise SystemExit(1)"))
    jobs.wake()
    assert jobs.pid is None
    jobs.close()
    monkeypatch.setenv("RNNKIT_WORK", "nowhere")
    with pytest.raises(ConfigError, match="RNNKIT_WORK must be here or elsewhere, not 'nowhere'"):
        jobs.ensure()
