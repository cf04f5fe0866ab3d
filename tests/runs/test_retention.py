"""What is forgotten by itself, and what by its owner: nothing of it stays in the file."""

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text, update

from rnnkit.errors import NotFoundError
from rnnkit.runs.orders import write_queued
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.runs.visitor import Order
from rnnkit.runs.worker.retention import DAY
from tests.runs.conftest import queue
from tests.runs.searched import asked
from tests.runs.test_engine import of_version_2
from tests.runs.test_ownership import SECRET, possessions
from tests.runs.test_quotas import narrow


def unseen(store: Store, run_id: str, days: float) -> None:
    """Make a run and its data look as if nobody had looked for so long."""
    seen = time.time() - days * DAY
    data = store.runs.get(run_id).dataset_id
    with store._database.writing() as connection:
        connection.execute(update(runs).where(runs.c.id == run_id).values(seen=seen))
        connection.execute(update(datasets).where(datasets.c.id == data).values(seen=seen))


def ended(store: Store, viewer: str) -> str:
    (run_id,) = queue(store, viewer)
    store.queue.claim("me", run_id)
    store.queue.finish(run_id, 1, "finished")
    return run_id


def test_what_nobody_looked_at_for_a_month_is_forgotten_but_nothing_active(store: Store) -> None:
    old, fresh = ended(store, "ann"), ended(store, "bob")
    (waiting,) = queue(store, "cid")
    for run_id in (old, waiting):
        unseen(store, run_id, 31)
    unseen(store, fresh, 29)
    assert store.retention.prune() == 2  # the run and its data
    assert {run.id for run in store.runs.find()} == {fresh, waiting}
    assert store.of("ann").library.usage().datasets == 0
    assert store.datasets.get(store.runs.get(waiting).dataset_id)


def test_looking_keeps_a_run_and_its_data(store: Store) -> None:
    run_id = ended(store, "ann")
    unseen(store, run_id, 31)
    store.of("bob").library.touch(run_id)
    assert (time.time() - store.runs.get(run_id).seen.timestamp()) > 30 * DAY
    store.of("ann").library.touch(run_id)
    assert store.retention.prune() == 0
    assert (time.time() - store.runs.get(run_id).seen.timestamp()) < 60


def test_a_store_that_is_too_large_forgets_the_longest_unseen_first(store: Store) -> None:
    first, second = ended(store, "ann"), ended(store, "bob")
    unseen(store, second, 3)
    unseen(store, first, 2)
    tight = narrow(store, store_megabytes=0.001)
    seen = iter([2_000, 2_000])  # bytes: two things have to go, the second run and its data
    tight._database.size = lambda: next(seen, 0)
    tight.retention.prune()
    assert [run.id for run in store.runs.find()] == [first]
    tight.close()


def test_a_store_weighs_less_once_its_data_is_gone(store: Store) -> None:
    before = store._database.size()
    store.of("ann").uploads.add("large.bin", bytes(range(256)) * 2_000)
    assert store._database.size() > before + 500_000
    store.of("ann").library.delete_everything()
    assert store._database.size() < before + 100_000


def test_data_that_somebody_takes_while_it_is_forgotten_stays(store: Store) -> None:
    """On a server the run is seen only once its transaction is over; in a file they wait for each other."""
    dataset_id = store.of("ann").uploads.add("ann.csv", b"ann")
    with ThreadPoolExecutor(1) as threads:
        with store._database.writing() as connection:
            write_queued(connection, "ann", {"run": Order('{"task": "fake"}')}, dataset_id)
            forgotten = threads.submit(store.retention._forget, datasets, dataset_id)
            wait([forgotten], 0.3)
        assert forgotten.result() == 0
    assert store.runs.get("run").dataset_id == dataset_id


def test_a_run_on_data_that_was_deleted_just_now_is_refused_in_a_sentence(store: Store) -> None:
    with (
        pytest.raises(NotFoundError, match="changed elsewhere at the same moment"),
        store._database.writing() as connection,
    ):
        write_queued(connection, "ann", {"run": Order('{"task": "fake"}')}, "gone")


def test_what_was_seen_within_the_hour_stays_even_in_a_full_store(store: Store) -> None:
    ended(store, "ann")
    tight = narrow(store, store_megabytes=0.001)
    assert tight.retention.prune() == 0
    tight.close()


