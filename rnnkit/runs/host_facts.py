"""Small facts about this host that anybody may read, such as its devices."""

import json
from typing import Any

from sqlalchemy import select

from rnnkit.files.encoding import to_json
from rnnkit.runs.sql.database import Database, insert_into
from rnnkit.runs.sql.schema import facts


class Facts:
    """What the broker found out about the machine, by key; nothing of any person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, key: str, value: object) -> None:
        """Keep a small JSON-able fact, such as the devices of this machine."""
        with self._database.writing() as connection:
            put = insert_into(connection, facts).values(key=key, value=to_json(value))
            connection.execute(
                put.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": put.excluded.value})
            )

    def get(self, key: str) -> Any:
        """A fact that was kept; `None` if nobody did."""
        with self._database.reading() as connection:
            value = connection.execute(select(facts.c.value).where(facts.c.key == key)).scalar()
        return None if value is None else json.loads(value)
