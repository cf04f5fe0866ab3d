"""From the queue to the end: who takes a run, who asks it to stop, how it ends."""

import time
from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from rnnkit.runs.fair_queue import next_queued, select_queued, select_runs
from rnnkit.runs.sql.database import Database, advisory_lock
from rnnkit.runs.sql.rows import Run, to_run
from rnnkit.runs.sql.schema import runs, wishes
from rnnkit.runs.states import State
from rnnkit.runs.transitions import ask_to_stop, transition, update_owned
from rnnkit.runs.worker.leases import holds
from rnnkit.training.wishes import WAKING


class Queue:
    """Runs from the queue to their end, whoever they belong to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> list[Run]:
        """The runs that wait, in the order in which they start."""
        with self._database.reading() as connection:
            rows = connection.execute(select_queued()).all()
        return [to_run(row._asdict()) for row in rows]

    def claim(self, worker: str, run_id: str | None = None) -> Run | None:
        """Take a queued run for a worker, the one named or the next in turn; `None` if there is none."""
        with self._database.reading() as connection:  # most often nobody waits; then none need be held up
            if run_id is None and next_queued(connection) is None:
                return None
        with self._database.writing() as connection:
            advisory_lock(connection, "claim")
            chosen = run_id or next_queued(connection)
            if chosen is None or not transition(connection, chosen, "running", worker=worker):
                return None
            row = connection.execute(select_runs().where(runs.c.id == chosen)).one()
        return to_run(row._asdict())

    def claim_as(self, lease: str, worker: str, choose: Callable[[Sequence[Run]], Run | None]) -> Run | None:
        """Take the run that a broker chooses of those that wait, if it still holds its lease.

        Brokers choose one after the other, each from the line as it is then, so that the order is the same
        however many there are. One that was taken for gone gets nothing.
        """
        if choose(self.waiting()) is None:  # most often nobody waits who could start; then none is held up
            return None
        with self._database.writing() as connection:
            advisory_lock(connection, "claim")
            rows = connection.execute(select_queued()).all()
            chosen = choose([to_run(row._asdict()) for row in rows])
            if chosen is None or not holds(connection, lease, worker):
                return None
            if not transition(connection, chosen.id, "running", worker=worker):
                return None
            row = connection.execute(select_runs().where(runs.c.id == chosen.id)).one()
        return to_run(row._asdict())

    def held_by(self, worker: str) -> list[Run]:
        """The runs that a broker works on; of many machines each asks for its own alone."""
        mine = select_runs().where(runs.c.state == "running", runs.c.worker == worker)
        with self._database.reading() as connection:
            return [to_run(row._asdict()) for row in connection.execute(mine).all()]

    def begin(self, run_id: str, attempt: int, pid: int) -> None:
        """Note which process does the work."""
        with self._database.writing() as connection:
            update_owned(connection, run_id, attempt, {"pid": pid, "updated": time.time()})

    def pause(self, run_id: str, attempt: int, seen: int) -> bool:
        """Put a run aside whose checkpoint was just kept; false if it went to another attempt.

        It waits again at once where it was asked to go on, or to stop, since the wish with the number `seen`.
        """
        later = select(wishes.c.number).where(
            wishes.c.run_id == run_id, wishes.c.number > seen, wishes.c.kind.in_(WAKING)
        )
        stop = select(runs.c.id).where(runs.c.id == run_id, runs.c.stop_requested)
        with self._database.writing() as connection:
            if not transition(connection, run_id, "paused", attempt=attempt):
                return False
            if connection.execute(later).first() or connection.execute(stop).first():
                transition(connection, run_id, "queued")
        return True

    def request_stop(self, run_id: str, reason: str = "") -> None:
        """Ask a run to end: at once if it waits, else its worker is asked to keep the best and stop."""
        with self._database.writing() as connection:
            ask_to_stop(connection, run_id, reason)

    def stop_requested(self, run_id: str) -> bool:
        """Whether the worker of a run should end: it was asked to, or the run is no longer running."""
        query = select(runs.c.stop_requested, runs.c.state).where(runs.c.id == run_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return row is None or bool(row.stop_requested) or row.state != "running"

    def finish(self, run_id: str, attempt: int, state: State, reason: str = "") -> bool:
        """Bring a run to its end state; false if it has one already or went to another attempt."""
        with self._database.writing() as connection:
            return transition(connection, run_id, state, attempt=attempt, reason=reason)

    def counts(self) -> dict[str, int]:
        """How many runs are in each state, of all visitors; states without runs are left out."""
        query = select(runs.c.state, func.count().label("number")).group_by(runs.c.state)
        with self._database.reading() as connection:
            return {row.state: row.number for row in connection.execute(query)}
