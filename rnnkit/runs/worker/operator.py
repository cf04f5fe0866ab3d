"""What whoever runs the servers may see and do: machines, the line, and nobody's name, data or results."""

import time
from dataclasses import dataclass

from sqlalchemy import func, select, update

from rnnkit.runs.fair_queue import select_queued
from rnnkit.runs.offers import Offer, Offers
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import leases, runs, searches
from rnnkit.runs.states import ACTIVE
from rnnkit.runs.transitions import ask_to_stop
from rnnkit.words import t

MOST_LINES = 200  # of the line that are shown


@dataclass(frozen=True)
class Host:
    """A broker that holds a lease: what it offers, how many runs it works on, whether it takes new ones."""

    offer: Offer
    busy: int
    drained: bool


@dataclass(frozen=True)
class Waiting:
    """A run that waits: its place, whose turn it is (visitors are numbered as they stand here), its task."""

    place: int
    visitor: int
    task: str
    megabytes: float
    created: float


class Operator:
    """The store as the person at the machines sees it."""

    def __init__(self, database: Database) -> None:
        self._database, self._offers = database, Offers(database)

    def hosts(self) -> list[Host]:
        """All brokers that hold a lease now, by their machine."""
        working = (
            select(runs.c.worker, func.count().label("number"))
            .where(runs.c.state == "running")
            .group_by(runs.c.worker)
            .subquery()
        )
        query = select(leases.c.name, func.coalesce(working.c.number, 0).label("number"))
        with self._database.reading() as connection:
            rows = connection.execute(query.outerjoin(working, working.c.worker == leases.c.holder)).all()
        offers, drained = self._offers.all(), self._offers.drained()
        found = [
            Host(offers[row.name], int(row.number), offers[row.name].machine in drained)
            for row in rows
            if row.name in offers
        ]
        return sorted(found, key=lambda host: (host.offer.machine, host.offer.pid))

    def line(self) -> list[Waiting]:
        """The first runs that wait, in the order in which they start."""
        with self._database.reading() as connection:
            rows = connection.execute(select_queued().limit(MOST_LINES)).all()
        numbers: dict[str, int] = {}
        visitors = [numbers.setdefault(row.viewer, len(numbers) + 1) for row in rows]
        return [
            Waiting(row.place, visitor, row.task, row.megabytes, row.created)
            for row, visitor in zip(rows, visitors, strict=True)
        ]

    def stop_all(self) -> int:
        """Stop every run that works or waits, whoever's, and every search; gives how many runs there were."""
        going = update(searches).where(searches.c.state == "running")
        with self._database.writing() as connection:
            connection.execute(going.values(state="stopped", finished=time.time()))
            asked = connection.execute(select(runs.c.id).where(runs.c.state.in_(ACTIVE))).scalars().all()
            for run_id in asked:
                ask_to_stop(connection, run_id, t("Stopped by whoever runs this server."))
        return len(asked)

    def drain(self, machine: str, *, on: bool = True) -> None:
        """Have a machine finish what it works on and take nothing new, or take runs again."""
        self._offers.drain(machine, on=on)
