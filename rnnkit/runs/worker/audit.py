"""Whether a store is sound: what has to be true of it after whatever happened. Changes nothing.

Only tests ask; it is the definition of a sound store, kept beside what has to hold to it.
"""

from collections.abc import Iterator
from itertools import groupby, pairwise

from sqlalchemy import Connection, func, select

from rnnkit.files.encoding import sha256
from rnnkit.runs.reading.results import SUMMARY, WEIGHTS
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import artifacts, checkpoints, datasets, events, progress, runs, samples
from rnnkit.runs.states import DONE, PLAYABLE, TRANSITIONS
from rnnkit.words import t

REASONED = frozenset({"failed", "interrupted", "diverged"})  # a person wants to know why
WITH_RESULTS = frozenset({"finished", "stopped"})


def audit(database: Database) -> list[str]:
    """What is wrong, a sentence each; nothing for a sound store, whoever was killed while writing to it."""
    with database.reading() as connection:
        return [sentence for check in CHECKS for sentence in check(connection)]


def check_states(connection: Connection) -> Iterator[str]:
    """Every run is in one known state, with what belongs to it and nothing else."""
    for run in connection.execute(select(runs)):
        if run.state not in TRANSITIONS:
            yield t("Run {run} is in a state that does not exist: {state}.", run=run.id, state=run.state)
        if (run.state in PLAYABLE) != (run.finished is None):
            yield t("Run {run} is {state}, but its end says otherwise.", run=run.id, state=run.state)
        if run.state in REASONED and not run.reason:
            yield t("Run {run} is {state} without a reason.", run=run.id, state=run.state)
        if run.state != "running" and run.pid is not None:
            yield t("Run {run} is {state}, but has a process.", run=run.id, state=run.state)


def check_histories(connection: Connection) -> Iterator[str]:
    """Every run came to its state by legal steps; each start of work is a new attempt."""
    rows = connection.execute(select(events).order_by(events.c.run_id, events.c.number)).all()
    known = {run_id: list(group) for run_id, group in groupby(rows, lambda row: row.run_id)}
    for run in connection.execute(select(runs.c.id, runs.c.attempt, runs.c.state)):
        steps = [(row.attempt, row.state) for row in known.get(run.id, [])]
        if not steps or steps[0] != (0, "queued"):
            yield t("Run {run} has no beginning.", run=run.id)
            continue
        for before, after in pairwise(steps):
            if not legal(before, after):
                yield t("Run {run} went from {before} to {after}.", run=run.id, before=before, after=after)
        if steps[-1] != (run.attempt, run.state):
            yield t("Run {run} is {state}, but its history is not.", run=run.id, state=run.state)


def legal(before: tuple[int, str], after: tuple[int, str]) -> bool:
    """Whether an attempt in one state may be followed by an attempt in another."""
    allowed = after[1] in TRANSITIONS.get(before[1], ())  # type: ignore[call-overload]  # any word may stand there
    return allowed and after[0] == before[0] + (after[1] == "running")


def check_curves(connection: Connection) -> Iterator[str]:
    """Steps only go up, also from one attempt to the next: no step was told twice."""
    for table in (progress, samples):
        order = (table.c.run_id, table.c.attempt, table.c.step)
        for before, after in pairwise(connection.execute(select(*order).order_by(*order)).all()):
            if before.run_id == after.run_id and before.step >= after.step:
                yield t("Run {run} told step {step} more than once.", run=after.run_id, step=after.step)


def check_checkpoints(connection: Connection) -> Iterator[str]:
    """A checkpoint is of a run that may go on, and the curve reaches as far as it does."""
    last = func.coalesce(func.max(progress.c.step), -1).label("last")
    query = (
        select(checkpoints.c.run_id, checkpoints.c.step, runs.c.state, last)
        .join(runs, runs.c.id == checkpoints.c.run_id)
        .outerjoin(progress, progress.c.run_id == checkpoints.c.run_id)
        .group_by(checkpoints.c.run_id, checkpoints.c.step, runs.c.state)
    )
    for row in connection.execute(query):
        if row.state in DONE:
            yield t("Run {run} is {state}, but has a checkpoint.", run=row.run_id, state=row.state)
        if row.last < row.step:
            yield t("Run {run} has a checkpoint of a step that its curve lacks.", run=row.run_id)


def check_results(connection: Connection) -> Iterator[str]:
    """A run that came to its end has its scores and its weights."""
    names = select(artifacts.c.run_id, artifacts.c.name).where(artifacts.c.name.in_([SUMMARY, WEIGHTS]))
    there = {(row.run_id, row.name) for row in connection.execute(names)}
    for run in connection.execute(select(runs.c.id, runs.c.state).where(runs.c.state.in_(WITH_RESULTS))):
        for name in (SUMMARY, WEIGHTS):
            if (run.id, name) not in there:
                yield t("Run {run} is {state}, but has no {name}.", run=run.id, state=run.state, name=name)


def check_contents(connection: Connection) -> Iterator[str]:
    """All bytes are those that were kept."""
    for table, key in ((datasets, "id"), (artifacts, "run_id"), (checkpoints, "run_id")):
        columns = select(table.c[key].label("key"), table.c.content, table.c.sha256)
        for row in connection.execute(columns):
            if sha256(row.content) != row.sha256:
                yield t("Bytes in {table} of {key} were changed.", table=table.name, key=row.key)


def check_file(connection: Connection) -> Iterator[str]:
    """SQLite finds its own file sound, and no row without the row that it belongs to."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield t("The file of the store is damaged: {said}.", said=said)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield t("A row of {table} belongs to nothing.", table=row[0])


CHECKS = (
    check_states,
    check_histories,
    check_curves,
    check_checkpoints,
    check_results,
    check_contents,
    check_file,
)
