"""Everything of one visitor becomes another's: of a browser, once its person has an account.

Runs keep their ids and work on, so their links hold. Data gets other ids, since whose it is is part of them:
the same file brought again by whoever holds the cookie next is theirs, and not a key to this.
"""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, delete, literal, select, update

from rnnkit.files.encoding import sha256
from rnnkit.runs.sql.database import insert_into
from rnnkit.runs.sql.registry import metadata
from rnnkit.runs.sql.room_tables import room_members, rooms
from rnnkit.runs.sql.schema import datasets, marks, uses

STAYS = (datasets, marks, uses, room_members)  # tables of which not everything simply changes hands


def move(connection: Connection, earlier: str, viewer: str) -> dict[str, str]:
    """Give all that `earlier` has to `viewer`; the new id of each data set by its old one."""
    mine = select(datasets.c.id, datasets.c.sha256, datasets.c.overrides).where(datasets.c.viewer == earlier)
    renamed = {
        row.id: sha256("\n".join((row.sha256, row.overrides, viewer)).encode())
        for row in connection.execute(mine).all()
    }
    for old, new in renamed.items():
        copied = [
            literal(new if name == "id" else viewer).label(name) if name in ("id", "viewer") else column
            for name, column in datasets.c.items()
        ]
        rows = select(*copied).where(datasets.c.id == old)
        put = insert_into(connection, datasets).from_select(list(datasets.c.keys()), rows)
        connection.execute(put.on_conflict_do_nothing())
        for column in _of_data():
            connection.execute(update(column.table).where(column == old).values({column.name: new}))
    connection.execute(delete(datasets).where(datasets.c.viewer == earlier))
    for table in metadata.sorted_tables:
        if "viewer" in table.c and table not in STAYS:
            connection.execute(update(table).where(table.c.viewer == earlier).values(viewer=viewer))
    _move_memberships(connection, earlier, viewer)
    return renamed


def _move_memberships(connection: Connection, earlier: str, viewer: str) -> None:
    """Of a room that both joined, each stays the member they were."""
    joined = select(room_members.c.room).where(room_members.c.viewer == viewer)
    only = (room_members.c.viewer == earlier, room_members.c.room.not_in(joined))
    connection.execute(update(room_members).where(*only).values(viewer=viewer))
    connection.execute(update(rooms).where(rooms.c.opener == earlier).values(opener=viewer))


def _of_data() -> Iterator[Column[str]]:
    """The columns of all tables that name a data set."""
    for table in metadata.sorted_tables:
        for column in table.c:
            if any(key.column is datasets.c.id for key in column.foreign_keys):
                yield column
