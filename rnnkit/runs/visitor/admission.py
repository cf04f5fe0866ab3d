"""What a visitor may be let in by: a password, tried a few times only, and what was noted of the visit.

Wrong passwords count against the visitor and against all visitors, since a visitor's name is free to renew.
"""

import time

from sqlalchemy import Connection, delete, select

from rnnkit.errors import LimitError
from rnnkit.runs.quotas import minutes_left
from rnnkit.runs.scope import ScopedDatabase
from rnnkit.runs.sql.database import advisory_lock, insert_into
from rnnkit.runs.sql.schema import marks
from rnnkit.runs.visitor import uses
from rnnkit.words import t

WITHIN = 900.0  # seconds for which a wrong password counts
EACH, ALL = 5, 60  # wrong ones within that time
KEPT = 30 * 86400.0  # seconds for which a mark holds


class Admission:
    """The marks of one visitor, and their tries."""

    def __init__(self, database: ScopedDatabase, viewer: str) -> None:
        self._database, self._viewer = database, viewer

    def has(self, mark: str) -> bool:
        """Whether this mark was made within a month."""
        mine = (marks.c.viewer == self._viewer, marks.c.mark == mark, marks.c.at > time.time() - KEPT)
        with self._database.reading() as connection:
            return connection.execute(select(marks.c.mark).where(*mine)).first() is not None

    def make(self, mark: str) -> None:
        """Make a mark; those of everybody that are older than a month go."""
        with self._database.writing() as connection:
            self._make(connection, mark)

    def attempt(self, right: bool, mark: str) -> int:
        """Make the mark if the password was right; else count the try, and give how many are left.

        Raises `LimitError` where too many were wrong, whether this one is right or not.
        """
        with self._database.writing() as connection:
            advisory_lock(connection, "password")
            left = self._left(connection)
            if right:
                self._make(connection, mark)
                return left
            uses.count_use(connection, self._viewer, "password", 1, time.time())
            return left - 1

    def left(self) -> int:
        """How many wrong passwords this visitor may still give. Raises `LimitError` for none."""
        with self._database.reading() as connection:
            return self._left(connection)

    def _left(self, connection: Connection) -> int:
        now = time.time()
        own, age = uses.recent(connection, self._viewer, "password", now, WITHIN)
        everybody, oldest = uses.recent(connection, None, "password", now, WITHIN)
        if own >= EACH:
            raise LimitError(
                t(
                    "Too many wrong passwords from this browser: try again in {minutes} min.",
                    minutes=minutes_left(age, WITHIN),
                )
            )
        if everybody >= ALL:
            raise LimitError(
                t(
                    "Too many wrong passwords on this server: try again in {minutes} min.",
                    minutes=minutes_left(oldest, WITHIN),
                )
            )
        return min(EACH - own, ALL - everybody)

    def _make(self, connection: Connection, mark: str) -> None:
        now = time.time()
        connection.execute(delete(marks).where(marks.c.at <= now - KEPT))
        put = insert_into(connection, marks).values(viewer=self._viewer, mark=mark, at=now)
        connection.execute(
            put.on_conflict_do_update(index_elements=[marks.c.viewer, marks.c.mark], set_={"at": now})
        )
