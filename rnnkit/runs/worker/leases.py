"""Who may start workers on the store: leases that one holder has at a time."""

from sqlalchemy import delete, select, update

from rnnkit.runs.sql.database import Database, insert_into
from rnnkit.runs.sql.schema import leases


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

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, if it is still one's own."""
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
