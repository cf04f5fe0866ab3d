"""What a run needs is matched with what machines offer, and whoever waits for nobody is told so."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from rnnkit import __version__
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.outlook import Outlook
from rnnkit.runs.needs import lacks, needs_of
from rnnkit.runs.offers import Offer
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order
from tests.jobs.fakes import FAKES
from tests.jobs.test_leases import ELSEWHERE, FAR, Clock, postgres, server

__all__ = ["postgres", "server"]  # fixtures

LARGE = Offer("lab-7", 1, 2, 4, 8_000.0, [{"device": "cuda"}, {"device": "cpu"}], ["fake"], __version__)


def ask(store: Store, megabytes: float = 10.0, task: str = "fake", **settings: str) -> Run:
    visitor = store.of("")
    order = Order(json.dumps({"task": task} | settings), "", megabytes)
    (run_id,) = visitor.queue.submit_all([order], visitor.uploads.add("a.csv", b"1"))
    return store.runs.get(run_id)


@pytest.fixture
def machine(server: Store) -> Iterator[Broker]:
    """A broker on a processor, with 4,000 MB."""
    broker = Broker(server, FAKES, slots=4)
    broker.offered = replace(LARGE, megabytes=4_000.0, devices=[{"device": "cpu"}])
    server.leases.take(broker.lease, broker.identity)
    server.offers.put(broker.lease, broker.offered)
    yield broker
    broker.end()


def test_needs_are_the_device_that_was_chosen_and_the_version_that_asks() -> None:
    version = {"version": __version__}
    assert json.loads(needs_of({"task": "forecast", "device": "auto"})) == version
    assert json.loads(needs_of({"task": "forecast", "device": "cuda"})) == version | {"device": "cuda"}
    trial = {"task": "trial", "settings": json.dumps({"device": "mps"})}
    assert json.loads(needs_of(trial)) == version | {"device": "mps"}


def test_what_a_machine_lacks_is_named_by_what_matters_first(server: Store) -> None:
    run = replace(ask(server), megabytes=9_000.0, needs='{"version": "0.10", "device": "mps"}')
    assert lacks(replace(LARGE, tasks=[]), run) == "task"
    assert lacks(replace(LARGE, version="0.9.3"), run) == "version"
    assert lacks(replace(LARGE, version="0.10.1"), run) == "device"
    assert lacks(replace(LARGE, version="1.0"), replace(run, needs="{}")) == "megabytes"
    assert lacks(LARGE, replace(run, needs="{}", megabytes=8_000.0)) == ""


def test_a_machine_leaves_what_it_cannot_do_to_others_and_takes_the_next_one(machine: Broker) -> None:
    store = machine.store
    impossible = [ask(store, device="cuda"), ask(store, megabytes=5_000.0), ask(store, task="newer")]
    possible = ask(store)
    claim = store.queue.claim_as(machine.lease, machine.identity, machine._choose)
    assert claim
    assert claim.id == possible.id
    assert store.queue.claim_as(machine.lease, machine.identity, machine._choose) is None
    assert {store.runs.get(run.id).state for run in impossible} == {"queued"}
    store.leases.take("broker:far", FAR)
    far = Broker(store, FAKES)
    far.offered = LARGE
    taken = store.queue.claim_as("broker:far", FAR, far._choose)
    assert taken
    assert taken.id == impossible[0].id


def test_whoever_waits_for_nobody_is_told_what_is_missing(machine: Broker) -> None:
    store = machine.store
    outlook = Outlook(store)
    assert outlook.obstacle(ask(store)) == ""
    assert outlook.obstacle(ask(store, device="cuda")) == (
        "No machine here has CUDA; choose another device, or wait for one that has it."
    )
    assert outlook.obstacle(ask(store, megabytes=4_500.0)) == (
        "This run needs about 4,500 MB of memory; the largest machine for it can give 4,000 MB. "
        "Train a smaller network, or wait for a larger machine."
    )
    older = f"The machines here run an older version ({__version__}); the run waits for a newer one."
    assert outlook.obstacle(ask(store, task="newer")) == older
    store.offers.put(machine.lease, LARGE)
    later = Outlook(store)
    assert later.obstacle(ask(store, device="cuda")) == ""


def test_what_is_missing_is_told_of_the_machine_that_comes_closest(machine: Broker) -> None:
    """Of two versions the newer one by its numbers, and the memory of a machine that has all else."""
    store = machine.store
    store.offers.put(machine.lease, replace(machine.offered, version="0.9"))
    store.leases.take("broker:far", FAR)
    store.offers.put("broker:far", replace(LARGE, version="0.10"))
    run = replace(ask(store), needs='{"version": "0.11"}')
    assert "an older version (0.10)" in Outlook(store).obstacle(run)
    store.offers.put(machine.lease, replace(machine.offered, version="0.11"))
    too_large = replace(run, megabytes=5_000.0)
    assert "the largest machine for it can give 4,000 MB" in Outlook(store).obstacle(too_large)


def test_machines_that_fell_silent_are_not_counted_on(server: Store) -> None:
    clock, run = Clock(), ask(server)
    outlook = Outlook(server, clock)
    nobody = "No machine trains for this app at the moment; the run starts when one does."
    assert outlook.obstacle(run) == nobody
    server.leases.take("broker:elsewhere", ELSEWHERE)
    server.facts.set("broker:elsewhere", asdict(LARGE))
    for clock.now in (2, 7, 12, 17, 22):
        assert outlook.obstacle(run) == ""
    clock.now = 27
    assert outlook.obstacle(run) == nobody
