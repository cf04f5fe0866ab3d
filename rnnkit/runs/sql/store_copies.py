"""Copies that lie beside the store: from before an upgrade, and of a damaged file. They do not stay.

What a visitor deletes is deleted in them as well. A damaged file cannot be searched, so it goes as a whole
when somebody deletes everything; who wants to rescue one moves it elsewhere.
"""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

log = logging.getLogger(__name__)

KEPT_DAYS = 3
OLDER, DAMAGED = "version", "corrupt"
OWNED = (
    ("rooms", "opener"),
    ("room_members", "viewer"),
    ("shares", "viewer"),
    ("forms", "viewer"),
    ("runs", "viewer"),
    ("searches", "viewer"),
    ("datasets", "viewer"),
)  # tables with the column that says whose a row is, in an order that foreign keys allow

COLUMNS = "SELECT made.name, part.name FROM sqlite_master made, pragma_table_info(made.name) part"
LEFT_OF_ROOMS = (
    "DELETE FROM datasets WHERE viewer LIKE 'room:%' AND id NOT IN (SELECT dataset_id FROM runs) "
    "AND id NOT IN (SELECT dataset_id FROM room_data)"
)


def copies(file: Path, *kinds: str) -> Iterator[Path]:
    """The copies beside a store, with what lies beside them."""
    for kind in kinds:
        yield from file.parent.glob(f"{file.name}.{kind}-*")


def remove_before(file: Path, moment: float) -> None:
    """Delete the copies that were made before a moment."""
    for copy in copies(file, OLDER, DAMAGED):
        with suppress(FileNotFoundError):  # another process was quicker
            if copy.stat().st_mtime < moment:
                copy.unlink()


def forget_viewer(file: Path, viewer: str) -> None:
    """Delete all of a visitor in every copy."""
    for copy in copies(file, DAMAGED):
        copy.unlink(missing_ok=True)
    for copy in copies(file, OLDER):
        _delete(copy, [(table, column, viewer) for table, column in OWNED])


def forget_run(file: Path, run_id: str, groups: Sequence[str]) -> None:
    """Delete a run, and whole groups of runs, in every copy that can be searched."""
    for copy in copies(file, OLDER):
        _delete(copy, [("runs", "id", run_id), *(("runs", "group", group) for group in groups)])


def forget_search(file: Path, search_id: str) -> None:
    """Delete a search with its trials in every copy that can be searched."""
    for copy in copies(file, OLDER):
        _delete(copy, [("searches", "id", search_id)])


def _delete(copy: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    """Delete rows, given by table, column and value; a copy that refuses goes as a whole."""
    try:
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            known = set(connection.execute(COLUMNS))
            for table, column, value in rows:
                if (table, column) in known:
                    connection.execute(f'DELETE FROM {table} WHERE "{column}" = ?', (value,))
            if ("room_data", "dataset_id") in known:
                connection.execute(LEFT_OF_ROOMS)
    except sqlite3.Error as error:
        log.warning("%s could not be searched and was removed: %s", copy.name, error)
        copy.unlink(missing_ok=True)
