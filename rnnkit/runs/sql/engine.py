"""The connection to the database: SQLite as safe as it can be made, or a server by URL.

SQLite keeps its rollback journal: the write-ahead log of versions before 3.51.3 can be corrupted by
concurrent writers, and many hosts still have those. Every writing transaction starts with BEGIN
IMMEDIATE, so that it waits for its turn at the start instead of failing in the middle.
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, SQLAlchemyError

from rnnkit.errors import NotFoundError, RnnkitError
from rnnkit.runs.sql.schema import READER, migrate
from rnnkit.words import t

log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
CONNECT_SECONDS = 5
# A network that swallows everything is noticed by the kernel: what is sent and not confirmed for 15 s, and a
# silence of 15 s in which nothing answers, end the connection. Without these a statement waits for hours.
NETWORK = {
    "connect_timeout": CONNECT_SECONDS,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}

# What the drivers say, and what that means to a person. First match wins.
MEANINGS = {
    "locked": "The store is busy; try again in a moment.",
    "disk is full": "The storage of the server is full; free some space, then try again.",
    "disk i/o": "The storage of the server does not answer; try again, then check its disk.",
    "read-only transaction": "The database takes no changes now; try again later.",
    "readonly": "The store cannot be written; make its folder writable or choose another by RNNKIT_HOME.",
    "unable to open": "The store cannot be opened; make its folder writable or set RNNKIT_HOME to another.",
    "malformed": "The store is damaged; stop the app and move its file aside.",
    "not a database": "The store is damaged; stop the app and move its file aside.",
    "authentication": "The database refused the name or password in RNNKIT_DATABASE_URL.",
    "pg_hba": "The database refuses this name from here; correct RNNKIT_DATABASE_URL or let the name in.",
    "does not exist": "There is no such database; create it, or correct RNNKIT_DATABASE_URL.",
    "permission denied for": "The database lets this name change nothing; correct RNNKIT_DATABASE_URL.",
    "resolve": "The address in RNNKIT_DATABASE_URL is not known; correct the name of its host.",
    "name or service": "The address in RNNKIT_DATABASE_URL is not known; correct the name of its host.",
    "shutting down": "The database is being restarted; try again in a moment.",
    "starting up": "The database is being restarted; try again in a moment.",
    "connect": "The database does not answer; check that it runs and that RNNKIT_DATABASE_URL is right.",
    "eof detected": "The database does not answer; check that it runs and that RNNKIT_DATABASE_URL is right.",
}

FILE_BEGINS = "sqlite:///"
BACKENDS = ("sqlite", "postgresql")

# SQLite says it in words, PostgreSQL by a number: a table or a column that was there is not.
MISSING = ("no such table", "no such column")
MISSING_STATES = ("42P01", "42703")
BROKEN, BROKEN_STATE = "foreign key constraint failed", "23503"  # so for what a row refers to
CHANGED = "This was changed elsewhere at the same moment; look again."
REPLACED = "The store was deleted or exchanged while the app ran; it is set up anew now, so reload the page."


class StoreError(RnnkitError):
    """The store cannot be used right now; nothing was changed, and trying again later may help."""


class ReplacedError(StoreError):
    """The store lacks tables that it had: somebody deleted, emptied or exchanged it while the app ran."""


def file_url(file: Path) -> str:
    """The address of a SQLite file, whatever its path holds: `a?b` becomes `sqlite:///a%3Fb`."""
    path = str(file).replace("%", "%25").replace("?", "%3F")  # a question mark would end the path
    return f"{FILE_BEGINS}{path}"


def open_url(url: str) -> Engine:
    """Connect to the database at `url`, create or lift its tables, and move a damaged file aside."""
    parsed = _parse(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _server(parsed)
    set_up(engine)
    return engine


def set_up(engine: Engine) -> None:
    """See to it that the database has its place and all tables of this version."""
    if engine.dialect.name == "sqlite":
        _make_place(Path(engine.url.database or ""))
    with explained():
        migrate(engine)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what a database driver says into one sentence.

    Raises `NotFoundError` where what is referred to was deleted meanwhile, or is referred to by now.
    """
    try:
        yield
    except IntegrityError as error:
        if not _lacks_reference(error):
            raise
        raise NotFoundError(t(CHANGED)) from None
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).lower()
        if _lacks_tables(error, said):
            raise ReplacedError(t(REPLACED)) from None
        meaning = next((sentence for needle, sentence in MEANINGS.items() if needle in said), None)
        if meaning is None:
            log.exception("The store failed")
            meaning = "The store could not do that; the log of the server says why."
        raise StoreError(t(meaning)) from None


