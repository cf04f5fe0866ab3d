"""Who may start workers on the store: leases that one holder has at a time."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from rnnkit.runs.sql.database import Database, insert_into
from rnnkit.runs.sql.schema import facts, leases, runs
from rnnkit.runs.transitions import transition


@dataclass(frozen=True)
class Lease:
    """Who holds what, and how often it was renewed: counted, not timed, since two clocks never agree."""

    name: str
    holder: str
    beat: int


class Leases:
    """Leases by name; a holder renews its own as long as it lives."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, replacing: str | None = None) -> bool:
        """Become the one holder of a lease that is free, or held by `replacing`, who is known to be gone."""
        with self._database.writing() as connection:
            add = insert_into(connection, leases).values(name=name, holder=holder, beat=0)
            connection.execute(add.on_conflict_do_nothing())
            old = leases.c.holder.in_([holder, replacing or holder])
            mine = update(leases).where(leases.c.name == name, old)
            return bool(connection.execute(mine.values(holder=holder, beat=leases.c.beat + 1)).rowcount)

    def renew(self, name: str, holder: str) -> bool:
        """Tell that a lease is still used; false if it is no longer one's own."""
        with self._database.writing() as connection:
            mine = update(leases).where(leases.c.name == name, leases.c.holder == holder)
            return bool(connection.execute(mine.values(beat=leases.c.beat + 1)).rowcount)

    def get(self, name: str) -> tuple[str, int] | None:
        """Who holds a lease, and how often it was renewed."""
        with self._database.reading() as connection:
            row = connection.execute(select(leases).where(leases.c.name == name)).first()
        return None if row is None else (row.holder, row.beat)

    def held(self, prefix: str) -> list[Lease]:
        """All leases whose name begins so."""
        query = select(leases).where(leases.c.name.startswith(prefix, autoescape=True))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(leases.c.name)).all()
        return [Lease(row.name, row.holder, row.beat) for row in rows]

    def bury(self, lease: Lease, reason: str) -> bool:
        """Take the lease of a broker that was silent, and end the runs that it worked on, both or neither.

        False if it has beaten since, or somebody else was quicker. From then on it can claim nothing, and
        its workers can write nothing: each attempt of theirs has ended.
        """
        silent = (leases.c.name == lease.name, leases.c.holder == lease.holder, leases.c.beat == lease.beat)
        theirs = select(runs.c.id, runs.c.attempt).where(
            runs.c.worker == lease.holder, runs.c.state == "running"
        )
        with self._database.writing() as connection:
            if not connection.execute(delete(leases).where(*silent)).rowcount:
                return False
            connection.execute(delete(facts).where(facts.c.key == lease.name))  # what it offered
            for run in connection.execute(theirs).all():
                transition(connection, run.id, "interrupted", attempt=run.attempt, reason=reason)
        return True

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, if it is still one's own."""
        with self._database.writing() as connection:
            mine = delete(leases).where(leases.c.name == name, leases.c.holder == holder)
            if connection.execute(mine).rowcount:
                connection.execute(delete(facts).where(facts.c.key == name))


def holds(connection: Connection, name: str, holder: str) -> bool:
    """Whether a lease is still this holder's, and stays so until the end of the transaction."""
    mine = select(leases.c.beat).where(leases.c.name == name, leases.c.holder == holder)
    return connection.execute(mine.with_for_update(read=True)).first() is not None
