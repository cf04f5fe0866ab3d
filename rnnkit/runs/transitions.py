"""Steps from one state of a run to the next: each a guarded UPDATE, each written down."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from rnnkit.errors import JobError
from rnnkit.files.encoding import clean_text
from rnnkit.runs.sql.schema import checkpoints, events, runs
from rnnkit.runs.states import DONE, ENDED, State, sources
from rnnkit.words import t


class LateWriteError(JobError):
    """A worker wrote to a run that is no longer its own: it ended, or was given to another."""


def ask_to_stop(
    connection: Connection, run_id: str, reason: str = "", allowed: ColumnElement[bool] | None = None
) -> None:
    """Take a run out of the queue, or ask its worker to stop; one that waits to go on keeps its best."""
    allowed = true() if allowed is None else allowed
    begun = exists().where(checkpoints.c.run_id == runs.c.id)
    works = or_(runs.c.state == "running", and_(runs.c.state == "queued", begun))
    values: dict[str, Any] = {"stop_requested": True} | ({"reason": clean_text(reason)} if reason else {})
    ask = update(runs).where(runs.c.id == run_id, works, allowed).values(values)
    if not transition(connection, run_id, "cancelled", allowed=and_(allowed, ~begun)):
        connection.execute(ask)


def transition(
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
        asked = case((runs.c.stop_requested, runs.c.reason), else_="")  # why it is to end, while it paused
        values |= {"worker": worker, "attempt": runs.c.attempt + 1, "started": now, "reason": asked}
    if state != "running":
        values |= {"pid": None, "eta": None}
    if state in ENDED:
        values["finished"] = now
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
    record_event(connection, run_id, current, state)
    return True


def record_event(connection: Connection, run_id: str, attempt: int, state: State) -> None:
    """Write down that a run came to a state."""
    row = {"run_id": run_id, "attempt": attempt, "state": state, "at": time.time()}
    connection.execute(insert(events).values(row))


def update_owned(connection: Connection, run_id: str, attempt: int, values: Mapping[str, Any]) -> None:
    """Change a run only while it is running and this attempt holds it."""
    mine = update(runs).where(runs.c.id == run_id, runs.c.state == "running", runs.c.attempt == attempt)
    if not connection.execute(mine.values(dict(values))).rowcount:
        raise LateWriteError(t("This run has ended or was given to another worker; nothing was written."))
