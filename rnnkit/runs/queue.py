"""From the queue to the end: who takes a run, who asks it to stop, how it ends; each a guarded UPDATE."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from rnnkit.errors import JobError
from rnnkit.files.encoding import clean_text
from rnnkit.runs.fair_queue import next_in_line, select_line, select_runs
from rnnkit.runs.sql.database import Part, take_turns
from rnnkit.runs.sql.rows import Run, to_run
from rnnkit.runs.sql.schema import checkpoints, events, runs
from rnnkit.runs.states import ACTIVE, DONE, State, sources
from rnnkit.words import t


class LateWriteError(JobError):
    """A worker wrote to a run that is no longer its own: it ended, or was given to another."""


class Queue(Part):
    """What the broker and the workers do with runs, whoever they belong to."""

    def in_line(self) -> list[Run]:
        """The runs that wait, in the order in which they start."""
        with self._database.reading() as connection:
            rows = connection.execute(select_line()).all()
        return [to_run(row._asdict()) for row in rows]

    def claim(self, worker: str, run_id: str | None = None) -> Run | None:
        """Take a queued run for a worker, the one named or the next in turn; `None` if there is none."""
        with self._database.reading() as connection:  # most often nobody waits; then none need be held up
            if run_id is None and next_in_line(connection) is None:
                return None
        with self._database.writing() as connection:
            take_turns(connection, "claim")
            chosen = run_id or next_in_line(connection)
            if chosen is None or not move(connection, chosen, "running", worker=worker):
                return None
            row = connection.execute(select_runs().where(runs.c.id == chosen)).one()
        return to_run(row._asdict())

    def begin(self, run_id: str, attempt: int, pid: int) -> None:
        """Note which process does the work."""
        with self._database.writing() as connection:
            hold(connection, run_id, attempt, {"pid": pid, "updated": time.time()})

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
            return move(connection, run_id, state, attempt=attempt, reason=reason)

    def counts(self) -> dict[str, int]:
        """How many runs are in each state, of all visitors; states without runs are left out."""
        query = select(runs.c.state, func.count().label("number")).group_by(runs.c.state)
        with self._database.reading() as connection:
            return {row.state: row.number for row in connection.execute(query)}


def ask_to_stop(
    connection: Connection, run_id: str, reason: str = "", allowed: ColumnElement[bool] | None = None
) -> None:
    """Take a run out of the queue, or ask its worker to stop."""
    allowed = true() if allowed is None else allowed
    values: dict[str, Any] = {"stop_requested": True} | ({"reason": clean_text(reason)} if reason else {})
    ask = update(runs).where(runs.c.id == run_id, runs.c.state == "running", allowed).values(values)
    if not move(connection, run_id, "cancelled", allowed=allowed):
        connection.execute(ask)


def move(
    connection: Connection,
    run_id: str,
    state: State,
    *,
    attempt: int | None = None,
    worker: str | None = None,
    reason: str = "",
    allowed: ColumnElement[bool] | None = None,
) -> bool:
    """Change the state of a run if that is a legal step for this attempt; false if it is not."""
    now = time.time()
    values: dict[str, Any] = {"state": state, "updated": now}
    if worker is not None:
        values |= {"worker": worker, "attempt": runs.c.attempt + 1, "started": now, "reason": ""}
    if state not in ACTIVE:
        values |= {"finished": now, "pid": None, "eta": None}
    if reason:  # else the one stays with which it was asked to stop
        values["reason"] = clean_text(reason)
    step = update(runs).where(runs.c.id == run_id, runs.c.state.in_(sources(state)))
    step = step if allowed is None else step.where(allowed)
    step = step if attempt is None else step.where(runs.c.attempt == attempt)
    if not connection.execute(step.values(values)).rowcount:
        return False
    if state in DONE:  # there is a result, so nobody needs to go on
        connection.execute(delete(checkpoints).where(checkpoints.c.run_id == run_id))
    current = connection.execute(select(runs.c.attempt).where(runs.c.id == run_id)).scalar_one()
    note(connection, run_id, current, state)
    return True


def note(connection: Connection, run_id: str, attempt: int, state: State) -> None:
    """Write down that a run came to a state."""
    row = {"run_id": run_id, "attempt": attempt, "state": state, "at": time.time()}
    connection.execute(insert(events).values(row))


def hold(connection: Connection, run_id: str, attempt: int, values: Mapping[str, Any]) -> None:
    """Change a run only while it is running and this attempt holds it."""
    mine = update(runs).where(runs.c.id == run_id, runs.c.state == "running", runs.c.attempt == attempt)
    if not connection.execute(mine.values(dict(values))).rowcount:
        raise LateWriteError(t("This run has ended or was given to another worker; nothing was written."))
