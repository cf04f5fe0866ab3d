"""What one visitor has in the store: how much it is, and what of it makes room for more."""

from sqlalchemy import Connection, delete, func, select

from rnnkit.runs.sql.idle import ENDED_RUNS, LEFT_OF_ROOMS, UNUSED_DATA
from rnnkit.runs.sql.room_tables import room_data, room_members, rooms
from rnnkit.runs.sql.schema import artifacts, checkpoints, datasets, forms, runs, searches, shares


def bytes_of(connection: Connection, viewer: str) -> int:
    """How much of the store is this visitor's: data, results, what paused or broken runs go on from, and the
    data of rooms that they opened.
    """
    data = select(func.sum(func.length(datasets.c.content))).where(datasets.c.viewer == viewer)
    of_runs = (
        select(func.sum(func.length(table.c.content)))
        .join(runs, runs.c.id == table.c.run_id)
        .where(runs.c.viewer == viewer, ENDED_RUNS)
        for table in (artifacts, checkpoints)
    )
    opened = select(room_data).join(rooms, rooms.c.id == room_data.c.room).where(rooms.c.opener == viewer)
    held = opened.subquery()
    of_rooms = (
        select(func.sum(func.length(datasets.c.content))).join(held, held.c.dataset_id == datasets.c.id),
        select(func.sum(func.length(held.c.slice))),
    )
    return sum(int(connection.execute(query).scalar() or 0) for query in (data, *of_runs, *of_rooms))


def forget_beyond(connection: Connection, viewer: str, kept: int) -> None:
    """Delete the longest unseen ended runs of a visitor beyond a number; trials go with their search."""
    newest = (
        select(runs.c.id)
        .where(runs.c.viewer == viewer, runs.c.search.is_(None))
        .order_by(runs.c.seen.desc(), runs.c.number.desc())
        .limit(kept)
    )
    connection.execute(delete(runs).where(runs.c.viewer == viewer, ENDED_RUNS, runs.c.id.not_in(newest)))


def forget_unused(connection: Connection, viewer: str, wanted: int) -> None:
    """Delete the longest unseen data of a visitor that has no runs, until so many bytes are freed."""
    rows = connection.execute(
        select(datasets.c.id, func.length(datasets.c.content).label("size"))
        .where(datasets.c.viewer == viewer, UNUSED_DATA)
        .order_by(datasets.c.seen)
    ).all()
    gone, freed = [], 0
    for row in rows:
        if freed >= wanted:
            break
        gone.append(row.id)
        freed += row.size
    connection.execute(delete(datasets).where(datasets.c.id.in_(gone)))


def everything_of(connection: Connection, viewer: str) -> None:
    """Delete all that belongs to a visitor, also what works right now: its worker finds out and ends.

    That includes the rooms that they opened, with all that others have in these but their own runs.
    """
    connection.execute(delete(rooms).where(rooms.c.opener == viewer))
    connection.execute(delete(room_members).where(room_members.c.viewer == viewer))
    for table in (shares, forms, runs, searches, datasets):
        connection.execute(delete(table).where(table.c.viewer == viewer))
    connection.execute(delete(datasets).where(LEFT_OF_ROOMS))
