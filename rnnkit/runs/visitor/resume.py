"""A run that is paused or whose worker died waits for its turn again, to go on from a checkpoint."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select, update

from rnnkit.errors import JobError
from rnnkit.runs.scope import no_run
from rnnkit.runs.sql.schema import checkpoints, progress, runs, samples
from rnnkit.runs.states import State
from rnnkit.runs.transitions import transition
from rnnkit.runs.worker.checkpoints import newest_sound
from rnnkit.words import t

# Why a run in this state cannot be resumed. In any other it can, if there is a checkpoint.
REFUSALS: Mapping[State, str] = {
    "queued": "This run waits for its turn already.",
    "running": "This run still works; there is nothing to resume.",
    "finished": "This run came to its end; start a new one from its weights to train further.",
    "stopped": "This run was stopped and kept its best; start a new one from its weights to train further.",
    "diverged": "This run met numbers that are not finite, and would again; train it with other settings.",
    "cancelled": "This run never started; train it again.",
}


def requeue(connection: Connection, run_id: str) -> int:
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
    transition(connection, run_id, "queued")
    afresh = {"step": found.step, "phase": "", "reason": "", "stop_requested": False, "finished": None}
    connection.execute(update(runs).where(runs.c.id == run_id).values(afresh))
    return int(found.step)
