"""What whoever runs the servers sees of a store and does to it: machines and the line, never a name."""

from rnnkit.runs.offers import Offer
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order

CONFIG = '{"task": "test"}'


def offer(machine: str, pid: int, places: int = 2) -> Offer:
    devices = [{"device": "cpu", "name": "CPU"}]
    return Offer(machine, pid, places, 4, 800.0, devices, ["test"], "1.0")


def ask(store: Store, viewer: str, number: int = 1) -> list[str]:
    visitor = store.of(viewer)
    return visitor.queue.submit_all([Order(CONFIG)] * number, visitor.uploads.add("a.csv", viewer.encode()))


def test_hosts_are_those_who_hold_a_lease_with_what_they_work_on(store: Store) -> None:
    for lease, holder, machine in (("broker:b", "two", "beta"), ("broker:a", "one", "alpha")):
        store.leases.take(lease, holder)
        store.offers.put(lease, offer(machine, 7))
    ask(store, "ann", 2)
    for _ in range(2):
        store.queue.claim("one")
    store.offers.put("broker:gone", offer("gone", 8))
    found = store.operator().hosts()
    assert [(host.offer.machine, host.busy, host.drained) for host in found] == [
        ("alpha", 2, False),
        ("beta", 0, False),
    ]


def test_the_line_says_whose_turn_it_is_by_numbers(store: Store) -> None:
    ask(store, "ann", 2)
    ask(store, "bob")
    line = store.operator().line()
    assert [(run.place, run.visitor, run.task) for run in line] == [
        (1, 1, "test"),
        (2, 2, "test"),
        (3, 1, "test"),
    ]
    assert "ann" not in repr(line)


def test_everything_is_stopped_whoever_it_belongs_to(store: Store) -> None:
    working, waiting = *ask(store, "ann"), *ask(store, "bob")
    store.queue.claim("worker", working)
    assert store.operator().stop_all() == 2
    assert store.runs.get(waiting).state == "cancelled"
    assert store.runs.get(working).stop_requested
    assert store.runs.get(working).reason == "Stopped by whoever runs this server."
    assert store.audit() == []


def test_a_drained_machine_stays_so_until_it_is_told_otherwise(store: Store) -> None:
    store.leases.take("broker:a", "one")
    store.offers.put("broker:a", offer("alpha", 7))
    for _ in range(2):
        store.operator().drain("alpha")
        assert store.offers.drained() == {"alpha"}
        assert [host.drained for host in store.operator().hosts()] == [True]
    store.operator().drain("alpha", on=False)
    assert store.offers.drained() == set()
