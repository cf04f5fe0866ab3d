"""Runs that a visitor asks for: put into the queue, stopped, taken back, resumed."""

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from rnnkit.files.encoding import new_id
from rnnkit.runs.holdings import forget_beyond
from rnnkit.runs.orders import Order, write_queued
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.reading.runs import Runs
from rnnkit.runs.rooms.locks import check_going_on
from rnnkit.runs.scope import ScopedDatabase, no_data, valid_id
from rnnkit.runs.sql.database import advisory_lock
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.sql.schema import datasets, runs
from rnnkit.runs.transitions import ask_to_stop, transition
from rnnkit.runs.visitor import uses
from rnnkit.runs.visitor.resume import requeue
from rnnkit.runs.visitor.wishes import add_wish, note_wish
from rnnkit.runs.worker.checkpoints import Checkpoint, newest
from rnnkit.training.room import check_megabytes
from rnnkit.training.wishes import WAKING, Kind


class VisitorQueue:
    """The queue as one visitor may use it, within what one visitor may ask for."""

    def __init__(self, database: ScopedDatabase, viewer: str, quotas: Quotas) -> None:
        self._database, self._viewer, self._quotas = database, viewer, quotas

    def submit(
        self, config_json: str, dataset_id: str, label: str = "", group: str = "", megabytes: float = 0.0
    ) -> str:
        """Put one run into the queue and return its id; without a group it is a group of its own."""
        return self.submit_all([Order(config_json, label, megabytes)], dataset_id, group)[0]

    def submit_all(self, orders: Sequence[Order], dataset_id: str, group: str = "") -> list[str]:
        """Put runs into the queue, all or none, and return their ids, which nobody can guess."""
        self._check_storage()
        for order in orders:
            check_megabytes(order.megabytes)
        now = time.time()
        ids = [new_id() for _ in orders]
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            if connection.execute(self._own_data(dataset_id)).first() is None:
                raise no_data()
            self._admit(connection, len(orders), now)
            write_queued(
                connection, self._viewer, dict(zip(ids, orders, strict=True)), dataset_id, group=group
            )
            forget_beyond(connection, self._viewer, self._quotas.runs_each)
        return ids

    def start_here(self, order: Order, dataset_id: str, worker: str) -> Run:
        """Write down a run that `worker` does here and now: it never waits, so no broker can take it."""
        self._check_storage()
        run_id = new_id()
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            if connection.execute(self._own_data(dataset_id)).first() is None:
                raise no_data()
            write_queued(connection, self._viewer, {run_id: order}, dataset_id)
            transition(connection, run_id, "running", worker=worker)
            forget_beyond(connection, self._viewer, self._quotas.runs_each)
        return Runs(self._database).get(run_id)

    def checkpoint(self, run_id: str) -> Checkpoint | None:
        """What a run could go on from: its newest checkpoint, if there is one."""
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            return newest(connection, run_id)

    def resume(self, run_id: str) -> int:
        """Put a run that is paused or whose worker died into the queue; gives the step it goes on from.

        Raises `JobError` with one sentence for a run that cannot go on.
        """
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            self._database.attempt(connection, run_id)
            check_going_on(connection, run_id)
            self._admit_waiting(connection, 1)
            step = requeue(connection, run_id)
            note_wish(connection, run_id, "go_on")  # it may have been paused when its worker died
            return step

    def wish(self, run_id: str, kind: Kind) -> None:
        """Ask something of a run while it trains; one that is paused waits for a place again to go on.

        Raises `JobError` for one that has ended, `LimitError` for one that was asked too often.
        """
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            self._database.attempt(connection, run_id)
            add_wish(connection, run_id, kind)
            if kind in WAKING:
                self._wake(connection, run_id)

    def request_stop(self, run_id: str) -> None:
        """End a run: at once if it waits, else its worker is asked to keep the best and stop.

        One that is paused waits for a worker that scores its best weights so far, however many wait already:
        nobody has to keep a run because the queue is full.
        """
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            self._database.attempt(connection, run_id)
            self._wake(connection, run_id, to_end=True)
            ask_to_stop(connection, run_id, allowed=self._database.scope.runs)

    def cancel(self, run_id: str) -> bool:
        """Take a run out of the queue; false if it no longer waits there."""
        with self._database.writing() as connection:
            self._database.attempt(connection, run_id)
            return transition(connection, run_id, "cancelled", allowed=self._database.scope.runs)

    def _wake(self, connection: Connection, run_id: str, *, to_end: bool = False) -> None:
        """Put a run into the queue if it is paused; one that is being paused right now is waited for."""
        state = select(runs.c.state).where(runs.c.id == run_id).with_for_update()
        if connection.execute(state).scalar() == "paused":
            if not to_end:
                self._admit_waiting(connection, 1)
            requeue(connection, run_id)

    def _own_data(self, dataset_id: str) -> Any:
        mine = self._database.scope.datasets
        return select(datasets.c.id).where(datasets.c.id == valid_id(dataset_id), mine)

    def _admit(self, connection: Connection, wanted: int, now: float) -> None:
        """Check what one visitor may ask for, and all of them together."""
        self._admit_waiting(connection, wanted)
        number, oldest_age = uses.recent(connection, self._viewer, "run", now)
        self._quotas.check_hour(number, wanted, oldest_age)
        uses.count_use(connection, self._viewer, "run", wanted, now)

    def _admit_waiting(self, connection: Connection, wanted: int) -> None:
        waiting = select(func.count()).select_from(runs).where(runs.c.state == "queued")
        own = connection.execute(waiting.where(self._database.scope.runs)).scalar_one()
        self._quotas.check_queue(own, connection.execute(waiting).scalar_one(), wanted)

    def _check_storage(self) -> None:
        self._quotas.check_storage(self._database.file, self._database.size())