def _lacks_reference(error: IntegrityError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state == BROKEN_STATE or BROKEN in str(error.orig).lower()


def _lacks_tables(error: SQLAlchemyError, said: str) -> bool:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state in MISSING_STATES or any(needle in said for needle in MISSING)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            t("RNNKIT_DATABASE_URL is not an address; use sqlite:///file or postgresql+psycopg://...")
        ) from None
    if parsed.drivername.partition("+")[0] not in BACKENDS:
        raise StoreError(
            t(
                "RNNKIT_DATABASE_URL names {name}, where the store cannot be; "
                "use sqlite:///file or postgresql+psycopg://...",
                name=repr(parsed.drivername[:20]),
            )
        )
    if url.startswith(FILE_BEGINS):  # SQLAlchemy decodes such a path from version 2.1 on
        path = unquote(url.removeprefix(FILE_BEGINS).partition("?")[0])
        return parsed.set(database=path)
    return parsed


def _server(url: URL) -> Engine:
    """A database server; `pool_pre_ping` notices a restarted one before a statement is lost."""
    try:
        return create_engine(
            url, pool_pre_ping=True, pool_size=2, max_overflow=8, connect_args=NETWORK, hide_parameters=True
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            t("This database needs the Python package {name}; install it first.", name=error.name)
        ) from None
    except ArgumentError:
        raise StoreError(
            t("RNNKIT_DATABASE_URL names no database that is known; use sqlite:///file or postgresql://...")
        ) from None


def _sqlite(url: URL) -> Engine:
    """A SQLite file. No connection outlives its transaction, so a forked worker can never inherit one."""
    path = Path(url.database or "")
    if not url.database or url.database == ":memory:":
        raise StoreError(t("The store must be a file, so that workers can reach it: sqlite:///folder/file"))
    _make_place(path)
    engine = create_engine(
        url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    _move_aside_if_damaged(engine, path)
    return engine


def _make_place(file: Path) -> None:
    """Make the folder and the file, for nobody else on this machine; what was made more openly is closed.

    A folder that holds other things is left as it is. SQLite gives its journal the mode of the file.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = {path for path in file.parent.iterdir() if path.name.startswith(file.name)}
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        raise StoreError(t(MEANINGS["unable to open"])) from None
    if os.name == "posix":
        with suppress(OSError):  # somebody else's, who shares it with this server, or just gone
            for path in {file, *ours}:
                path.chmod(0o600)
            if all(path.name.startswith(file.name) for path in file.parent.iterdir()):
                file.parent.chmod(0o700)


def _prepare(connection: Any, _record: object) -> None:
    """Leave transactions to us (the driver begins them late), check foreign keys, wipe what is deleted."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READER, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _move_aside_if_damaged(engine: Engine, path: Path) -> None:
    """Keep a file that is no database under another name, and start with a fresh one."""
    try:
        with engine.execution_options(**{READER: True}).begin() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except DatabaseError as error:
        said = str(error.orig)
        if "not a database" not in said and "malformed" not in said:
            return  # migrate() meets it again and explains it
        aside = path.with_name(f"{path.name}.corrupt-{time.strftime('%Y%m%d-%H%M%S')}")
        os.replace(path, aside)
        os.utime(aside)  # its age counts from now
        _make_place(path)
        log.warning("%s was not a usable store and is now %s; a fresh one was started", path.name, aside.name)
