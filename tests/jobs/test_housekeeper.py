"""One broker keeps the house of a store, and each tells what it offers."""

import json

from rnnkit import __version__
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.housekeeper import KEEPER, Housekeeper
from rnnkit.jobs.identity import my_identity
from rnnkit.jobs.lease import LEASE
from rnnkit.runs.store import Store
from tests.jobs.fakes import FAKES
from tests.jobs.test_leases import ELSEWHERE, FAR, GONE, Clock, postgres, server, store, url

__all__ = ["postgres", "server", "store", "url"]  # fixtures


def test_on_a_file_its_one_broker_keeps_the_house_and_on_a_server_whoever_is_first(store: Store) -> None:
    first, second = Housekeeper(store, my_identity()), Housekeeper(store, FAR)
    assert first.look()
    assert second.look() is not store.place.shared
    first.release()
    assert second.look()


def test_a_keeper_that_died_is_followed_at_once_and_a_silent_one_after_twenty_seconds(server: Store) -> None:
    clock = Clock()
    mine = Housekeeper(server, my_identity(), clock)
    server.leases.take(KEEPER, GONE)
    assert mine.look()
    server.leases.take(KEEPER, ELSEWHERE, replacing=my_identity())
    for clock.now in (0, 5, 10, 15, 20):
        assert not mine.look()
    clock.now = 25
    assert mine.look()


def test_only_the_keeper_prunes_and_counts_the_places_of_all_for_searches(server: Store, monkeypatch) -> None:
    looked, pruned, clock, brokers = [], [], Clock(), []
    for name, identity in (("far", FAR), ("here", my_identity())):
        broker = Broker(server, FAKES, slots=3, clock=clock)
        broker.identity, broker.lease = identity, f"{LEASE}:{name}"
        broker.housekeeper = Housekeeper(server, identity, clock)
        monkeypatch.setattr(broker.searches, "look", looked.append)
        server.leases.take(broker.lease, identity)
        broker.offer()
        brokers.append(broker)
    monkeypatch.setattr(server.retention, "prune", lambda: pruned.append(clock.now))
    for clock.now in (1.0, 6.0):
        for broker in brokers:
            broker.tick()
    assert looked == [6, 6]  # by one of them, for both
    assert pruned == [1.0]


def test_an_offer_stands_beside_its_lease_and_goes_with_it(store: Store) -> None:
    broker = Broker(store, FAKES, slots=2)
    store.leases.take(broker.lease, broker.identity)
    broker.offer(["cuda", "cpu"])
    found = store.offers.all()[broker.lease]
    assert (found.places, found.version, found.tasks) == (2, __version__, ["fake"])
    assert [device["device"] for device in found.devices] == ["cuda", "cpu"]
    store.offers.measured(broker.lease, [{"device": "cpu", "name": "CPU", "step_ms": 2.0}])
    assert store.offers.all()[broker.lease].devices == [{"device": "cpu", "name": "CPU", "step_ms": 2.0}]
    broker.end()
    assert store.offers.all() == {}
    assert store.facts.get(broker.lease) is None


def test_what_a_broker_that_fell_silent_offered_goes_with_its_lease(server: Store) -> None:
    server.leases.take("broker:far", FAR)
    server.facts.set("broker:far", {"machine": json.loads(FAR)[0], "places": 4, "news": "of a later version"})
    assert server.offers.all()["broker:far"].places == 4
    (lease,) = server.leases.held(LEASE)
    server.leases.bury(lease, "It was silent.")
    assert server.offers.all() == {}
