"""F14: whatever visitors, workers and time do to a store, it does what a few lines of Python say.

After every step the store and those lines hold the same, and the store is sound.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from rnnkit.errors import JobError, NotFoundError
from rnnkit.runs.sql.schema import checkpoints, datasets, progress, runs
from rnnkit.runs.states import ACTIVE, DONE, ENDED, PLAYABLE
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.runs.worker.checkpoints import KEPT
from rnnkit.runs.worker.retention import DAY
from rnnkit.training.progress import Progress
from tests.faults.conftest import UNLIMITED
from tests.faults.plan import FULL, rounds
from tests.runs.conftest import CONFIG

VISITORS = ("ann", "bob")
KEEP_DAYS = UNLIMITED.keep_days
ROWS = select(
    runs.c.id,
    runs.c.viewer,
    runs.c.dataset_id,
    runs.c.state,
    runs.c.attempt,
    runs.c.stop_requested,
)
STEPS = select(progress.c.run_id, progress.c.step).order_by(progress.c.run_id, progress.c.step)
KEPT_STEPS = select(checkpoints.c.run_id, checkpoints.c.step).order_by(
    checkpoints.c.run_id, checkpoints.c.step
)
viewers = st.sampled_from(VISITORS)
owns = st.sampled_from([True, True, True, False])  # now and then, it is somebody else who asks
which = st.sampled_from([0, 0, 0, 1, 2])  # of the runs that something is for, or another
attempts_ago = st.sampled_from([0, 0, 0, 1])  # now and then, a worker that lost its run


@dataclass
class Data:
    """What is expected of data."""

    viewer: str
    seen: float


@dataclass
class Asked:
    """What is expected of a run."""

    viewer: str
    data: str
    seen: float
    state: str = "queued"
    attempt: int = 0
    stop: bool = False
    curve: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)

    def held(self, attempt: int) -> bool:
        return self.state == "running" and self.attempt == attempt

    def end(self, state: str) -> None:
        self.state = state
        if state in DONE:
            self.kept = []


class Clock:
    """The time of those who look at runs, moved by the test."""

    now = 1.8e9

    def time(self) -> float:
        return self.now


class TwoStores(RuleBasedStateMachine):
    """The store and what is expected of it, led along the same way."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__()
        self.store, self.clock = Store(url, UNLIMITED), clock
        self.known: dict[str, Data] = {}
        self.asked: dict[str, Asked] = {}

    def teardown(self) -> None:
        self.everybody_finds_their_own()
        for viewer in VISITORS:
            self.store.of(viewer).library.delete_everything()
        assert self.store.runs.find() == []
        self.store.close()

    def any(self, *states: str) -> bool:
        return any(asked.state in states for asked in self.asked.values())

    def pick(self, which: int, owner: bool, *states: str) -> tuple[str, str]:
        """A run, in these states first and a deleted one last, and its owner or somebody else."""
        found = sorted(self.asked, key=lambda run: self.asked[run].state not in states)
        run = [*found, "gone"][min(which, len(found))]
        viewer = self.asked[run].viewer if run in self.asked else "ann"
        return run, viewer if owner else next(other for other in VISITORS if other != viewer)

    def own(self, run: str, viewer: str) -> Asked | None:
        asked = self.asked.get(run)
        return asked if asked and asked.viewer == viewer else None

    @contextmanager
    def refused(self, *cases: tuple[bool, type[Exception]]):
        """Expect the error of the first case that holds, or none."""
        error = next((error for holds, error in cases if holds), None)
        if error is None:
            yield True
        else:
            with pytest.raises(error):
                yield False

    # What visitors do

    @initialize(resumed=st.booleans())
    def begin_in_the_middle_of_life(self, resumed: bool) -> None:
        """One run died with a checkpoint, one came to its end, one works, the others wait."""
        for viewer in VISITORS:
            self.bring(viewer, b"1")
            for _ in range(3):
                self.ask(viewer, 0, True)
        for end in (partial(self.die, state="failed"), partial(self.complete, state="finished")):
            self.claim_the_next()
            self.work(0, 0, 3, True)
            self.work(0, 0, 2, False)
            end(0, 0)
        self.claim_the_next()
        if resumed:
            self.resume(0, True)

    @rule(viewer=viewers, content=st.sampled_from([b"1", b"2"]))
    def bring(self, viewer: str, content: bytes) -> None:
        found = self.store.of(viewer).uploads.add("a.csv", content)
        self.known.setdefault(found, Data(viewer, self.clock.now))

    @rule(viewer=viewers, which=which, owner=owns)
    def ask(self, viewer: str, which: int, owner: bool) -> None:
        mine = [found for found, known in self.known.items() if (known.viewer == viewer) == owner]
        data = [*mine, "gone"][min(which, len(mine))]
        with self.refused((data not in mine or not owner, NotFoundError)) as goes:
            run = self.store.of(viewer).queue.submit(CONFIG, data)
        if goes:
            self.asked[run] = Asked(viewer, data, self.clock.now)

    @rule(which=which, owner=owns)
    def stop(self, which: int, owner: bool) -> None:
        run, viewer = self.pick(which, owner, "queued", "running")
        asked = self.own(run, viewer)
        with self.refused((asked is None, NotFoundError)):
            self.store.of(viewer).queue.request_stop(run)
        if asked and asked.state == "queued" and not asked.kept:
            asked.end("cancelled")
        elif asked and asked.state in PLAYABLE:
            asked.state = "running" if asked.state == "running" else "queued"
            asked.stop = True

    @rule(which=which, owner=owns)
    def take_back(self, which: int, owner: bool) -> None:
        run, viewer = self.pick(which, owner, "queued")
        asked = self.own(run, viewer)
        with self.refused((asked is None, NotFoundError)):
            assert self.store.of(viewer).queue.cancel(run) == (asked is not None and asked.state == "queued")
        if asked and asked.state == "queued":
            asked.end("cancelled")

    @precondition(lambda self: self.any(*PLAYABLE))
    @rule(which=which, owner=owns, kind=st.sampled_from(["pause", "go_on"]))
    def wish(self, which: int, owner: bool, kind: str) -> None:
        run, viewer = self.pick(which, owner, "paused", "running")
        asked = self.own(run, viewer)
        ended = asked is not None and asked.state in ENDED
        with self.refused((asked is None, NotFoundError), (ended, JobError)) as goes:
            self.store.of(viewer).queue.wish(run, kind)
        if asked and goes and asked.state == "paused" and kind == "go_on":
            asked.state = "queued"

    @precondition(lambda self: self.any("failed", "interrupted", "paused"))
    @rule(which=which, owner=owns)
    def resume(self, which: int, owner: bool) -> None:
        run, viewer = self.pick(which, owner, "failed", "interrupted", "paused")
        asked = self.own(run, viewer)
        goes_on = ("failed", "interrupted", "paused")
        may = asked is not None and asked.state in goes_on and bool(asked.kept)
        with self.refused((asked is None, NotFoundError), (not may, JobError)) as goes:
            step = self.store.of(viewer).queue.resume(run)
        if asked and goes:
            assert step == asked.kept[-1]
            asked.state, asked.stop = "queued", False
            asked.curve = [told for told in asked.curve if told <= step]

    @rule(which=which, owner=owns)
    def delete(self, which: int, owner: bool) -> None:
        run, viewer = self.pick(which, owner)
        asked = self.own(run, viewer)
        with self.refused(
            (asked is None, NotFoundError), (asked is not None and asked.state == "running", JobError)
        ) as goes:
            self.store.of(viewer).library.delete(run)
        if goes:
            del self.asked[run]

    @rule(viewer=viewers)
    def delete_everything(self, viewer: str) -> None:
        self.store.of(viewer).library.delete_everything()
        self.asked = {run: asked for run, asked in self.asked.items() if asked.viewer != viewer}
        self.known = {data: known for data, known in self.known.items() if known.viewer != viewer}

    @rule(which=which, owner=owns)
    def look(self, which: int, owner: bool) -> None:
        run, viewer = self.pick(which, owner, *ENDED)
        self.store.of(viewer).library.touch(run)
        asked = self.own(run, viewer)
        if asked and asked.seen < self.clock.now:
            asked.seen = self.known[asked.data].seen = self.clock.now

    # What workers do, and those who look after them

    @rule()
    def claim_the_next(self) -> None:
        waiting = {run for run, asked in self.asked.items() if asked.state == "queued"}
        run = self.store.queue.claim("me")
        assert (run.id in waiting) if run else not waiting
        if run:
            self.started(run.id)

    def started(self, run: str) -> None:
        self.asked[run].state = "running"
        self.asked[run].attempt += 1
        self.store.queue.begin(run, self.asked[run].attempt, pid=1)

    @precondition(lambda self: self.any("queued", "running"))
    @rule(which=which, ago=attempts_ago, steps=st.integers(1, 3), keep=st.booleans())
    def work(self, which: int, ago: int, steps: int, keep: bool) -> None:
        run, _ = self.pick(which, True, "running", "queued")
        asked = self.asked.get(run, Asked("", "", 0.0))
        waits = run in self.asked and asked.state == "queued"
        assert bool(self.store.queue.claim("me", run)) == waits
        if waits:
            self.started(run)
        attempt = asked.attempt - ago
        first = asked.curve[-1] + 1 if asked.curve else 1
        told = list(range(first, first + steps))
        rows = [Progress("training", step, 99, 0.1, train_loss=1.0) for step in told]
        late = (not asked.held(attempt), LateWriteError)
        with self.refused(late) as goes:
            self.store.recorder.log(run, attempt, rows)
        if goes:
            asked.curve += told
        if keep:
            with self.refused(late) as goes:
                self.store.checkpoints.keep(run, attempt, told[-1], b"%d" % told[-1])
            asked.kept = [*asked.kept, told[-1]][-KEPT:] if goes else asked.kept

    @precondition(lambda self: self.any("running"))
    @rule(which=which, ago=attempts_ago, state=st.sampled_from(sorted(DONE)))
    def complete(self, which: int, ago: int, state: str) -> None:
        run, _ = self.pick(which, True, "running")
        asked = self.asked.get(run, Asked("", "", 0.0))
        attempt = asked.attempt - ago
        with self.refused((not asked.held(attempt), LateWriteError)) as goes:
            self.store.recorder.complete(
                run, attempt, state, summary={}, frames={}, weights=b"w", reason="Why."
            )
        if goes:
            asked.end(state)

    @precondition(lambda self: self.any("running"))
    @rule(which=which, ago=attempts_ago, state=st.sampled_from(["failed", "interrupted"]))
    def die(self, which: int, ago: int, state: str) -> None:
        run, _ = self.pick(which, True, "running")
        asked = self.asked.get(run, Asked("", "", 0.0))
        attempt = asked.attempt - ago
        held = asked.held(attempt)
        assert self.store.queue.finish(run, attempt, state, "The worker was killed.") == held
        if held:
            asked.end(state)

    @precondition(lambda self: self.any("running"))
    @rule(which=which, ago=attempts_ago)
    def pause(self, which: int, ago: int) -> None:
        run, _ = self.pick(which, True, "running")
        asked = self.asked.get(run, Asked("", "", 0.0))
        attempt, seen = asked.attempt - ago, 2**31 - 1
        if asked.held(attempt) and not asked.kept:  # a worker keeps a checkpoint first
            self.work(which, 0, 1, True)
        held = asked.held(attempt)
        assert self.store.queue.pause(run, attempt, seen) == held
        if held:
            asked.state = "queued" if asked.stop else "paused"

    @rule(days=st.sampled_from([1, 20, 40]))
    def time_passes(self, days: int) -> None:
        self.clock.now += days * DAY
        old = self.clock.now - KEEP_DAYS * DAY
        gone = [run for run, asked in self.asked.items() if asked.state not in ACTIVE and asked.seen < old]
        for run in gone:
            del self.asked[run]
        used = {asked.data for asked in self.asked.values()}
        data = [data for data, known in self.known.items() if data not in used and known.seen < old]
        for name in data:
            del self.known[name]
        assert self.store.retention.prune(self.clock.now) == len(gone) + len(data)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(self.store.url, UNLIMITED)

    # What is true after every step

    @invariant()
    def the_store_is_sound(self) -> None:
        assert self.store.audit() == []

    @invariant()
    def both_hold_the_same(self) -> None:
        with self.store._database.reading() as connection:
            rows = connection.execute(ROWS).all()
            steps = connection.execute(STEPS).all()
            kept = connection.execute(KEPT_STEPS).all()
            data = connection.execute(select(datasets.c.id, datasets.c.viewer)).all()
        assert {row.id: tuple(row)[1:] for row in rows} == {
            run: (asked.viewer, asked.data, asked.state, asked.attempt, asked.stop)
            for run, asked in self.asked.items()
        }
        assert steps == [(run, step) for run in sorted(self.asked) for step in self.asked[run].curve]
        assert kept == [(run, step) for run in sorted(self.asked) for step in self.asked[run].kept]
        assert dict(data) == {found: known.viewer for found, known in self.known.items()}

    def everybody_finds_their_own(self) -> None:
        for viewer in VISITORS:
            visitor = self.store.of(viewer)
            mine = {run for run, asked in self.asked.items() if asked.viewer == viewer}
            assert {run.id for run in visitor.runs.find()} == mine
            assert visitor.library.usage().datasets == sum(
                known.viewer == viewer for known in self.known.values()
            )


def test_a_store_does_what_a_few_lines_say(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    for part in ("uploads", "queue", "library"):
        monkeypatch.setattr(f"rnnkit.runs.visitor.{part}.time", SimpleNamespace(time=clock.time))
    run_state_machine_as_test(
        lambda: TwoStores(url, clock),
        settings=settings(
            max_examples=rounds(5 if url.startswith("sqlite") else 1, 200),
            stateful_step_count=rounds(20, 50),
            deadline=None,
            derandomize=True,
            phases=[
                Phase.generate,
                *([Phase.shrink] if FULL else []),
            ],  # the shortest way to a fault takes long
            suppress_health_check=list(HealthCheck),
        ),
    )
