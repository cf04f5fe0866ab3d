import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError

from rnnkit.errors import RnnkitError
from rnnkit.runs.sql import engine, schema
from rnnkit.runs.sql.engine import StoreError, open_url
from rnnkit.runs.sql.schema import migrate
from rnnkit.runs.store import Store


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    found: int = connection.execute("SELECT version FROM schema_version").fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_kept_under_another_name(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "runs.sqlite"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        store = Store(f"sqlite:///{path}")
    store.facts.set("fresh", True)
    (aside,) = tmp_path.glob("runs.sqlite.corrupt-*")
    assert aside.read_bytes() == content
    assert "runs.sqlite.corrupt-" in caplog.text


def test_a_store_of_a_newer_app_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    Store(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE schema_version SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(RnnkitError, match=r"version 99, this app knows \d+: update the app"):
        Store(f"sqlite:///{path}")
    assert version(path) == 99


def of_version_2(path: Path) -> None:
    """A store as the app wrote it when its tables had version 2."""
    path.parent.mkdir(exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript((Path(__file__).parent / "version_2.sql").read_text("utf-8"))
    connection.close()


def of_version_1(path: Path) -> Engine:
    """A store of the version before that, unopened: it had no samples."""
    of_version_2(path)
    opened = engine._sqlite(make_url(f"sqlite:///{path}"))
    with opened.begin() as connection:
        connection.execute(text("DROP TABLE samples"))
        connection.execute(text("UPDATE schema_version SET version = 1"))
    return opened


def test_an_older_store_gets_its_checkpoints(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    of_version_2(path)
    store = Store(f"sqlite:///{path}")
    assert [store.checkpoints.newest_content(run.id) for run in store.runs.find()] == [None] * 3


def test_the_oldest_store_gets_its_samples(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    of_version_1(path)
    store = Store(f"sqlite:///{path}")
    assert [store.progress.samples(run.id).empty for run in store.runs.find()] == [True] * 3
    assert version(path) == 1 + len(schema.MIGRATIONS)


def test_a_store_of_version_2_keeps_everything_and_gets_owners_and_turns(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    of_version_2(path)
    store = Store(f"sqlite:///{path}")
    tab, own = store.of("tab"), store.of("")
    finished, waiting = tab.runs.find()
    assert (finished.state, finished.group, finished.label) == ("finished", "together", "GRU")
    assert (waiting.state, waiting.group, waiting.place) == ("queued", waiting.id, 1)
    assert [run.label for run in own.runs.find()] == ["RNN"]
    assert tab.progress.curve(finished.id)["valid_loss"].tolist() == [2.0]
    assert tab.progress.samples(finished.id)["text"].tolist() == ["to be"]
    assert (tab.results.weights(finished.id), tab.results.frame(finished.id, "test")["y"].tolist()) == (
        b"w",
        [1.0],
    )
    assert tab.datasets.get(finished.dataset_id).name == "passengers.csv"
    assert store.facts.get("machine") == {"cores": 2}
    assert store.retention.prune() == 0  # what was there counts as seen when it was lifted
    assert store.shared(tab.shares.create("together")).runs.get(finished.id).label == "GRU"


def test_a_lifted_store_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    of_version_1(tmp_path / "lifted.sqlite")
    lifted, fresh = (open_url(f"sqlite:///{tmp_path / name}.sqlite") for name in ("lifted", "fresh"))
    assert columns(lifted) == columns(fresh)


def columns(opened: Engine) -> dict[str, dict[str, tuple[str, bool]]]:
    """Type and whether it may be empty, of every column of every table."""
    look = inspect(opened)
    return {
        table: {
            column["name"]: (str(column["type"]), column["nullable"]) for column in look.get_columns(table)
        }
        for table in look.get_table_names()
        if table != "sqlite_sequence"
    }


def test_an_older_store_is_copied_then_lifted(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    opened = of_version_1(path)

    def add_a_column(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE runs ADD COLUMN note TEXT"))

    migrate(opened, [add_a_column])
    assert version(path) == 2
    (copy,) = tmp_path.glob("runs.sqlite.version-1-*")
    assert version(copy) == 1
    migrate(opened, [add_a_column])  # nothing is done twice


def test_a_lift_that_breaks_off_leaves_the_old_version(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    opened = of_version_1(path)

    def break_off(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE runs ADD COLUMN note TEXT"))
        raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        migrate(opened, [break_off])
    assert version(path) == 1
    with opened.begin() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("runs")]
    assert "note" not in columns


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_the_store_is_readable_by_nobody_else(tmp_path: Path) -> None:
    os.umask(0o022)
    path = tmp_path / "home" / "runs.sqlite"
    of_version_2(path)
    assert mode(path.parent) == 0o755
    Store(f"sqlite:///{path}").facts.set("a", 1)
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}  # the copy of the older version, too
    assert mode(path.parent) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_folder_with_other_things_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "other.txt").write_text("other")
    Store(f"sqlite:///{folder / 'runs.sqlite'}")
    assert (mode(folder), mode(folder / "runs.sqlite")) == (0o755, 0o600)


def mode(path: Path) -> int:
    """Who may do what."""
    return path.stat().st_mode & 0o777


def test_a_locked_store_says_it_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    path = tmp_path / "runs.sqlite"
    store = Store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="busy"):
        store.facts.set("a", 1)
    other.execute("ROLLBACK")
    other.close()
    store.facts.set("a", 1)


def delete_the_file(path: Path) -> None:
    path.unlink()


def delete_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def empty_the_file(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("take_away", [delete_the_file, delete_the_folder, empty_the_file])
def test_a_store_that_is_taken_away_is_set_up_anew_and_that_is_said_once(
    tmp_path: Path, take_away: Callable[[Path], None]
) -> None:
    path = tmp_path / "home" / "runs.sqlite"
    store = Store(f"sqlite:///{path}")
    gone = store.of("").uploads.add("gone.csv", b"1")
    take_away(path)
    with pytest.raises(StoreError, match="deleted or exchanged while the app ran"):
        store.runs.find()
    assert store.runs.find() == []
    kept = store.of("").uploads.add("kept.csv", b"2")
    with pytest.raises(RnnkitError, match="Data not found"):
        store.datasets.get(gone)
    assert store.datasets.get(kept).content == b"2"


def test_a_file_of_an_older_version_put_in_place_while_the_app_runs_is_lifted(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    store = Store(f"sqlite:///{path}")
    path.unlink()
    of_version_2(path)
    with pytest.raises(StoreError, match="exchanged"):
        store.runs.find()
    assert len(store.runs.find()) == 3


def test_tables_that_are_dropped_from_a_server_are_made_again(store: Store) -> None:
    with store._database.engine.begin() as connection:
        schema.metadata.drop_all(connection)
    with pytest.raises(StoreError, match="deleted or exchanged"):
        store.of("").uploads.add("a.csv", b"1")
    assert store.of("").uploads.add("a.csv", b"1")


def test_a_full_disk_is_named_loses_nothing_and_heals(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    kept = store.of("").uploads.add("kept.csv", b"1")

    def fill(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    event.listen(store._database.engine, "connect", fill)
    for _ in range(3):
        with pytest.raises(StoreError, match="storage of the server is full"):
            store.of("").uploads.add("big.csv", bytes(100_000))
    event.remove(store._database.engine, "connect", fill)
    assert store.datasets.get(kept).content == b"1"
    assert store.of("").uploads.add("big.csv", bytes(100_000))


def test_readers_do_not_wait_for_a_writer_that_has_not_committed(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    store = Store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store.runs.find() == []
    other.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "not an address"),
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("sqlite:////proc/nowhere/runs.sqlite", "cannot be opened"),
        ("oracle://user:secret@host/db", "names 'oracle', where the store cannot be"),
        ("mysql+pymysql://user:secret@host/db", "names 'mysql.pymysql', where the store cannot be"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_one_line(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        Store(url)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) <= 160


def test_a_database_that_starts_is_not_taken_for_one_that_does_not_answer() -> None:
    said = (
        'connection failed: connection to server at "db" failed: FATAL:  the database system is starting up'
    )
    with pytest.raises(StoreError, match="is being restarted; try again in a moment"), engine.explained():
        raise OperationalError("SELECT 1", {}, Exception(said))


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the driver of PostgreSQL is not installed")
def test_a_database_that_does_not_answer_is_said_soon_and_its_password_never(
    caplog: pytest.LogCaptureFixture,
) -> None:
    start = time.monotonic()
    with pytest.raises(StoreError, match="The database does not answer") as caught:
        Store("postgresql+psycopg://me:secret-word@127.0.0.1:1/db")
    assert time.monotonic() - start <= 60.0  # not for ever
    assert "secret-word" not in str(caught.value) + caplog.text
    assert caught.value.__suppress_context__


def test_a_store_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    kept = store.of("").uploads.add("kept.csv", b"1")

    def close(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(store._database.engine, "connect", close)
    with pytest.raises(StoreError, match="cannot be written; make its folder writable"):
        store.of("").uploads.add("new.csv", b"2")
    assert store.datasets.get(kept).content == b"1"
    event.remove(store._database.engine, "connect", close)
    assert store.of("").uploads.add("new.csv", b"2")


def test_all_explanations_are_short() -> None:
    assert all(len(sentence) <= 160 and sentence.endswith(".") for sentence in engine.MEANINGS.values())


def test_the_tables_can_be_made_for_a_server_too() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    for table in schema.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
