"""The line in front of the workers: visitors take turns, so that nobody waits behind all runs of another.

Each new run gets a `turn`: one after the last of its visitor, and never before the turn being served.
The next to start is the run whose visitor would then have the fewest at work; among those the lowest turn;
then who came first. A visitor alone may use every free place; no one gets a second while another waits.
(Demers, Keshav, Shenker 1989: fair queueing, with runs for packets.)
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Subquery, func, select

from rnnkit.runs.sql.schema import runs


def queue_positions() -> Subquery:
    """The waiting runs with their place in the order in which they start, `id, place`."""
    working = runs.alias("working")
    busy = (
        select(working.c.viewer, func.count().label("number"))
        .where(working.c.state == "running")
        .group_by(working.c.viewer)
        .subquery("busy")
    )
    waiting = runs.alias("waiting")
    own = func.row_number().over(partition_by=waiting.c.viewer, order_by=(waiting.c.turn, waiting.c.number))
    rounds = (
        select(
            waiting.c.id,
            waiting.c.turn,
            waiting.c.number,
            (own + func.coalesce(busy.c.number, 0)).label("round"),
        )
        .outerjoin(busy, busy.c.viewer == waiting.c.viewer)
        .where(waiting.c.state == "queued")
        .subquery("rounds")
    )
    place = func.row_number().over(order_by=(rounds.c.round, rounds.c.turn, rounds.c.number))
    return select(rounds.c.id, place.label("place")).subquery("line")


@cache
def select_runs() -> Select[Any]:
    """All columns of runs, with the place in the line of those that wait there; written once, read often."""
    waiting = queue_positions()
    return select(runs, waiting.c.place).outerjoin(waiting, waiting.c.id == runs.c.id)


def select_queued() -> Select[Any]:
    """All columns of the runs that wait, in the order in which they start."""
    waiting = queue_positions()
    return select(runs, waiting.c.place).join(waiting, waiting.c.id == runs.c.id).order_by(waiting.c.place)


def next_queued(connection: Connection) -> str | None:
    """The run that starts when there is room for one."""
    waiting = queue_positions()
    return connection.execute(select(waiting.c.id).where(waiting.c.place == 1)).scalar()


def next_turn(connection: Connection, viewer: str) -> int:
    """The turn of the next run of a visitor."""
    served = select(func.max(runs.c.turn)).where(runs.c.attempt > 0)
    own = select(func.max(runs.c.turn)).where(runs.c.viewer == viewer, runs.c.state != "cancelled")
    last = connection.execute(own).scalar()
    return max(connection.execute(served).scalar() or 0, 0 if last is None else last + 1)
