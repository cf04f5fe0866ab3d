"""Every limit refuses with its own sentence, and only beyond it."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from rnnkit.errors import ConfigError, LimitError
from rnnkit.runs.quotas import MEGABYTE, Quotas, minutes_left
from rnnkit.runs.sql.schema import uses
from rnnkit.runs.store import Store
from tests.runs.conftest import queue


def narrow(store: Store, **limits: float) -> Store:
    """The same store on a host with other limits."""
    return Store(store.url, replace(Quotas(), **limits))


def refused(call, sentence: str) -> None:
    with pytest.raises(LimitError) as caught:
        call()
    assert str(caught.value) == sentence
    assert len(sentence) <= 160


def test_one_visitor_has_so_many_waiting_runs_all_or_none(store: Store) -> None:
    tight = narrow(store, queued_each=3)
    queue(tight, "ann", 2)
    refused(
        lambda: queue(tight, "ann", 2),
        "At most 3 of your runs may wait at once; 2 wait now, so let some start first.",
    )
    assert len(store.runs.find()) == 2
    queue(tight, "ann", 1)
    queue(tight, "bob", 3)
    tight.close()


def test_all_together_have_so_many_waiting_runs(store: Store) -> None:
    tight = narrow(store, queued=3)
    queue(tight, "ann", 2)
    refused(
        lambda: queue(tight, "bob", 2),
        "The queue of this server is full; try again when some runs have ended.",
    )
    tight.close()


def test_one_visitor_starts_so_many_runs_an_hour(store: Store) -> None:
    tight = narrow(store, runs_an_hour=2)
    queue(tight, "ann", 2)
    refused(
        lambda: queue(tight, "ann"),
        "At most 2 runs an hour are started for one visitor; try again in 60 min.",
    )
    queue(tight, "bob")
    tight.close()


def test_one_visitor_brings_so_many_files_an_hour_and_reading_one_differently_is_none(store: Store) -> None:
    tight = narrow(store, uploads_an_hour=2)
    ann = tight.of("ann")
    for content in (b"1", b"2"):
        ann.uploads.add("a.csv", content)
    ann.uploads.add("a.csv", b"1", '{"header": false}')
    refused(
        lambda: ann.uploads.add("a.csv", b"3"),
        "At most 2 files an hour are taken from one visitor; try again in 60 min.",
    )
    ann.uploads.add("a.csv", b"1")  # is there already
    tight.of("bob").uploads.add("a.csv", b"3")
    tight.close()


def test_deleting_everything_gives_no_fresh_hour(store: Store) -> None:
    tight = narrow(store, runs_an_hour=2, uploads_an_hour=1)
    ann = tight.of("ann")
    queue(tight, "ann", 2)
    ann.library.delete_everything()
    refused(
        lambda: queue(tight, "ann"),
        "At most 1 files an hour are taken from one visitor; try again in 60 min.",
    )
    with store._database.writing() as connection:
        connection.execute(delete(uses).where(uses.c.kind == "file"))
    refused(
        lambda: queue(tight, "ann"),
        "At most 2 runs an hour are started for one visitor; try again in 60 min.",
    )
    queue(tight, "bob")
    tight.close()


def test_what_is_refused_does_not_count_and_an_hour_later_all_is_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight = narrow(store, runs_an_hour=3)
    queue(tight, "ann", 2)
    with pytest.raises(LimitError):
        queue(tight, "ann", 2)
    queue(tight, "ann")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    queue(tight, "ann", 3)
    with store._database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(uses)).scalar_one() == 3
    tight.close()


def test_a_clock_that_was_set_back_locks_nobody_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tight = narrow(store, runs_an_hour=1, uploads_an_hour=1)
    queue(tight, "ann")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 86_400)
    tight.of("ann").uploads.add("b.csv", b"b")
    queue(tight, "ann")
    refused(
        lambda: queue(tight, "ann"),
        "At most 1 runs an hour are started for one visitor; try again in 60 min.",
    )
    tight.close()


def test_unused_data_makes_room_and_data_of_runs_does_not(store: Store) -> None:
    tight = narrow(store, megabytes_each=1)
    ann = tight.of("ann")
    used = ann.uploads.add("used", b"u" * 400_000)
    ann.queue.submit('{"task": "fake"}', used)
    unused = ann.uploads.add("unused", b"n" * 400_000)
    newest = ann.uploads.add("newest", b"m" * 400_000)
    assert ann.datasets.get(newest).name == "newest"
    with pytest.raises(LookupError):
        ann.datasets.get(unused)
    refused(
        lambda: ann.uploads.add("large", b"l" * 700_000),
        "Your runs and data take 0 of 1 MB, too much for 0.7 MB more; delete some first.",
    )
    assert ann.datasets.get(used).name == "used"
    assert ann.datasets.get(newest).name == "newest"  # nothing was deleted for what was refused
    tight.close()


def test_a_full_store_and_a_full_disk_take_nothing_new(store: Store) -> None:
    (run_id,) = queue(store, "ann")
    full = narrow(store, store_megabytes=1e-6)
    sentence = "Server storage is full. Try again later."
    refused(lambda: full.of("ann").uploads.add("b.csv", b"b"), sentence)
    refused(
        lambda: full.of("ann").queue.submit('{"task": "fake"}', store.runs.get(run_id).dataset_id), sentence
    )
    full.close()
    if store._database.file:
        nearly = narrow(store, free_megabytes=1e9)
        refused(lambda: nearly.of("ann").uploads.add("b.csv", b"b"), sentence)
        nearly.close()


def test_the_newest_runs_are_kept_and_active_ones_always(store: Store) -> None:
    tight = narrow(store, runs_each=2)
    first, second, third = queue(tight, "ann", 3)
    for run_id in (first, second):
        tight.queue.claim("me", run_id)
        tight.queue.finish(run_id, 1, "finished")
    (other,) = queue(tight, "bob")
    (fourth,) = queue(tight, "ann")
    assert [run.id for run in store.of("ann").runs.find()] == [third, fourth]
    assert store.runs.get(other)
    tight.close()


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_MAX_QUEUED_EACH", "5")
    monkeypatch.setenv("RNNKIT_KEEP_DAYS", "1.5")
    assert Quotas.from_environment() == Quotas(queued_each=5, keep_days=1.5)
    monkeypatch.setenv("RNNKIT_MAX_RUN_SECONDS", "soon")
    with pytest.raises(ConfigError, match="RNNKIT_MAX_RUN_SECONDS must be a number of at least 1"):
        Quotas.from_environment()


@pytest.mark.parametrize(("age", "minutes"), [(0, 60), (30, 60), (61, 59), (3599, 1), (3600, 1)])
def test_minutes_until_the_next_one(age: float, minutes: int) -> None:
    assert minutes_left(age) == minutes


def test_a_megabyte_is_a_million_bytes() -> None:
    Quotas(megabytes_each=1).check_megabytes(MEGABYTE - 1, 1)
