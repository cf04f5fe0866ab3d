"""What is forgotten, and when: what nobody looked at for long, and the longest unseen if there is too much.

Never a run that waits or works, nor the data of one, nor a trial without its search. Every step is a short
transaction of its own, so that nobody waits long for the store.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, literal, select

from rnnkit.errors import NotFoundError
from rnnkit.runs.quotas import HOUR, MEGABYTE, Quotas
from rnnkit.runs.sql import store_copies
from rnnkit.runs.sql.database import Database, insert_into
from rnnkit.runs.sql.idle import ENDED_RUNS, ENDED_SEARCHES, LEFT_OF_ROOMS, UNUSED_DATA
from rnnkit.runs.sql.room_tables import rooms
from rnnkit.runs.sql.schema import datasets, facts, forms, runs, searches, shares

DAY = 24 * HOUR
MOST_AT_ONCE = HOUR / 2
CLOCK = "clock"  # a fact of the store: the time by which things grew old last
Row = tuple[Any, str]  # a table and an id in it
TABLES: Mapping[str, Table] = {"run": runs, "data": datasets, "search": searches}
IDLE: Mapping[str, ColumnElement[bool]] = {
    runs.name: ENDED_RUNS,
    datasets.name: UNUSED_DATA,
    searches.name: ENDED_SEARCHES,
}


class Retention:
    """Keeping the house in order; the broker does it now and then."""

    def __init__(self, database: Database, quotas: Quotas) -> None:
        self._database, self._quotas = database, quotas

    def prune(self, now: float | None = None) -> int:
        """Forget what is due, and give the number of runs and data sets that were.

        Without a time, the clock of this host is believed to have gone on a little only since the last time.
        """
        with self._database.writing() as connection:
            now = steady(connection, time.time()) if now is None else now
            for links in (shares, forms):
                connection.execute(delete(links).where(links.c.expires <= now))
            connection.execute(delete(rooms).where(rooms.c.ends <= now))  # with all that was in them
            connection.execute(delete(datasets).where(LEFT_OF_ROOMS))
        if file := self._database.file:
            store_copies.remove_before(file, now - store_copies.KEPT_DAYS * DAY)
        return sum(self._forget(table, row_id) for table, row_id in self._due(now))

    def _due(self, now: float) -> Iterator[Row]:
        """What nobody looked at since the limit; then, while the store is too large, the longest unseen."""
        old = now - self._quotas.keep_days * DAY
        while row := self._first(unseen_since(old)):
            yield row
        while self._database.size() > self._quotas.store_megabytes * MEGABYTE:
            row = self._first(unseen_since(now - HOUR))
            if row is None:
                return
            yield row

    def _first(self, query: Select[Any]) -> Row | None:
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).first()
        return (TABLES[row.kind], row.id) if row else None

    def _forget(self, table: Any, row_id: str) -> int:
        """Delete one row, unless it is needed again by now."""
        idle = delete(table).where(table.c.id == row_id, IDLE[table.name])
        try:
            with self._database.writing() as connection:
                return int(connection.execute(idle).rowcount)
        except NotFoundError:  # on a server somebody took it while this waited
            return 0


def unseen_since(moment: float) -> Select[Any]:
    """Ended runs and searches, and data without them, that nobody looked at since; longest unseen first."""
    ended = select(runs.c.id, runs.c.seen, _kind("run")).where(ENDED_RUNS, runs.c.seen < moment)
    unused = select(datasets.c.id, datasets.c.seen, _kind("data")).where(
        UNUSED_DATA, datasets.c.seen < moment
    )
    searched = select(searches.c.id, searches.c.seen, _kind("search")).where(
        ENDED_SEARCHES, searches.c.seen < moment
    )
    both = ended.union_all(unused, searched).subquery()
    return select(both).order_by(both.c.seen)


def _kind(word: str) -> Any:
    return literal(word).label("kind")


def steady(connection: Connection, clock: float) -> float:
    """The time by which things grow old: that of the clock, unless it has jumped ahead.

    It goes on by half an hour at most each time somebody asks, every ten minutes. So a clock that is a month
    ahead deletes nothing for days, in which it can be set right, and a store that lay idle catches up.
    """
    known = connection.execute(select(facts.c.value).where(facts.c.key == CLOCK)).scalar()
    now = clock if known is None else min(clock, float(known) + MOST_AT_ONCE)
    put = insert_into(connection, facts).values(key=CLOCK, value=repr(now))
    connection.execute(
        put.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": put.excluded.value})
    )
    return now
