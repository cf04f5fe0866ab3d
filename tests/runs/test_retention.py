"""What is forgotten by itself, and what by its owner: nothing of it stays in the file."""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import text, update

from rnnkit.errors import NotFoundError
from rnnkit.runs.queue import LateWriteError
from rnnkit.runs.retention import DAY
from rnnkit.runs.schema import datasets, runs
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order
from tests.runs.conftest import queue
from tests.runs.test_allowance import narrow
from tests.runs.test_ownership import SECRET, possessions


def unseen(store: Store, run_id: str, days: float) -> None:
    """Make a run and its data look as if nobody had looked for so long."""
    seen = time.time() - days * DAY
    data = store.run(run_id).dataset_id
    with store._database.writing() as connection:
        connection.execute(update(runs).where(runs.c.id == run_id).values(seen=seen))
        connection.execute(update(datasets).where(datasets.c.id == data).values(seen=seen))


def ended(store: Store, viewer: str) -> str:
    (run_id,) = queue(store, viewer)
    store.claim("me", run_id)
    store.finish(run_id, 1, "finished")
    return run_id


def test_what_nobody_looked_at_for_a_month_is_forgotten_but_nothing_active(store: Store) -> None:
    old, fresh = ended(store, "ann"), ended(store, "bob")
    (waiting,) = queue(store, "cid")
    for run_id in (old, waiting):
        unseen(store, run_id, 31)
    unseen(store, fresh, 29)
    assert store.prune() == 2  # the run and its data
    assert {run.id for run in store.runs()} == {fresh, waiting}
    assert store.of("ann").kept().datasets == 0
    assert store.dataset(store.run(waiting).dataset_id)


def test_looking_keeps_a_run_and_its_data(store: Store) -> None:
    run_id = ended(store, "ann")
    unseen(store, run_id, 31)
    store.of("bob").look_at(run_id)
    assert (time.time() - store.run(run_id).seen.timestamp()) > 30 * DAY
    store.of("ann").look_at(run_id)
    assert store.prune() == 0
    assert (time.time() - store.run(run_id).seen.timestamp()) < 60


def test_a_store_that_is_too_large_forgets_the_longest_unseen_first(store: Store) -> None:
    first, second = ended(store, "ann"), ended(store, "bob")
    unseen(store, second, 3)
    unseen(store, first, 2)
    tight = narrow(store, store_megabytes=0.001)
    seen = iter([2_000, 2_000])  # bytes: two things have to go, the second run and its data
    tight._database.size = lambda: next(seen, 0)
    tight.prune()
    assert [run.id for run in store.runs()] == [first]
    tight.close()


def test_what_was_seen_within_the_hour_stays_even_in_a_full_store(store: Store) -> None:
    ended(store, "ann")
    tight = narrow(store, store_megabytes=0.001)
    assert tight.prune() == 0
    tight.close()


def test_copies_of_older_versions_go_with_time(store: Store) -> None:
    if (file := store._database.file) is None:
        pytest.skip("a server has no copies beside it")
    old, new = (file.with_name(f"{file.name}.version-2-{name}") for name in ("old", "new"))
    for copy in (old, new):
        copy.write_bytes(b"copy")
    os.utime(old, (0, 0))
    store.prune()
    assert (old.exists(), new.exists()) == (False, True)


def test_all_of_a_visitor_is_deleted_at_once_and_leaves_no_trace(store: Store) -> None:
    possessions(store, "ann")
    others = possessions(store, "bob")
    ann = store.of("ann")
    big = ann.add_dataset("big.csv", (SECRET + "-of-ann,").encode() * 300_000)
    (working,) = ann.create_runs([Order('{"task": "fake"}', SECRET + "-of-ann")], big)
    store.claim("me", working)
    start = time.monotonic()
    ann.delete_everything()
    assert time.monotonic() - start <= 2.0
    assert (ann.runs(), ann.kept().datasets, ann.kept().links) == ([], 0, 0)
    assert store.stop_requested(working)  # its worker ends by itself
    with pytest.raises(LateWriteError):
        store.begin(working, 1, pid=1)
    assert store.of("bob").summary(others["run"]) == {"said": SECRET}
    with pytest.raises(NotFoundError):
        store.run(working)
    assert traces(store, SECRET + "-of-ann") == 0


def traces(store: Store, sentinel: str) -> int:
    """How often a text stands in the files of the store, or in the tables of a server."""
    if file := store._database.file:
        return sum(path.read_bytes().count(sentinel.encode()) for path in Path(file).parent.iterdir())
    with store._database.reading() as connection:
        query = "SELECT count(*) FROM {} WHERE {}::text LIKE :it"
        return sum(
            connection.execute(text(query.format(table, table)), {"it": f"%{sentinel}%"}).scalar_one()
            for table in ("runs", "datasets", "samples", "progress")
        )


def test_deleting_one_run_wipes_it_from_the_file(store: Store) -> None:
    mine = possessions(store, "ann")
    assert traces(store, SECRET) > 0
    ann = store.of("ann")
    for run_id in (mine["run"], mine["waiting"]):
        ann.delete_run(run_id)
    ann.delete_everything()
    assert traces(store, SECRET) == 0
