"""F4b, F4c: one write after the other fails, and the power goes in the middle of one: all or nothing."""

import os
import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from sqlalchemy import event

from rnnkit.runs.sql.engine import MEANINGS, StoreError
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.faults.conftest import UNLIMITED
from tests.faults.plan import chance, rounds

pytestmark = pytest.mark.fault

PAGE = 4096  # bytes


@contextmanager
def failing_at(store: Store, k: int) -> Iterator[list[int]]:
    """Let the k-th statement, or the commit in its place, fail like a disk that does not answer."""
    count = [0]

    def strike(*_: object) -> None:
        count[0] += 1
        if count[0] == k:
            raise sqlite3.OperationalError("disk I/O error")

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", strike)
    event.listen(engine, "commit", strike)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", strike)
        event.remove(engine, "commit", strike)


def life(store: Store, content: bytes) -> None:
    """What happens to data and a run from the upload to the result."""
    ann = store.of("ann")
    run_id = ann.queue.submit('{"task": "fake"}', ann.uploads.add("a.csv", content))
    run = store.queue.claim("me", run_id)
    assert run is not None
    store.queue.begin(run_id, run.attempt, pid=1)
    store.recorder.log(run_id, run.attempt, [Progress("training", 1, 2, 0.1, train_loss=0.5)])
    frame = pd.DataFrame({"y": [1.0]})
    store.recorder.complete(run_id, run.attempt, "finished", summary={}, frames={"test": frame}, weights=b"w")
    ann.library.delete(run_id)


def test_whichever_write_fails_the_store_stays_sound_and_the_next_try_works(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}", UNLIMITED)
    with failing_at(store, 0) as count:
        life(store, b"first")
    statements = count[0]
    assert statements > 30
    every = range(1, statements + 1, rounds(4, 1))
    for k in every:
        with failing_at(store, k), pytest.raises((StoreError, sqlite3.OperationalError)):
            life(store, f"struck {k}".encode())
        assert store.audit() == []
    life(store, b"last")
    assert store.audit() == []
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
def test_a_disk_that_cuts_a_write_short_costs_one_sentence_and_nothing_else(tmp_path: Path) -> None:
    """The system itself refuses: no file may grow beyond so many bytes, wherever in a page that is."""
    random = chance()
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}", UNLIMITED)
    kept = store.of("ann").uploads.add("kept.csv", b"k" * 50_000)
    file, said = store._database.file, []
    assert file is not None
    for page in range(0, file.stat().st_size // PAGE + 30, rounds(5, 1)):
        with no_file_beyond(page * PAGE + random.randrange(PAGE)):
            try:
                life(store, random.randbytes(50_000))
            except StoreError as error:
                said.append(str(error))
        assert store.audit() == []
        assert store.datasets.get(kept).content == b"k" * 50_000
    assert len(said) > 1
    assert set(said) == {MEANINGS["disk i/o"]}
    life(store, b"last")
    assert store.audit() == []
    store.close()


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No write of this process goes beyond so many bytes of a file: what would is cut short or fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_power_that_goes_in_the_middle_of_a_write_leaves_what_was_before(tmp_path: Path) -> None:
    random = chance()
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}", UNLIMITED)
    file = store._database.file
    assert file is not None
    kept = store.of("ann").uploads.add("kept.csv", b"k" * 300_000)
    for number in range(rounds(6, 200)):
        store.facts.set("number", number)
        left = tmp_path / f"left-{number}" / file.name
        left.parent.mkdir()
        (torn_pages if number % 2 else torn_journal)(file, left, random)
        after = Store(f"sqlite:///{left}", UNLIMITED)
        assert after.facts.get("number") == number
        assert after.datasets.get(kept).content == b"k" * 300_000
        assert after.audit() == []
        after.close()
        shutil.rmtree(left.parent)
    store.close()


def torn_journal(file: Path, left: Path, random: Random) -> None:
    """Power goes before the journal is safe: it ends at any byte, and no page was written yet."""
    with writing(file, random, cache=10_000) as journal:
        left.write_bytes(file.read_bytes())
        content = journal.read_bytes()
        left.with_name(journal.name).write_bytes(content[: random.randint(0, len(content))])


def torn_pages(file: Path, left: Path, random: Random) -> None:
    """Power goes while pages are written, under a journal that is safe: each is there or is not."""
    before = file.read_bytes()
    with writing(file, random, cache=4) as journal:
        now = file.read_bytes()
        assert now != before
        pages = range(0, len(now), PAGE)
        mixed = (random.choice((before, now))[page : page + PAGE].ljust(PAGE, b"\0") for page in pages)
        left.write_bytes(b"".join(mixed))
        left.with_name(journal.name).write_bytes(journal.read_bytes())


@contextmanager
def writing(file: Path, random: Random, cache: int) -> Iterator[Path]:
    """In the middle of a transaction that holds so many pages in memory; gives its journal."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA cache_size = {cache}")
        writer.execute("BEGIN IMMEDIATE")
        for _ in range(random.randint(1, 4)):
            writer.execute("UPDATE datasets SET content = ?", (random.randbytes(200_000),))
        yield file.with_name(f"{file.name}-journal")
        writer.execute("ROLLBACK")
