"""Leases of brokers, on a file and on a server, and what becomes of the runs of those who are gone."""

import json
import os
from collections.abc import Iterator
from multiprocessing import Pipe

import pytest

from rnnkit.jobs import lease as module
from rnnkit.jobs import lifeline as line
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.identity import my_identity
from rnnkit.jobs.lease import LEASE, lease_name, take_over
from rnnkit.jobs.lifeline import Lifeline
from rnnkit.jobs.watch import Watch
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.training.progress import Progress
from tests.jobs.fakes import FAKES, FakeConfig
from tests.runs.conftest import emptied, postgres, store, url

__all__ = ["postgres", "store", "url"]  # fixtures

GONE = json.dumps([*json.loads(my_identity())[:3], os.getpid(), "0"])
ELSEWHERE = json.dumps(["elsewhere", "", "", 1, "0"])
FAR = json.dumps(["far", "", "", 1, "0"])


@pytest.fixture
def server(postgres: str) -> Iterator[Store]:
    """A store that many machines share."""
    store = Store(emptied(postgres))
    yield store
    store.close()


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(store: Store) -> str:
    visitor = store.of("")
    return visitor.queue.submit(FakeConfig(then="wait").model_dump_json(), visitor.uploads.add("a.csv", b"1"))


def working(store: Store, worker: str) -> str:
    run = store.queue.claim(worker, ask(store))
    assert run
    return run.id


def open_line() -> Lifeline:
    """A line that is over once nobody refers to its other end."""
    receiver, sender = Pipe(duplex=False)
    lifeline = Lifeline(receiver)
    lifeline.sender = sender
    return lifeline


def test_a_free_lease_is_taken_at_once(store: Store) -> None:
    assert take_over(store, LEASE, my_identity(), open_line()) == ""
    assert store.leases.get(LEASE) == (my_identity(), 1)


def test_the_lease_of_a_broker_that_is_gone_is_taken_over(store: Store) -> None:
    store.leases.take(LEASE, GONE)
    assert take_over(store, LEASE, my_identity(), open_line()) == GONE


def test_a_living_broker_keeps_its_lease_and_the_second_one_goes_with_its_server(store: Store) -> None:
    store.leases.take(LEASE, my_identity())
    receiver, sender = Pipe(duplex=False)
    sender.close()
    assert take_over(store, LEASE, "the second", Lifeline(receiver)) is None
    assert store.leases.get(LEASE) == (my_identity(), 1)


def test_who_is_told_to_end_while_it_waits_for_a_lease_goes_without_it(store: Store) -> None:
    store.leases.take(LEASE, my_identity())
    lifeline = Lifeline()
    lifeline.end()
    assert take_over(store, LEASE, "the second", lifeline) is None


def test_a_silent_broker_on_another_machine_is_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SILENCE_SECONDS", 0.0)
    monkeypatch.setattr(line, "TICK_SECONDS", 0.01)
    store.leases.take(LEASE, ELSEWHERE)
    assert take_over(store, LEASE, my_identity(), open_line()) == ELSEWHERE


def test_a_file_has_one_broker_and_a_server_one_for_each_app_of_a_machine_and_any_number_apart(
    store: Store,
) -> None:
    names = {
        lease_name(store, identity, kind) for identity in (my_identity(), GONE) for kind in ("app", "apart")
    }
    assert (names == {LEASE}) if not store.place.shared else (len(names) == 3)
    assert all(len(name) <= 32 for name in names)  # what the column takes


def test_runs_of_the_dead_are_interrupted_and_those_of_the_living_are_not(store: Store) -> None:
    ids = [working(store, worker) for worker in (GONE, ELSEWHERE, "replaced", my_identity())]
    Watch(store, my_identity()).look("replaced")
    states = [store.runs.get(run_id).state for run_id in ids]
    assert states == ["interrupted", "running", "interrupted", "running"]
    assert "The server stopped" in store.runs.get(ids[0]).reason


def test_runs_of_a_broker_elsewhere_end_when_its_beat_stands_still_for_twenty_seconds_of_our_clock(
    server: Store,
) -> None:
    clock = Clock()
    watch = Watch(server, my_identity(), clock)
    beating, still = working(server, FAR), working(server, ELSEWHERE)
    server.leases.take("broker:far", FAR)
    server.leases.take("broker:elsewhere", ELSEWHERE)
    for clock.now in (0.0, 5.0, 10.0, 15.0, 20.0):
        watch.look()
        server.leases.renew("broker:far", FAR)
        assert server.runs.get(still).state == "running"
    clock.now = 25.0
    watch.look()
    assert [server.runs.get(run_id).state for run_id in (beating, still)] == ["running", "interrupted"]
    assert [lease.holder for lease in server.leases.held(LEASE)] == [FAR]
    assert server.audit() == []


def test_time_in_which_nobody_could_look_is_no_silence(server: Store) -> None:
    clock = Clock()
    watch = Watch(server, my_identity(), clock)
    run_id = working(server, ELSEWHERE)
    server.leases.take("broker:elsewhere", ELSEWHERE)
    for clock.now in (0.0, 600.0, 1200.0):  # the database was away, or this process was stopped
        watch.look()
    assert server.runs.get(run_id).state == "running"


def test_the_run_of_a_command_elsewhere_has_as_long_as_a_run_may_take(server: Store) -> None:
    clock = Clock()
    watch = Watch(server, my_identity(), clock)
    run_id = working(server, ELSEWHERE)  # no lease: not a broker
    for clock.now in range(0, 3661, 5):
        assert server.runs.get(run_id).state == "running"
        watch.look()
    clock.now = 3665
    watch.look()
    assert server.runs.get(run_id).state == "interrupted"


def test_who_was_taken_for_gone_and_comes_back_can_write_and_claim_nothing(server: Store) -> None:
    server.leases.take("broker:elsewhere", ELSEWHERE)
    run_id = working(server, ELSEWHERE)
    (lease,) = server.leases.held(LEASE)
    assert server.leases.bury(lease, "It was silent.")
    assert not server.leases.bury(lease, "It was silent.")  # who comes second
    assert server.runs.history(run_id) == [(0, "queued"), (1, "running"), (1, "interrupted")]
    with pytest.raises(LateWriteError):
        server.recorder.log(run_id, 1, [Progress("training", 1, 2, 0.1, train_loss=1.0)])
    waiting = ask(server)
    assert server.queue.claim_as("broker:elsewhere", ELSEWHERE, lambda line: line[0]) is None
    assert server.runs.get(waiting).state == "queued"
    server.leases.take("broker:elsewhere", ELSEWHERE)
    claimed = server.queue.claim_as("broker:elsewhere", ELSEWHERE, lambda line: line[0])
    assert claimed
    assert claimed.id == waiting


def test_a_broker_that_beat_once_more_is_not_buried(server: Store) -> None:
    server.leases.take("broker:elsewhere", ELSEWHERE)
    run_id = working(server, ELSEWHERE)
    (lease,) = server.leases.held(LEASE)
    server.leases.renew("broker:elsewhere", ELSEWHERE)
    assert not server.leases.bury(lease, "It was silent.")
    assert server.runs.get(run_id).state == "running"


def test_a_broker_that_lost_its_lease_ends(store: Store) -> None:
    broker = Broker(store, FAKES)
    store.leases.take(broker.lease, ELSEWHERE)
    broker.renew_lease()
    assert broker.ending
