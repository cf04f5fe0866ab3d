"""F13: machines on one PostgreSQL are killed, cut off and held, and their database restarts.

Every run ends once, no step is done twice, and the line stays fair.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from rnnkit.jobs.client import APART, BROKER
from rnnkit.runs.sql.schema import checkpoints, events, runs
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order
from rnnkit.runs.worker.checkpointer import NETWORK_RATE
from tests import postgres
from tests.faults.conftest import UNLIMITED, pause
from tests.faults.machines import Machine, SleepConfig, noted
from tests.faults.plan import FULL, chance, only_full, rounds
from tests.faults.training import forecast
from tests.jobs.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals are of Unix")]

PLACES = 2
VISITORS = 10
HURRY = 1.0 if FULL else 8.0  # in the short form all patience is an eighth
CUT_SECONDS = 30.0 / HURRY  # longer than a machine may be silent
PATIENCE = 1200.0  # seconds; no bar, a machine may be as busy as it likes
RACE_SECONDS = 0.5  # what ended so shortly before a start may not have been seen by it


@contextmanager
def park(folder: Path, number: int, hurry: float = HURRY) -> Iterator[tuple[Store, str, list[Machine]]]:
    """A database and so many machines, none of them at work yet."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL or its driver is not installed")
    with postgres.server(programs) as url:
        machines = [Machine(index, folder, url, PLACES, hurry) for index in range(number)]
        store = Store(url, UNLIMITED)
        try:
            yield store, url, machines
        finally:
            for machine in machines:
                machine.close()
            store.close()


def ask(store: Store, number: int, notes: Path, visitors: int = VISITORS, **settings: float) -> list[str]:
    """Queue so many runs of sleep, by several visitors in turn; each has data of its own."""
    config = SleepConfig(notes=str(notes), **settings).model_dump_json()
    ids = []
    for index in range(number):
        visitor = store.of(f"visitor {index % visitors}")
        dataset = visitor.uploads.add(f"run-{index}", str(index).encode())
        ids += visitor.queue.submit_all([Order(config)], dataset)
    return ids


class Storm:
    """Faults one after the other, each at a random machine and moment; cuts last while others go on."""

    def __init__(self, machines: Sequence[Machine], url: str, random: Random) -> None:
        self._machines, self._url, self._random = machines, url, random
        self._away: list[tuple[float, Machine, Callable[[], None]]] = []
        self.done: Counter[str] = Counter()

    def strike(self, kind: str) -> None:
        """One fault: a machine that is there is killed or cut off, or the database restarts."""
        self.bring_back()
        if kind == "restart":
            programs = postgres.programs()
            assert programs
            postgres.restart(programs, self._url)
        else:
            there = [machine for machine in self._machines if machine not in self._cut()]
            getattr(self, f"_{kind}")(self._random.choice(there))
        self.done[kind] += 1

    def may_cut(self) -> bool:
        """Whether one machine at least would be left."""
        self.bring_back()
        return len(self._cut()) + 1 < len(self._machines)

    def _kill(self, machine: Machine) -> None:
        machine.kill()
        machine.start()

    def _hold(self, machine: Machine) -> None:
        machine.hold()
        self._later(machine, machine.let_go)

    def _sever(self, machine: Machine) -> None:
        machine.cable.cut()
        self._later(machine, machine.cable.mend)

    def _swallow(self, machine: Machine) -> None:
        machine.cable.swallow()
        self._later(machine, machine.cable.mend)

    def _later(self, machine: Machine, back: Callable[[], None]) -> None:
        self._away.append((time.monotonic() + CUT_SECONDS, machine, back))

    def _cut(self) -> list[Machine]:
        return [machine for _, machine, _ in self._away]

    def bring_back(self, *, all_of_them: bool = False) -> None:
        """Mend what was cut for long enough."""
        for entry in list(self._away):
            if all_of_them or time.monotonic() > entry[0]:
                self._away.remove(entry)
                entry[2]()


def faults(random: Random, kills: int, cuts: int, restarts: int) -> list[str]:
    """So many of each kind, in any order."""
    kinds = ["hold", "sever", "swallow"]
    found = ["kill"] * kills + [kinds[index % 3] for index in range(cuts)] + ["restart"] * restarts
    random.shuffle(found)
    return found


def rage(storm: Storm, random: Random, todo: list[str], longest: float) -> None:
    """Let all of it happen; a cut waits until others were mended, if nobody would be left."""
    while todo:
        pause(random.uniform(0, longest))
        cuts = {"hold", "sever", "swallow"}
        kind = next((kind for kind in todo if kind not in cuts or storm.may_cut()), None)
        if kind is not None:
            todo.remove(kind)
            storm.strike(kind)


@pytest.mark.parametrize(("machines", "steps"), [(2, 5), (8, 10)] if FULL else [(3, 10)])
def test_runs_end_once_and_no_step_is_done_twice_whatever_befalls_their_machines(
    tmp_path: Path, machines: int, steps: int
) -> None:
    number, kills, cuts, restarts = (200, 40, 10, 5) if FULL else (18, 2, 3, 1)
    random, notes = chance(), tmp_path / "notes"
    with park(tmp_path, machines) as (store, url, there):
        ids = ask(store, number, notes, steps=steps, pause=1.0 if FULL else 0.2)
        for machine in there:
            machine.start()
        until(lambda: store.queue.counts().get("running", 0) > machines, PATIENCE)
        storm, start = Storm(there, url, random), time.monotonic()
        rage(storm, random, faults(random, kills, cuts, restarts), rounds(1, 4))
        raged = time.monotonic() - start
        left = store.queue.counts()
        until(lambda: storm.bring_back() or not active(store), PATIENCE)
        storm.bring_back(all_of_them=True)
        states = Counter(store.runs.get(run_id).state for run_id in ids)
        print(f"{machines} machines, {number} runs: {dict(storm.done)} in {raged:.0f} s, then {left}")
        print(f"all ended after {time.monotonic() - start:.0f} s: {dict(states)}")
        print(reasons(store))
        assert states["finished"] + states["interrupted"] == number
        check_once(store, ids, notes, steps)
        check_order(store)
        assert store.audit() == []


