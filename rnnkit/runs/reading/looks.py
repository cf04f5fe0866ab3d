"""Runs at one moment, in one read: where they stand, their curves, what was asked of them, what they show.

A page looks at runs that train once a second, and so does everybody's: what is read apart costs each of them
a connection and two statements for every run and every question.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, Table, func, select

from rnnkit.files.encoding import checked
from rnnkit.runs.fair_queue import select_runs
from rnnkit.runs.reading.progress import CURVE
from rnnkit.runs.reading.results import DRAWING
from rnnkit.runs.scope import ScopedDatabase, no_run, valid_id
from rnnkit.runs.sql.rows import Run, to_run
from rnnkit.runs.sql.schema import artifacts, progress, runs, samples, wishes


class WishedFor(NamedTuple):
    """What a person asked of a run while it trained, and the step it was done after; `None` if not yet."""

    kind: str
    step: int | None


class LastSample(NamedTuple):
    """What a run wrote last."""

    step: int
    seconds: float
    text: str


@dataclass(frozen=True)
class RunLook:
    """Runs in the order asked for; by their ids the losses (`step, seconds, train_loss, valid_loss,
    learning_rate`), what was asked of them, what they drew and wrote last."""

    runs: list[Run]
    curves: dict[str, pd.DataFrame]
    asked: dict[str, list[WishedFor]]
    drawings: dict[str, Any]
    samples: dict[str, LastSample]


class Looks:
    """Runs that may be seen, at a moment."""

    def __init__(self, database: ScopedDatabase) -> None:
        self._database = database

    def at(self, run_ids: Sequence[str]) -> RunLook:
        """All of it. Raises `NotFoundError` where one of the runs may not be seen."""
        wanted = [valid_id(run_id) for run_id in run_ids]
        seen = select_runs().where(runs.c.id.in_(wanted), self._database.scope.runs)
        with self._database.reading() as connection:
            found = {row.id: to_run(row._asdict()) for row in connection.execute(seen)}
            if len(found) < len(set(wanted)):
                raise no_run()
            begun = [run.id for run in found.values() if run.state != "queued" or run.step]
            return RunLook(
                [found[run_id] for run_id in wanted],
                _curves(connection, wanted, begun),
                _asked(connection, wanted),
                _drawings(connection, begun) if begun else {},
                _samples(connection, begun) if begun else {},
            )

    def asked(self, run_ids: Collection[str]) -> dict[str, list[WishedFor]]:
        """What was asked of runs while they trained, in that order. Raises as `at` does."""
        wanted = [valid_id(run_id) for run_id in run_ids]
        seen = select(runs.c.id).where(runs.c.id.in_(wanted), self._database.scope.runs)
        with self._database.reading() as connection:
            if len(connection.execute(seen).all()) < len(set(wanted)):
                raise no_run()
            return _asked(connection, wanted)


# Below, all runs were found to be of those that may be seen.


def _curves(connection: Connection, run_ids: list[str], begun: list[str]) -> dict[str, pd.DataFrame]:
    """Of runs that have not begun, empty ones."""
    query = select(progress.c.run_id, *(progress.c[name] for name in CURVE)).order_by(progress.c.step)
    by_run = _by_run(connection, query, progress, begun) if begun else {}
    return {run_id: _frame(by_run.get(run_id, [])) for run_id in run_ids}


def _frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in CURVE)
    kinds = (np.int64, *[np.float64] * (len(CURVE) - 1))
    held = zip(CURVE, columns, kinds, strict=True)
    return pd.DataFrame({name: np.array(values, dtype=kind) for name, values, kind in held})


def _asked(connection: Connection, run_ids: list[str]) -> dict[str, list[WishedFor]]:
    query = select(wishes.c.run_id, wishes.c.kind, wishes.c.step).order_by(wishes.c.number)
    by_run = _by_run(connection, query, wishes, run_ids)
    return {run_id: [WishedFor(*row) for row in rows] for run_id, rows in by_run.items()}


def _by_run(
    connection: Connection, query: Select[Any], table: Table, run_ids: Iterable[str]
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each run without its id, which is their first value."""
    found: dict[str, list[tuple[Any, ...]]] = {run_id: [] for run_id in run_ids}
    for run_id, *values in connection.execute(query.where(table.c.run_id.in_(list(found)))):
        found[run_id].append(tuple(values))
    return found


def _drawings(connection: Connection, run_ids: list[str]) -> dict[str, Any]:
    query = select(artifacts.c.run_id, artifacts.c.content, artifacts.c.sha256)
    rows = connection.execute(query.where(artifacts.c.run_id.in_(run_ids), artifacts.c.name == DRAWING))
    return {run_id: json.loads(checked(content, digest)) for run_id, content, digest in rows}


def _samples(connection: Connection, run_ids: list[str]) -> dict[str, LastSample]:
    """The last of each; what was written before is not read."""
    query = select(samples.c.run_id, func.max(samples.c.step).label("step"))
    last = query.where(samples.c.run_id.in_(run_ids)).group_by(samples.c.run_id).subquery("last")
    found = select(samples.c.run_id, samples.c.step, samples.c.seconds, samples.c.text).join(
        last, (last.c.run_id == samples.c.run_id) & (last.c.step == samples.c.step)
    )
    return {run_id: LastSample(*values) for run_id, *values in connection.execute(found)}
