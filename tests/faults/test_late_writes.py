"""F11: a worker stands still and wakes when its run went to another; the clock of a worker jumps."""

import os
import signal

import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.store import Store
from rnnkit.runs.worker.retry import retry
from tests.faults.conftest import Ask, begun, check, ended, kill, pause, whole, workers
from tests.faults.plan import rounds
from tests.jobs.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals of Unix")]

STEPS = 40


def test_a_worker_that_wakes_after_its_run_went_to_another_adds_nothing(
    store: Store, ask: Ask, jobs: Jobs
) -> None:
    run_id = ask(steps=STEPS)
    jobs.wake()
    begun(store, run_id)
    visitor = store.of("")
    until(lambda: visitor.queue.checkpoint(run_id) is not None)
    zombie = stand_still(store, store.runs.get(run_id).pid)
    pause(rounds(0, 30))
    store.queue.finish(run_id, 1, "interrupted", "The worker went silent.")
    kept = visitor.queue.resume(run_id)
    jobs.wake()
    until(lambda: store.runs.get(run_id).attempt == 2 and store.runs.get(run_id).step > kept)
    os.kill(zombie, signal.SIGCONT)
    ended(store, run_id)
    until(lambda: zombie not in workers(jobs))
    run = store.runs.get(run_id)
    assert (run.state, run.attempt) == ("finished", 2)
    assert store.results.summary(run_id)["pid"] != zombie
    assert run.seconds >= 0
    whole(store, run_id, STEPS)
    check(store, jobs)


def stand_still(store: Store, pid: int | None) -> int:
    """Have a worker stand still at a moment in which it does not hold the store."""
    assert pid
    for _ in range(20):
        os.kill(pid, signal.SIGSTOP)
        try:
            store.facts.set("free", True)
            return pid
        except StoreError:
            os.kill(pid, signal.SIGCONT)
            retry(lambda: store.facts.set("free", True))  # until it has let go, however busy the machine
    kill(pid)
    pytest.fail("the worker held the store each time")


def test_workers_whose_clocks_jump_end_as_if_they_had_not(store: Store, ask: Ask, jobs: Jobs) -> None:
    asked = {hours: ask(steps=STEPS // 4, clock_hours=hours) for hours in (1, -1)}
    jobs.wake()
    for hours, run_id in asked.items():
        ended(store, run_id)
        run = store.runs.get(run_id)
        assert (run.state, run.attempt) == ("finished", 1)
        assert run.finished is not None
        assert round((run.finished - run.created).total_seconds() / 3600) == hours  # it did jump
        assert 0 <= run.seconds < 60
        whole(store, run_id, STEPS // 4)
    check(store, jobs)
