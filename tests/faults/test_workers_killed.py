"""F1: workers are killed at any moment, also in the middle of keeping a checkpoint."""

import os
from collections.abc import Callable
from random import Random

import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from tests.faults.conftest import Ask, check, ended, kill, pause, whole, working
from tests.faults.plan import chance, only_full, rounds, told
from tests.faults.tasks import SteadyConfig
from tests.faults.training import HURRIED, forecast, same, undisturbed

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")]


class Lane:
    """One place at work: its run goes on when it was killed, and is followed by another when it ended."""

    def __init__(self, store: Store, new: Callable[[], str]) -> None:
        self._store, self._new = store, new
        self.runs = [new()]
        self.lost: list[int] = []

    @property
    def run(self) -> Run:
        return self._store.runs.get(self.runs[-1])

    def go_on(self) -> None:
        run = self.run
        if run.state == "failed" and self._store.of("").queue.checkpoint(run.id):
            self.lost.append(run.step - self._store.of("").queue.resume(run.id))
        elif not run.active:
            self.runs.append(self._new())


def strike(store: Store, jobs: Jobs, lanes: list[Lane], random: Random, longest: float) -> float | None:
    """Kill one worker at a random moment; gives the seconds until its run ended, `None` without one."""
    jobs.wake()
    pause(random.uniform(0, longest))
    victim, neighbour = random.sample(lanes, 2)
    before, beside = victim.run, neighbour.run
    if before.pid is None or not killed(before.pid):
        return None
    seconds = ended(store, before.id)
    after = victim.run
    if after.state == "failed":
        assert "killed (signal 9)" in after.reason
    else:
        assert after.state == "finished"
    later = neighbour.run
    assert later.state != "failed"
    assert later.attempt == beside.attempt or beside.state == "queued"  # which was its turn by now
    check(store, jobs)
    return seconds


def killed(pid: int) -> bool:
    try:
        kill(pid)
    except ProcessLookupError:  # it was quicker
        return False
    return True


def kill_again_and_again(store: Store, jobs: Jobs, new: Callable[[], str], times: int) -> list[str]:
    """Strike so often, then let all come to their end; gives the runs that finished."""
    random, lanes, seconds = chance(), [Lane(store, new), Lane(store, new)], []
    while len(seconds) < times:
        for lane in lanes:
            lane.go_on()
        if (waited := strike(store, jobs, lanes, random, rounds(10, 25) / 10)) is not None:
            seconds.append(waited)
    for lane in lanes:
        lane.go_on()
        jobs.wake()
    for lane in lanes:
        ended(store, lane.runs[-1], 120.0)
    check(store, jobs)
    told("worker killed, run ended", seconds)
    lost = [steps for lane in lanes for steps in lane.lost]
    found = [run.id for run in store.runs.find(states=["finished"])]
    print(f"resumed {len(lost)} times, at most {max(lost, default=0)} steps lost; {len(found)} runs finished")
    return found


def test_killed_workers_cost_a_few_steps_and_nobody_else_anything(store: Store, ask: Ask, jobs: Jobs) -> None:
    for run_id in kill_again_and_again(store, jobs, ask, rounds(4, 200)):
        whole(store, run_id, SteadyConfig().steps)


@only_full
def test_real_training_that_is_killed_and_resumed_ends_like_one_that_was_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    quiet = undisturbed(store)
    with working(store, HURRIED) as jobs:
        found = kill_again_and_again(store, jobs, lambda: forecast(store), 50)
    assert found != [quiet]
    for run_id in found:
        same(store, run_id, quiet)


def test_a_worker_that_dies_while_it_keeps_a_checkpoint_leaves_the_old_one_or_the_new(
    store: Store, ask: Ask, jobs: Jobs
) -> None:
    times = rounds(2, 25)
    for death in ("made", "written", "committed", "anywhere"):
        run_id, found = ask(death=death, steps=10_000, kilobytes=500, pause=0.0), []
        for _ in range(times):
            jobs.wake()
            ended(store, run_id)
            check(store, jobs)
            run = store.runs.get(run_id)
            assert "killed (signal" in run.reason  # it found the checkpoint as it was kept
            found.append(run.step - store.of("").queue.resume(run_id))
            assert found[-1] in (0, 1)  # the checkpoint of the step that was told last, or of that before
        store.queue.request_stop(run_id)
        print(f"died {times} times ({death}): the new checkpoint {found.count(0)} times, else the old")
