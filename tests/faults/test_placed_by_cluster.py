"""F13 with brokers that a Dask cluster places: workers leave, join and are killed, and its scheduler dies."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.jobs.cluster import FACT
from rnnkit.jobs.lease import LEASE
from rnnkit.runs.store import Store
from tests import postgres
from tests.faults.conftest import UNLIMITED
from tests.faults.machines import HERE, HURRY
from tests.faults.test_many_machines import active, ask, check_once
from tests.jobs import waiting

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals are of Unix")]

ROOT = Path(__file__).parents[2]
RUNS, STEPS, WORKERS = 30, 10, 4
FEW = 3  # runs that are left to the last worker; all others that still wait then are taken back
PATIENCE = 180.0  # processes of a cluster take seconds to start, on a busy machine many


class Cluster:
    """A scheduler and workers as processes of their own, as `dask scheduler` and `dask worker` start them."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._folder, self._all = folder, ExitStack()
        self.scheduler = self.schedule()

    def schedule(self) -> subprocess.Popen[bytes]:
        """The scheduler, or the next one at the same address."""
        options = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        return self._start("scheduler", *options)

    def work(self, *options: str) -> subprocess.Popen[bytes]:
        """One more worker with one thread, hence one place."""
        own = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder))
        return self._start("worker", self.address, "--death-timeout", "60", *own, *options)

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{kind}", *options]
        own = os.environ | {HURRY: "8", "PYTHONPATH": str(ROOT)}
        with (self._folder / "cluster.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self._folder, env=own, stdout=log, stderr=log)
        self._all.callback(end, process)
        return process

    def close(self) -> None:
        """End everything of it."""
        self._all.close()


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that still lives, and wait for its end."""
    if process.poll() is None:
        process.kill()
    process.wait(30)


@contextmanager
def placed(folder: Path) -> Iterator[tuple[Store, Cluster, Jobs]]:
    """A store on a server, a cluster, and an app that has it place brokers; nothing works yet."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL or its driver is not installed")
    with postgres.server(programs) as url, pytest.MonkeyPatch.context() as patch:
        cluster = Cluster(folder)
        patch.setenv("RNNKIT_CLUSTER", cluster.address)
        store = Store(url, UNLIMITED)
        jobs = Jobs(url, (sys.executable, "-m", "rnnkit.jobs.cluster", HERE))
        try:
            yield store, cluster, jobs
        finally:
            jobs.close()
            cluster.close()
            store.close()


def until(condition: Callable[[], object]) -> float:
    """Wait for a cluster."""
    return waiting.until(condition, PATIENCE)


def brokers(store: Store) -> set[str]:
    return {lease.name for lease in store.leases.held(f"{LEASE}:")}


def test_runs_end_once_whatever_befalls_the_cluster_that_places_their_brokers(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with placed(tmp_path) as (store, cluster, jobs):
        leaves, dies, *_ = [cluster.work() for _ in range(WORKERS)]
        jobs.ensure()
        until(lambda: len(brokers(store)) == WORKERS)
        ids = ask(store, RUNS, notes, steps=STEPS, pause=0.2)  # now, or the first two would do them all
        until(lambda: store.queue.counts().get("running", 0) == WORKERS)
        assert store.facts.get(FACT) == ""
        leaves.send_signal(signal.SIGTERM)
        until(lambda: len(brokers(store)) == WORKERS - 1)
        cluster.work()
        until(lambda: len(brokers(store)) == WORKERS)
        dies.kill()
        until(lambda: len(brokers(store)) == WORKERS - 1)
        cluster.scheduler.kill()
        until(lambda: store.facts.get(FACT) == f"No Dask cluster answers at {cluster.address}; {WAIT}.")
        until(lambda: not brokers(store) and not store.queue.counts().get("running"))
        waiting_still = [run.id for run in store.runs.find(states=["queued"])]
        assert len(waiting_still) >= FEW, "all was done before the scheduler died"
        for run_id in waiting_still[FEW:]:
            store.queue.request_stop(run_id)  # which ends at once what waits
        end(cluster.scheduler)
        cluster.schedule()
        cluster.work()
        until(lambda: not active(store))
        assert store.facts.get(FACT) == ""
        states = {run_id: store.runs.get(run_id).state for run_id in ids}
        assert {states[run_id] for run_id in waiting_still[:FEW]} == {"finished"}
        assert {states[run_id] for run_id in waiting_still[FEW:]} <= {"cancelled"}
        assert set(states.values()) <= {"finished", "interrupted", "cancelled"}
        assert sum(state == "interrupted" for state in states.values()) <= 1 + 1 + (WORKERS - 1)
        check_once(store, ids, notes, STEPS)
        assert store.audit() == []


WAIT = "runs wait until one does"
