"""How much of the database somebody may see, and the database as far as that reaches.

What may be seen is a condition in every query. What exists for others only is answered like what does
not exist, so nobody learns which ids are in use.
"""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, select, true

from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import runs
from rnnkit.words import t

_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


@dataclass(frozen=True)
class Scope:
    """What somebody may see: conditions on the runs, on those whose weights they get, and on the data."""

    runs: ColumnElement[bool]
    weights: ColumnElement[bool]
    datasets: ColumnElement[bool]


EVERYTHING = Scope(true(), true(), true())


@dataclass(frozen=True)
class ScopedDatabase:
    """A database together with a scope; the parts that a person reaches are made of this and nothing less.

    It cannot be changed, and a part has no other way to the database: so no part can lose its scope.
    """

    database: Database
    scope: Scope

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only looks."""
        return self.database.reading()

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that changes something."""
        return self.database.writing()

    @property
    def file(self) -> Path | None:
        """The file that holds everything; `None` where a server does."""
        return self.database.file

    def size(self) -> int:
        """Bytes in use, by everybody."""
        return self.database.size()

    def run(self, run_id: str) -> ColumnElement[bool]:
        """The run with this id, if it may be seen."""
        return and_(runs.c.id == valid_id(run_id), self.scope.runs)

    def attempt(self, connection: Connection, run_id: str) -> int:
        """The latest attempt of a run that may be seen. Raises `NotFoundError` for any other."""
        attempt = connection.execute(select(runs.c.attempt).where(self.run(run_id))).scalar()
        if attempt is None:
            raise no_run()
        return int(attempt)


def valid_id(given: str) -> str:
    """An id as it was given, or one that nothing ever has where no id can look like that."""
    return given if _ID.fullmatch(given) else "?"


def valid_name(given: str) -> str:
    """A name that can be looked for in every database, or one that nothing has."""
    return given if given.isascii() and given.isprintable() else "?"


def no_run() -> NotFoundError:
    """The answer for a run that does not exist and for one of somebody else."""
    return NotFoundError(t("Run not found or not shared with you."))


def no_data() -> NotFoundError:
    """The answer for data that does not exist and for data of somebody else."""
    return NotFoundError(t("Data not found; load the file again."))
