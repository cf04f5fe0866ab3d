"""How often a visitor asked for something within the hour. Deleting runs and data does not take that back.

Nothing is kept but who, which kind and when, and that for an hour. Moments that have yet to come, after a
clock was set back, do not count.
"""

from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select

from rnnkit.runs.quotas import HOUR
from rnnkit.runs.sql.schema import uses

Kind = Literal["run", "file"]


def recent(connection: Connection, viewer: str, kind: Kind, now: float) -> tuple[int, float]:
    """How often within the hour, and how many seconds ago the first time was."""
    within = (uses.c.at > now - HOUR, uses.c.at <= now)
    query = select(func.count(), func.min(uses.c.at))
    number, oldest = connection.execute(
        query.where(uses.c.viewer == viewer, uses.c.kind == kind, *within)
    ).one()
    return int(number), now - (oldest or now)


def count_use(connection: Connection, viewer: str, kind: Kind, number: int, now: float) -> None:
    """Count so many uses now, and forget those of everybody that are older than an hour."""
    connection.execute(delete(uses).where(uses.c.at <= now - HOUR))
    rows = [{"viewer": viewer, "kind": kind, "at": now}] * number
    if rows:
        connection.execute(insert(uses), rows)
