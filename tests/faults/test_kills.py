"""Whatever process is killed, every run comes to one end with a reason, and nothing is left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.jobs.conftest import Ask, ask, jobs, store
from tests.jobs.fakes import BROKER
from tests.jobs.waiting import lives, until

__all__ = ["ask", "jobs", "store"]  # fixtures

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")]

SERVER = """
import sys
from rnnkit.jobs.client import Jobs
jobs = Jobs(sys.argv[1], sys.argv[2:])
jobs.ensure()
sys.stdin.read()
"""


def kill(pid: int | None) -> None:
    assert pid
    os.kill(pid, signal.SIGKILL)


def working(store: Store, *run_ids: str) -> None:
    until(lambda: all(store.runs.get(run_id).train_loss is not None for run_id in run_ids))


def test_a_killed_worker_fails_its_run_alone(store: Store, ask: Ask, jobs: Jobs) -> None:
    victim, neighbour = ask("wait"), ask("wait")
    jobs.wake()
    working(store, victim, neighbour)
    kill(store.runs.get(victim).pid)
    until(lambda: not store.runs.get(victim).active)
    assert store.runs.get(victim).state == "failed"
    assert "killed (signal 9)" in store.runs.get(victim).reason
    assert store.runs.get(neighbour).state == "running"
    store.queue.request_stop(neighbour)
    jobs.wake()
    until(lambda: store.runs.get(neighbour).state == "stopped")


def test_a_killed_broker_takes_its_workers_along_and_comes_back(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("wait")
    jobs.wake()
    working(store, run_id)
    first = psutil.Process(jobs.pid)
    family = [first, *first.children()]
    kill(first.pid)
    until(lambda: not any(lives(process) for process in family))
    until(lambda: store.runs.get(run_id).state == "interrupted")
    later = ask("finish")
    jobs.wake()
    until(lambda: store.runs.get(later).state == "finished")


def test_a_killed_server_leaves_no_process_and_its_runs_are_interrupted_after_restart(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    started, also, waiting = ask("wait"), ask("wait"), ask("finish")
    command = [sys.executable, "-c", SERVER, store.url, *BROKER]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as server:
        working(store, started, also)
        family = psutil.Process(server.pid).children(recursive=True)
        kill(server.pid)
        until(lambda: not any(lives(process) for process in family))
    jobs = Jobs(store.url, BROKER)
    jobs.ensure()
    until(lambda: store.runs.get(waiting).state == "finished")
    jobs.close()
    assert len(family) == 3
    for run_id in (started, also):
        assert store.runs.get(run_id).state == "interrupted"
        assert "The server stopped" in store.runs.get(run_id).reason
        assert len(store.runs.history(run_id)) == 3


def test_a_server_killed_while_its_broker_still_loads_leaves_no_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVER, f"sqlite:///{tmp_path / 'runs.sqlite'}"]
    command += [sys.executable, "-m", "rnnkit.jobs.process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as server:
        parent = psutil.Process(server.pid)
        until(
            lambda: any(
                "torch" in mapped.path for child in parent.children() for mapped in child.memory_maps()
            )
        )
        family = parent.children(recursive=True)
        kill(server.pid)
        until(lambda: not any(lives(process) for process in family))


def test_a_run_that_ignores_stop_is_ended_by_force(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("ignore_stop")
    jobs.wake()
    working(store, run_id)
    store.queue.request_stop(run_id)
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    assert store.runs.get(run_id).state == "failed"
    assert "did not answer Stop" in store.runs.get(run_id).reason
