"""Small facts about this host, and who may start workers on the store."""

import json
from typing import Any

from sqlalchemy import delete, select, update

from rnnkit.files.encoding import to_json
from rnnkit.runs.sql.database import Part, insert_into
from rnnkit.runs.sql.schema import facts, leases


class Leases(Part):
    """Leases that one holder has at a time, and facts that anybody may read."""

    def set_fact(self, key: str, value: object) -> None:
        """Keep a small JSON-able fact, such as the devices of this machine."""
        with self._database.writing() as connection:
            put = insert_into(connection, facts).values(key=key, value=to_json(value))
            connection.execute(
                put.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": put.excluded.value})
            )

    def fact(self, key: str) -> Any:
        """A fact that was kept; `None` if nobody did."""
        with self._database.reading() as connection:
            value = connection.execute(select(facts.c.value).where(facts.c.key == key)).scalar()
        return None if value is None else json.loads(value)

    def take_lease(self, name: str, holder: str, replacing: str | None = None) -> bool:
        """Become the one holder of a lease that is free, or held by `replacing`, who is known to be gone."""
        with self._database.writing() as connection:
            add = insert_into(connection, leases).values(name=name, holder=holder, beat=0)
            connection.execute(add.on_conflict_do_nothing())
            old = leases.c.holder.in_([holder, replacing or holder])
            mine = update(leases).where(leases.c.name == name, old)
            return bool(connection.execute(mine.values(holder=holder, beat=leases.c.beat + 1)).rowcount)

    def renew_lease(self, name: str, holder: str) -> bool:
        """Tell that a lease is still used; false if it is no longer one's own."""
        with self._database.writing() as connection:
            mine = update(leases).where(leases.c.name == name, leases.c.holder == holder)
            return bool(connection.execute(mine.values(beat=leases.c.beat + 1)).rowcount)

    def lease(self, name: str) -> tuple[str, int] | None:
        """Who holds a lease, and how often it was renewed."""
        with self._database.reading() as connection:
            row = connection.execute(select(leases).where(leases.c.name == name)).first()
        return None if row is None else (row.holder, row.beat)

    def release_lease(self, name: str, holder: str) -> None:
        """Give a lease back, if it is still one's own."""
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