@pytest.mark.parametrize("kind", ["version-2", "corrupt"])
def test_copies_stay_for_three_days(tmp_path: Path, kind: str) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    old, new = (tmp_path / f"runs.sqlite.{kind}-{name}" for name in ("old", "new"))
    for copy, days in ((old, 3.1), (new, 2.9)):
        copy.write_bytes(b"copy")
        os.utime(copy, (time.time() - days * DAY,) * 2)
    store.retention.prune()
    assert (old.exists(), new.exists()) == (False, True)


def test_what_is_deleted_is_gone_from_copies_too_and_that_of_others_is_not(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    of_version_2(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE datasets SET content = ? WHERE viewer = 'tab'", (SECRET.encode() * 9,))
        connection.execute("UPDATE runs SET label = 'single' WHERE viewer = ''")
    store = Store(f"sqlite:///{path}")
    (copy,) = tmp_path.glob("runs.sqlite.version-2-*")
    (tmp_path / "runs.sqlite.corrupt-20260101-000000").write_bytes(b"no database " + SECRET.encode())
    assert SECRET.encode() in copy.read_bytes()
    store.of("tab").library.delete_everything()
    assert traces(store, SECRET) == 0
    assert b"single" in copy.read_bytes()
    (own,) = store.of("").runs.find()
    store.of("").library.delete(own.id)
    assert traces(store, "single") == 0


def test_what_goes_with_a_run_or_a_search_goes_from_copies_too(tmp_path: Path) -> None:
    """What a run was asked for since, and the trials of a search."""
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    run_id, search_id = ended(store, "ann"), asked(store)
    (use_id,) = queue(store, "ann", group=f"use-{run_id}")
    store.queue.claim("me", use_id)
    store.queue.finish(use_id, 1, "finished")
    store.of("ann").searches.stop(search_id)
    SearchDriver(store).look(0)
    copy = tmp_path / "runs.sqlite.version-2-20260101-000000"
    with closing(sqlite3.connect(copy)) as to, closing(sqlite3.connect(tmp_path / "runs.sqlite")) as held:
        held.backup(to)
    store.of("ann").library.delete(run_id)
    store.of("ann").searches.delete(search_id)
    with closing(sqlite3.connect(copy)) as connection:
        left = [connection.execute(f"SELECT id FROM {table}").fetchall() for table in ("runs", "searches")]
    assert left == [[], []]


def test_a_copy_that_cannot_be_searched_goes_as_a_whole(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    copy = tmp_path / "runs.sqlite.version-3-20260101-000000"
    copy.write_bytes(SECRET.encode() * 100)
    store.of("ann").library.delete_everything()
    assert not copy.exists()


def test_a_clock_that_jumps_ahead_deletes_nothing_and_goes_on_slowly(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = ended(store, "ann")
    token = store.of("ann").shares.create(run_id)
    assert store.retention.prune() == 0
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * DAY)
    assert [store.retention.prune() for _ in range(5)] == [0] * 5
    monkeypatch.setattr(time, "time", lambda: now + 60)
    assert store.retention.prune() == 0
    assert store.shared(token).runs.get(run_id)  # its link, which the jump had ended, is valid again
    monkeypatch.setattr(time, "time", lambda: now + 31 * DAY)
    forgetful = narrow(store, keep_days=1)
    assert next(number for number in range(1, 100) if forgetful.retention.prune()) in (47, 48, 49)
    forgetful.close()


def test_a_clock_that_jumps_ahead_takes_no_recent_runs_from_a_full_store(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(store, "ann")
    store.retention.prune()
    tight = narrow(store, store_megabytes=0.001)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + DAY)
    forgotten = tight.retention.prune()
    tight.close()
    assert forgotten == 0


def test_all_of_a_visitor_is_deleted_at_once_and_leaves_no_trace(store: Store) -> None:
    possessions(store, "ann")
    others = possessions(store, "bob")
    ann = store.of("ann")
    big = ann.uploads.add("big.csv", (SECRET + "-of-ann,").encode() * 300_000)
    (working,) = ann.queue.submit_all([Order('{"task": "fake"}', SECRET + "-of-ann")], big)
    store.queue.claim("me", working)
    ann.library.delete_everything()
    assert (ann.runs.find(), ann.library.usage().datasets, ann.library.usage().links) == ([], 0, 0)
    assert store.queue.stop_requested(working)  # its worker ends by itself
    with pytest.raises(LateWriteError):
        store.queue.begin(working, 1, pid=1)
    assert store.of("bob").results.summary(others["run"]) == {"said": SECRET}
    with pytest.raises(NotFoundError):
        store.runs.get(working)
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
        ann.library.delete(run_id)
    ann.library.delete_everything()
    assert traces(store, SECRET) == 0
