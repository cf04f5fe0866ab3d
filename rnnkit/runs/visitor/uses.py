"""How often a visitor asked for something within the hour. Deleting runs and data does not take that back.

Nothing is kept but who, which kind (a run, a file, a wrong password or code) and when, and that for an hour.
Moments that have yet to come, after a clock was set back, do not count.
"""

from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select

from rnnkit.runs.quotas import HOUR
from rnnkit.runs.sql.schema import uses

Kind = Literal["run", "file", "password", "code"]


def recent(
    connection: Connection, viewer: str | None, kind: Kind, now: float, within: float = HOUR
) -> tuple[int, float]:
    """How often within the hour, or fewer seconds, and how many seconds ago the first time was.

    Of a viewer, or (`None`) of everybody.
    """
    counted = [uses.c.kind == kind, uses.c.at > now - within, uses.c.at <= now]
    if viewer is not None:
        counted.append(uses.c.viewer == viewer)
    query = select(func.count(), func.min(uses.c.at)).where(*counted)
    number, oldest = connection.execute(query).one()
    return int(number), now - (oldest or now)


def count_use(connection: Connection, viewer: str, kind: Kind, number: int, now: float) -> None:
    """Count so many uses now, and forget those of everybody that are older than an hour."""
    connection.execute(delete(uses).where(uses.c.at <= now - HOUR))
    rows = [{"viewer": viewer, "kind": kind, "at": now}] * number
    if rows:
        connection.execute(insert(uses), rows)
