"""One open database: transactions that read, transactions that write, and how large it is."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from rnnkit.runs.sql.engine import REPLACED, ReplacedError, StoreError, explained, open_url, set_up
from rnnkit.runs.sql.schema import READER
from rnnkit.words import t

log = logging.getLogger(__name__)

INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SIZES: Mapping[str, str] = {
    "sqlite": "SELECT (page_count - freelist_count) * page_size "
    "FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
    # What is there now: the size of the database does not fall when rows are deleted.
    "postgresql": "SELECT "
    + " + ".join(
        f"coalesce((SELECT sum(octet_length(content)) FROM {table}), 0)"
        for table in ("datasets", "artifacts", "checkpoints")
    ),
}


class Database:
    """The connections to one store. Safe to share between threads; open a new one in a new process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_url(url)
        self._reader = self.engine.execution_options(**{READER: True})

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that changes something; it takes its turn at once."""
        with self._healing(), explained(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with self._healing(), explained(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _healing(self) -> Iterator[None]:
        """Set up a store that was taken away from under the app, so that the next transaction works again."""
        try:
            yield
        except StoreError as error:
            folder_is_gone = self.file is not None and not self.file.parent.exists()
            if folder_is_gone or isinstance(error, ReplacedError):
                log.warning("The store was deleted or exchanged; it is set up anew")
                set_up(self.engine)
                raise ReplacedError(t(REPLACED)) from None
            raise

    @property
    def file(self) -> Path | None:
        """The file that holds everything; `None` where a server does."""
        name = self.engine.url.database
        return Path(name) if self.engine.dialect.name == "sqlite" and name else None

    def size(self) -> int:
        """Bytes in use."""
        with self.reading() as connection:
            return int(connection.execute(text(SIZES[self.engine.dialect.name])).scalar_one())

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def insert_into(connection: Connection, table: Table) -> Any:
    """An INSERT that can say what happens to a row that is there already."""
    return INSERTS[connection.dialect.name](table)


def advisory_lock(connection: Connection, what: str) -> None:
    """One transaction at a time gets past here; SQLite has let in one writer only, so nobody waits there."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
