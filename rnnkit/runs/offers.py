"""What each broker offers to the runs that wait: a fact of the store beside its lease."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import delete, insert, select

from rnnkit.files.encoding import sha256, to_json
from rnnkit.runs.host_facts import Facts
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import facts, leases

DRAIN = "drain:"  # before a hash of its name, the fact that a machine takes nothing new


@dataclass(frozen=True)
class Offer:
    """A broker as others see it. `devices` are as `rnnkit.jobs.probe` tells them, the fastest first."""

    machine: str
    pid: int
    places: int
    cores: int
    megabytes: float  # that the estimate of a run may reach there
    devices: Sequence[Mapping[str, Any]]
    tasks: Sequence[str]
    version: str


class Offers:
    """The offers of all brokers, by the names of their leases; gone when the lease is."""

    def __init__(self, database: Database) -> None:
        self._database, self._facts = database, Facts(database)

    def put(self, lease: str, offer: Offer) -> None:
        """Tell what a broker offers, in place of what it offered before."""
        self._facts.set(lease, asdict(offer))

    def measured(self, lease: str, devices: Sequence[Mapping[str, Any]]) -> None:
        """Add how fast the devices of a broker are."""
        if found := self._facts.get(lease):
            self._facts.set(lease, found | {"devices": list(devices)})

    def all(self) -> dict[str, Offer]:
        """What can be had, of those who hold a lease now."""
        query = select(facts).join(leases, leases.c.name == facts.c.key).order_by(facts.c.key)
        with self._database.reading() as connection:
            return {row.key: _offer(json.loads(row.value)) for row in connection.execute(query)}

    def drain(self, machine: str, *, on: bool = True) -> None:
        """Have the brokers of a machine take nothing new, or take runs again; it outlasts them."""
        with self._database.writing() as connection:
            connection.execute(delete(facts).where(facts.c.key == _drain(machine)))
            if on:
                connection.execute(insert(facts).values(key=_drain(machine), value=to_json(machine)))

    def drained(self) -> set[str]:
        """The machines that take nothing new."""
        with self._database.reading() as connection:
            rows = connection.execute(select(facts.c.value).where(facts.c.key.startswith(DRAIN)))
            return {str(json.loads(row.value)) for row in rows}


def _drain(machine: str) -> str:
    return f"{DRAIN}{sha256(machine.encode())[:32]}"


def _offer(values: Mapping[str, Any]) -> Offer:
    """An offer as a broker of this version or another wrote it."""
    return Offer(**{field.name: values.get(field.name, UNKNOWN[field.name]) for field in fields(Offer)})


UNKNOWN: Mapping[str, Any] = {
    "machine": "",
    "pid": 0,
    "places": 1,
    "cores": 1,
    "megabytes": 0.0,
    "devices": (),
    "tasks": (),
    "version": "",
}