def active(store: Store) -> int:
    """How many runs wait or work."""
    return sum(number for state, number in store.queue.counts().items() if state in ("queued", "running"))


def reasons(store: Store) -> Counter[tuple[str, str]]:
    return Counter((run.state, run.reason) for run in store.runs.find())


def check_once(store: Store, ids: list[str], notes: Path, steps: int) -> None:
    """Each run was begun once, unless it was taken back before; each step was done once at most, and all of
    those that finished.
    """
    done = noted(notes)
    assert [step for step, times in done.items() if times > 1] == []
    for index, run_id in enumerate(ids):
        run = store.runs.get(run_id)
        assert run.attempt == (run.state != "cancelled")
        if run.state == "finished":
            assert all(done[f"run-{index}", step] for step in range(1, steps + 1))
            assert store.progress.curve(run_id)["step"].tolist() == list(range(1, steps + 1))


def check_order(store: Store) -> None:
    """At each start, the visitor had the fewest at work of all who waited, and took the own first run first.

    What ended within moments of a start may or may not have counted there.
    """
    with store._database.reading() as connection:
        query = select(events.c.run_id, events.c.state, events.c.at, runs.c.viewer, runs.c.number)
        rows = connection.execute(query.join(runs, runs.c.id == events.c.run_id).order_by(events.c.number))
        history = rows.all()
    waiting: dict[str, list[int]] = defaultdict(list)
    working: Counter[str] = Counter()
    ended: dict[str, list[float]] = defaultdict(list)
    for row in history:
        if row.state not in ("queued", "running"):
            ended[row.viewer].append(row.at)
    starts = unfair = 0
    for row in history:
        if row.state == "queued":
            waiting[row.viewer].append(row.number)
        elif row.state == "running":
            starts += 1
            assert row.number == min(waiting[row.viewer])
            recent = lambda viewer, at=row.at: sum(abs(end - at) < RACE_SECONDS for end in ended[viewer])  # noqa: E731
            fewest = min(working[viewer] + recent(viewer) for viewer in waiting if waiting[viewer])
            unfair += working[row.viewer] - recent(row.viewer) > fewest
            waiting[row.viewer].remove(row.number)
            working[row.viewer] += 1
        else:
            working[row.viewer] -= 1
    assert unfair == 0, f"{unfair} of {starts} starts"


@only_full
def test_four_machines_do_three_and_a_half_times_the_work_of_one(tmp_path: Path) -> None:
    """From the first start of a run to the last end; machines that still load wait for each other."""
    seconds = {}
    for machines in (1, 4):
        folder = tmp_path / str(machines)
        folder.mkdir()
        with park(folder, machines, hurry=1.0) as (store, _url, there):
            for machine in there:
                machine.start()
            until(lambda number=machines, store=store: len(store.offers.all()) == number, PATIENCE)
            ids = ask(store, 64, folder / "notes", steps=4, pause=0.5)
            while active(store):
                pause(0.5)
            runs = [store.runs.get(run_id) for run_id in ids]
            first, last = min(run.started for run in runs), max(run.finished for run in runs)
            seconds[machines] = (last - first).total_seconds()
            assert all(run.state == "finished" for run in runs)
            check_once(store, ids, folder / "notes", 4)
            check_order(store)
    print(f"64 runs of 2 s on {PLACES} places each: {seconds}, {seconds[1] / seconds[4]:.2f} times as fast")
    assert seconds[1] / seconds[4] >= 3.5


@only_full
def test_what_real_training_sends_over_the_network_is_told_and_bounded(tmp_path: Path) -> None:
    seconds = 30.0
    with park(tmp_path, 1) as (store, _url, (machine,)):
        machine.start((*BROKER, APART))
        until(lambda: store.facts.get("parity"))  # the machine was measured
        before = machine.cable.traffic()
        pause(seconds)
        idle = [after - earlier for after, earlier in zip(machine.cable.traffic(), before, strict=True)]
        print(f"idle: {idle[0] / seconds:,.0f} bytes sent a second, {idle[1] / seconds:,.0f} received")
        for hidden in (32, 256, 512):
            before, largest = machine.cable.traffic(), 0
            run_id = forecast(store, hidden_size=hidden, steps=None, budget=seconds)
            while active(store):
                pause(0.5)
                largest = max(largest, largest_checkpoint(store))
            run = store.runs.get(run_id)
            assert run.state == "finished"
            sent, received = (
                after - earlier for after, earlier in zip(machine.cable.traffic(), before, strict=True)
            )
            kept = len(store.results.weights(run_id))
            took = (run.finished - run.started).total_seconds()
            print(
                f"{hidden} cells, {took:.0f} s: {sent:,} bytes sent ({sent / took:,.0f} a second), "
                f"{received:,} received; a checkpoint {largest:,}, the weights {kept:,}"
            )
            assert sent < NETWORK_RATE * took + largest + 2 * kept + 1_000_000
            assert received < 1_000_000


def largest_checkpoint(store: Store) -> int:
    """Bytes of the largest checkpoint that is kept now."""
    with store._database.reading() as connection:
        return connection.execute(select(func.max(func.length(checkpoints.c.content)))).scalar() or 0
