"""A whole store in one file, and back: a backup is a SQLite store, whatever database the store is in.

Rows go from one database into the other table by table, so a backup also moves a store from SQLite to
PostgreSQL, or the other way round. Leases stay behind: whoever held one works on the other store.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, LargeBinary, Table, delete, func, insert, select, text

from rnnkit.errors import ConfigError, DataError
from rnnkit.runs.sql.engine import explained, file_url, open_url
from rnnkit.runs.sql.registry import metadata
from rnnkit.runs.sql.schema import READER, datasets, leases, runs, version
from rnnkit.words import t

AT_ONCE = 500  # rows; of those that hold files, one
TABLES = tuple(table for table in metadata.sorted_tables if table not in (version, leases))


def back_up(url: str, file: Path) -> int:
    """Write the store at `url` into a new file and give the number of its runs.

    Raises `ConfigError` where there is such a file.
    """
    if file.exists():
        raise ConfigError(t("{file} exists; name a new file.", file=file.name))
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with _opened(url) as source:
            found = _copied(source, unfinished)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
    return found


def _copied(source: Engine, file: Path) -> int:
    """Copy a store into a file that is not there yet."""
    if source.dialect.name != "sqlite":
        with _opened(file_url(file)) as target:
            return copy_rows(source, target)
    _copy_file(source, file)
    with _opened(file_url(file)) as copy, copy.begin() as connection:
        connection.execute(delete(leases))
        return _number_of_runs(connection)


def _copy_file(source: Engine, to: Path) -> None:
    """Copy the file of a store as a whole: that takes a moment, in which nobody can end a transaction."""
    with explained(), source.execution_options(**{READER: True}).begin() as connection:
        connection.execute(select(version))  # from here on the file stays as it is
        to.touch(mode=0o600)
        shutil.copyfile(str(source.url.database), to)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    """A store, lifted to this version."""
    engine = open_url(url)
    try:
        yield engine
    finally:
        engine.dispose()


def restore(file: Path, url: str, *, replace: bool = False) -> int:
    """Put what a backup holds into the store at `url`, all or nothing, and give the number of its runs.

    Raises `DataError` for a file that is no backup, and `ConfigError` for a store that holds something
    already, unless that is to be replaced.
    """
    if not _is_store(file):
        raise DataError(t("{file} is not a backup; take a file that backup wrote.", file=file.name))
    with tempfile.TemporaryDirectory() as folder:  # one of an older version is lifted, but not in its place
        copy = Path(folder) / "backup.sqlite"
        shutil.copyfile(file, copy)
        with _opened(file_url(copy)) as source, _opened(url) as target:
            return copy_rows(source, target, replace=replace)


def _is_store(file: Path) -> bool:
    """Whether this is a SQLite file with the tables of a store; another one would pass for an empty store."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.DatabaseError:
        return False
    return {version.name, runs.name, datasets.name} <= {name for (name,) in found}


def copy_rows(source: Engine, target: Engine, *, replace: bool = False) -> int:
    """Copy all rows within one transaction on either side, and give the number of runs."""
    steady = {} if source.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    reader = source.execution_options(**{READER: True}, **steady)
    with explained(), reader.begin() as taken, target.begin() as put:
        _make_room(put, replace)
        for table in TABLES:
            for rows in _rows(taken, table):
                put.execute(insert(table), rows)
        _count_on(put)
        return _number_of_runs(put)


def _number_of_runs(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(runs)).scalar_one())


def _make_room(connection: Connection, replace: bool) -> None:
    """Refuse a store that holds something, or empty it."""
    counts = [
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (runs, datasets)
    ]
    if any(counts) and not replace:
        raise ConfigError(
            t(
                "The store holds {runs} runs and {files} data sets; "
                "restore with --replace to delete them first.",
                runs=counts[0],
                files=counts[1],
            )
        )
    for table in reversed(TABLES):
        connection.execute(delete(table))


def _rows(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    """The rows of a table, few at a time; rows that hold whole files one by one."""
    holds_files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    ordered = select(table).order_by(*table.primary_key.columns)
    with closing(
        connection.execution_options(yield_per=1 if holds_files else AT_ONCE).execute(ordered)
    ) as found:
        for part in found.partitions():
            yield [dict(row._mapping) for row in part]


def _count_on(connection: Connection) -> None:
    """PostgreSQL counts rows apart from the rows: let it go on behind the last."""
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        if (column := table.autoincrement_column) is not None:
            sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            last = f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name})"
            connection.execute(text(f"SELECT setval({sequence}, {last}, false)"))
