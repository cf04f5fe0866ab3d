"""Checkpoints of runs, as rows of the store: kept while a run works, there to go on from if its worker died.

A checkpoint is a row with its hash. The one before stays until the next but one is there, so a damaged
newest costs a few seconds and not the run.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rnnkit.errors import JobError
from rnnkit.files.encoding import sha256
from rnnkit.runs.queue import hold, move
from rnnkit.runs.reading import no_run
from rnnkit.runs.sql.database import Part
from rnnkit.runs.sql.schema import checkpoints, progress, runs, samples
from rnnkit.runs.states import State
from rnnkit.words import t

KEPT = 2  # checkpoints of a run, the newest

# Why a run in this state cannot be resumed. In any other it can, if there is a checkpoint.
REFUSALS: Mapping[State, str] = {
    "queued": "This run waits for its turn already.",
    "running": "This run still works; there is nothing to resume.",
    "finished": "This run came to its end; start a new one from its weights to train further.",
    "stopped": "This run was stopped and kept its best; start a new one from its weights to train further.",
    "diverged": "This run met numbers that are not finite, and would again; train it with other settings.",
    "cancelled": "This run never started; train it again.",
}


@dataclass(frozen=True)
class Checkpoint:
    """That there is a checkpoint: of which step, and since when."""

    step: int
    at: datetime


class Checkpoints(Part):
    """What a worker does with the checkpoints of the run that it holds."""

    def keep_checkpoint(self, run_id: str, attempt: int, step: int, content: bytes) -> None:
        """Keep what a run can go on from; `LateWriteError` for one that is not held."""
        row = {"run_id": run_id, "attempt": attempt, "step": step, "at": time.time(), "content": content}
        row["sha256"] = sha256(content)
        with self._database.writing() as connection:
            hold(connection, run_id, attempt, {"updated": time.time()})
            forget_from(connection, run_id, step)
            connection.execute(insert(checkpoints).values(row))
            forget_older(connection, run_id)

    def checkpoint_content(self, run_id: str) -> bytes | None:
        """The newest checkpoint of a run whose bytes are those that were kept."""
        with self._database.reading() as connection:
            found = newest_sound(connection, run_id)
        return None if found is None else bytes(found.content)


def forget_from(connection: Connection, run_id: str, step: int) -> None:
    """Drop the checkpoints of a run from a step on: it comes there once more."""
    later = (checkpoints.c.run_id == run_id, checkpoints.c.step >= step)
    connection.execute(delete(checkpoints).where(*later))


def forget_older(connection: Connection, run_id: str) -> None:
    """Drop all checkpoints of a run but the newest few."""
    of_run = checkpoints.c.run_id == run_id
    kept = select(checkpoints.c.step).where(of_run).order_by(checkpoints.c.step.desc()).limit(KEPT)
    steps = connection.execute(kept).scalars().all()
    connection.execute(delete(checkpoints).where(of_run, checkpoints.c.step.not_in(steps)))


def newest(connection: Connection, run_id: str) -> Checkpoint | None:
    """The newest of a run, without looking whether it is sound."""
    columns = select(checkpoints.c.step, checkpoints.c.at).where(checkpoints.c.run_id == run_id)
    row = connection.execute(columns.order_by(checkpoints.c.step.desc()).limit(1)).first()
    return None if row is None else Checkpoint(row.step, datetime.fromtimestamp(row.at, UTC))


def newest_sound(connection: Connection, run_id: str) -> Any:
    """The row of the newest one whose bytes are those that were kept; `None` if there is none."""
    rows = select(checkpoints).where(checkpoints.c.run_id == run_id).order_by(checkpoints.c.step.desc())
    return next((row for row in connection.execute(rows) if sha256(row.content) == row.sha256), None)


def go_back(connection: Connection, run_id: str) -> int:
    """Put a run back into the queue, to go on from its newest sound checkpoint, and give the step of that.

    What it did after that is dropped, so that its curve stays one curve. Raises `JobError` with one sentence
    for a run that cannot go on, `NotFoundError` for one that was deleted just now.
    """
    state = connection.execute(select(runs.c.state).where(runs.c.id == run_id).with_for_update()).scalar()
    if state is None:
        raise no_run()
    if state in REFUSALS:
        raise JobError(t(REFUSALS[state]))
    found = newest_sound(connection, run_id)
    if found is None:
        raise JobError(t("There is no sound checkpoint of this run; train it again."))
    for table in (checkpoints, progress, samples):
        connection.execute(delete(table).where(table.c.run_id == run_id, table.c.step > found.step))
    move(connection, run_id, "queued")
    afresh = {"step": found.step, "phase": "", "reason": "", "stop_requested": False, "finished": None}
    connection.execute(update(runs).where(runs.c.id == run_id).values(afresh))
    return int(found.step)
