"""F2b: the broker is asked to go, as by a redeploy."""

import os

import psutil
import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.faults.conftest import Ask, begun, check, ended, pause
from tests.faults.plan import chance, rounds, told
from tests.jobs.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals of Unix")]

STEPS = 60
LEAVE_SECONDS = 10.0


def test_a_broker_that_is_asked_to_go_interrupts_its_runs_and_goes(
    store: Store, ask: Ask, jobs: Jobs
) -> None:
    random, seconds = chance(), []
    for _ in range(rounds(2, 20)):
        run_id = ask(steps=100 * STEPS)
        jobs.wake()
        begun(store, run_id)
        pause(random.uniform(0, 0.5))
        broker = psutil.Process(jobs.pid)
        broker.terminate()
        seconds.append(until(lambda gone=broker: not gone.is_running(), LEAVE_SECONDS))
        ended(store, run_id)
        assert store.run(run_id).state == "interrupted"
        check(store)
        store.of("").delete_run(run_id)
        until(lambda gone=broker: jobs.alive and jobs.pid != gone.pid, 60.0)
    told("the broker was asked to go and went", seconds)
