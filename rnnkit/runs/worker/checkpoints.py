"""Checkpoints of runs, as rows of the store: kept while a run works, there to go on from if its worker died.

A checkpoint is a row with its hash. The one before stays until the next but one is there, so a damaged
newest costs a few seconds and not the run.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from rnnkit.files.encoding import sha256
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import checkpoints
from rnnkit.runs.transitions import update_owned

KEPT = 2  # checkpoints of a run, the newest


@dataclass(frozen=True)
class Checkpoint:
    """That there is a checkpoint: of which step, and since when."""

    step: int
    at: datetime


class Checkpoints:
    """What a worker does with the checkpoints of the run that it holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, run_id: str, attempt: int, step: int, content: bytes) -> None:
        """Keep what a run can go on from; `LateWriteError` for one that is not held."""
        row = {"run_id": run_id, "attempt": attempt, "step": step, "at": time.time(), "content": content}
        row["sha256"] = sha256(content)
        with self._database.writing() as connection:
            update_owned(connection, run_id, attempt, {"updated": time.time()})
            forget_from(connection, run_id, step)
            connection.execute(insert(checkpoints).values(row))
            forget_older(connection, run_id)

    def newest_content(self, run_id: str) -> bytes | None:
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
    of_run = checkpoints.c.run_id == run_id
    steps = select(checkpoints.c.step).where(of_run).order_by(checkpoints.c.step.desc())
    for step in connection.execute(steps).scalars().all():  # one at a time: each may have many megabytes
        row = connection.execute(select(checkpoints).where(of_run, checkpoints.c.step == step)).first()
        if row is not None and sha256(row.content) == row.sha256:
            return row
    return None
