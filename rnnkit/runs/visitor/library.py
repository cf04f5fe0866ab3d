"""What a visitor keeps here: named, deleted, marked as looked at, weighed, and deleted altogether."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, select, update

from rnnkit.errors import JobError
from rnnkit.files.encoding import clean_text
from rnnkit.runs.holdings import bytes_of, everything_of
from rnnkit.runs.scope import ScopedDatabase, no_run, valid_id
from rnnkit.runs.sql import store_copies
from rnnkit.runs.sql.idle import ENDED_RUNS
from rnnkit.runs.sql.schema import artifacts, datasets, forms, runs, shares
from rnnkit.runs.visitor.moving import move
from rnnkit.words import t

USES = ("use", "plan", "back")  # groups of what was asked of a run: new data, planned values, visits
SEEN_SECONDS = 3600.0  # that somebody looks is written down once an hour at most


@dataclass(frozen=True)
class Usage:
    """How much of a visitor's is in the store."""

    runs: int
    datasets: int
    links: int
    megabytes: float


class Library:
    """The runs and data of one visitor."""

    def __init__(self, database: ScopedDatabase, viewer: str) -> None:
        self._database, self._viewer = database, viewer

    def rename(self, run_id: str, label: str) -> None:
        """Call a run something else."""
        with self._database.writing() as connection:
            change = update(runs).where(self._database.run(run_id)).values(label=clean_text(label))
            if not connection.execute(change).rowcount:
                raise no_run()

    def delete(self, run_id: str) -> None:
        """Remove a run with its progress and results, and what it was asked for since.

        One that still works has to be stopped first.
        """
        uses = [f"{kind}-{run_id}" for kind in USES]
        with self._database.writing() as connection:
            rest = delete(runs).where(self._database.scope.runs, runs.c.group.in_(uses), ENDED_RUNS)
            idle = delete(runs).where(self._database.run(run_id), runs.c.state != "running")
            if not connection.execute(idle).rowcount:
                self._database.attempt(connection, run_id)
                raise JobError(t("This run still works; stop it before you delete it."))
            connection.execute(rest)
        if file := self._database.file:
            store_copies.forget_run(file, run_id, uses)

    def touch(self, group: str) -> None:
        """Write down that the runs of a group, and their data, were looked at, so that they are kept."""
        now = time.time()
        scope = self._database.scope
        stale = (runs.c.group == valid_id(group), runs.c.seen < now - SEEN_SECONDS, scope.runs)
        with self._database.reading() as connection:
            old = connection.execute(select(runs.c.dataset_id).where(*stale)).scalars().all()
        if old:
            with self._database.writing() as connection:
                connection.execute(update(runs).where(*stale).values(seen=now))
                used = update(datasets).where(datasets.c.id.in_(old), scope.datasets)
                connection.execute(used.values(seen=now))

    def usage(self) -> Usage:
        """How much of this visitor's is kept here."""
        with self._database.reading() as connection:
            return Usage(
                runs=_count(connection, runs, self._viewer),
                datasets=_count(connection, datasets, self._viewer),
                links=sum(_count(connection, table, self._viewer) for table in (shares, forms)),
                megabytes=bytes_of(connection, self._viewer) / 1_000_000,
            )

    def take_over(self, earlier: str) -> dict[str, str]:
        """Make everything of another visitor this one's own, and give the new id of each data set by its old.

        Only for who proved to be both: who holds the cookie of the one, and the account of the other.
        """
        with self._database.writing() as connection:
            renamed = move(connection, earlier, self._viewer)
        if file := self._database.file:
            store_copies.forget_viewer(file, earlier)
        return renamed

    def sizes(self) -> dict[str, int]:
        """Bytes that the results of each run of this visitor take, by the ids of the runs."""
        size = func.sum(func.length(artifacts.c.content))
        query = (
            select(artifacts.c.run_id, size.label("size"))
            .join(runs, runs.c.id == artifacts.c.run_id)
            .where(runs.c.viewer == self._viewer)
            .group_by(artifacts.c.run_id)
        )
        with self._database.reading() as connection:
            return {row.run_id: int(row.size) for row in connection.execute(query)}

    def delete_everything(self) -> None:
        """Remove all data, runs and links of this visitor, also from copies of the store.

        What works right now ends without a result.
        """
        with self._database.writing() as connection:
            everything_of(connection, self._viewer)
        if file := self._database.file:
            store_copies.forget_viewer(file, self._viewer)


def _count(connection: Connection, table: Table, viewer: str) -> int:
    return connection.execute(
        select(func.count()).select_from(table).where(table.c.viewer == viewer)
    ).scalar_one()
