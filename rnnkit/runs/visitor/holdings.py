"""What one visitor has in the store: how much it is, and what of it makes room for more."""

from sqlalchemy import Connection, delete, func, select

from rnnkit.runs.sql.idle import ENDED_RUNS, UNUSED_DATA
from rnnkit.runs.sql.schema import artifacts, checkpoints, datasets, runs, searches, shares


def bytes_of(connection: Connection, viewer: str) -> int:
    """How much of the store is this visitor's: data, results, and what paused or broken runs go on from."""
    data = select(func.sum(func.length(datasets.c.content))).where(datasets.c.viewer == viewer)
    of_runs = (
        select(func.sum(func.length(table.c.content)))
        .join(runs, runs.c.id == table.c.run_id)
        .where(runs.c.viewer == viewer, ENDED_RUNS)
        for table in (artifacts, checkpoints)
    )
    return sum(int(connection.execute(query).scalar() or 0) for query in (data, *of_runs))


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
    """Delete all that belongs to a visitor, also what works right now: its worker finds out and ends."""
    for table in (shares, runs, searches, datasets):
        connection.execute(delete(table).where(table.c.viewer == viewer))
