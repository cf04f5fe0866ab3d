"""F12: Stop is pressed again and again, at any moment of a run."""

import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.faults.conftest import Ask, check, ended, pause
from tests.faults.plan import FULL, chance, rounds, told

pytestmark = pytest.mark.fault


def test_whoever_presses_stop_need_not_wait(store: Store, ask: Ask, jobs: Jobs) -> None:
    random, seconds, ends = chance(), [], set()
    for _ in range(rounds(5, 200)):
        run_id = ask(steps=10_000)
        jobs.wake()
        pause(random.uniform(0, rounds(5, 20) / 10))
        store.of("").queue.request_stop(run_id)
        jobs.wake()
        seconds.append(ended(store, run_id))
        ends.add(store.runs.get(run_id).state)
        check(store, jobs)
    assert ends <= {"stopped", "cancelled"}
    assert not FULL or sum(waited <= 2.0 for waited in seconds) >= 0.99 * len(seconds)
    told("Stop pressed, run ended", seconds)
