"""A store in one file and back, on SQLite and PostgreSQL alike."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rnnkit.errors import ConfigError, DataError
from rnnkit.runs.sql.backup import TABLES, back_up, restore
from rnnkit.runs.store import FILE, Store, open_store, store_url
from tests.runs.conftest import queue


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables but the leases."""
    with store._database.reading() as connection:
        return {
            table.name: [
                dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in TABLES
        }


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with two visitors, a run at work with progress, a lease and a fact."""
    queue(store, "ann", 3)
    queue(store, "ben", 1)
    claimed = store.queue.claim("me")
    assert claimed
    store.facts.set("devices", ["cpu"])
    assert store.leases.take("broker", "me")
    return store


def test_a_backup_brings_everything_into_another_store_but_who_worked_there(
    filled: Store, url: str, tmp_path: Path
) -> None:
    file, other = tmp_path / "kept.backup", f"sqlite:///{tmp_path / 'other' / 'runs.sqlite'}"
    assert back_up(url, file) == 4
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert restore(file, other) == 4
    brought = Store(other)
    assert everything(brought) == everything(filled)
    assert brought.leases.get("broker") is None
    assert len(queue(brought, "cleo", 1)) == 1
    brought.close()


@pytest.mark.parametrize("name", ["why?", "100%", "a%3Fb?c%25d", "#1 é"])
def test_files_and_folders_may_be_named_as_addresses_are_not(
    filled: Store, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = tmp_path / f"{name}.backup"
    assert back_up(url, file) == 4
    assert file.stat().st_size > 0
    monkeypatch.delenv("RNNKIT_DATABASE_URL", raising=False)
    monkeypatch.setenv("RNNKIT_HOME", str(tmp_path / name))
    assert restore(file, store_url()) == 4
    assert (tmp_path / name / FILE).stat().st_size > 0
    brought = open_store()
    assert everything(brought) == everything(filled)
    brought.close()
    assert {path.name for path in tmp_path.iterdir()} <= {name, file.name, "runs.sqlite"}


def test_a_store_that_holds_something_is_replaced_only_where_that_is_asked(
    filled: Store, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.backup"
    back_up(url, file)
    before = everything(filled)
    queue(filled, "dora", 2)
    with pytest.raises(ConfigError) as refused:
        restore(file, url)
    said = "The store holds 6 runs and 3 data sets; restore with --replace to delete them first."
    assert str(refused.value) == said
    assert restore(file, url, replace=True) == 4
    assert everything(filled) == before
    ids = queue(filled, "emil", 2)  # numbers go on behind the last
    assert [run.id for run in filled.runs.find()][-2:] == ids


def test_a_backup_never_overwrites_and_a_stranger_is_no_backup(
    store: Store, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.backup"
    file.write_text("something else")
    with pytest.raises(ConfigError, match=r"kept.backup exists; name a new file."):
        back_up(url, file)
    with pytest.raises(DataError, match=r"kept.backup is not a backup; take a file that backup wrote."):
        restore(file, url)
    assert file.read_text() == "something else"
    with closing(sqlite3.connect(tmp_path / "photos.sqlite")) as stranger, stranger:
        stranger.execute("CREATE TABLE photos (number INTEGER)")
    with pytest.raises(DataError, match=r"photos.sqlite is not a backup"):
        restore(tmp_path / "photos.sqlite", url, replace=True)
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_is_made_while_the_store_is_written_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'runs.sqlite'}"
    store = Store(url)
    queue(store, "ann", 1)
    with store._database.writing():  # a transaction that has not ended is not in it, and does not stop it
        assert back_up(url, tmp_path / "kept.backup") == 1
    connection = sqlite3.connect(tmp_path / "kept.backup")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    store.close()
