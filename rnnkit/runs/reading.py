"""Reading what happened, by somebody who may see some of it: runs, curves, results, data.

What may be seen is a condition in every query. What exists for others only is answered like what does
not exist, so nobody learns which ids are in use.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select, true

from rnnkit.config.stored import lifted
from rnnkit.errors import NotFoundError
from rnnkit.files.encoding import checked, from_arrow
from rnnkit.files.weight_names import present_weights
from rnnkit.runs.fair_queue import select_runs
from rnnkit.runs.sql.database import Database, Part
from rnnkit.runs.sql.rows import Dataset, Run, to_dataset, to_run
from rnnkit.runs.sql.schema import artifacts, datasets, events, progress, runs, samples
from rnnkit.runs.states import State
from rnnkit.words import t

SUMMARY = "summary"
WEIGHTS = "weights"
FRAME = "frame/"
FILE = "file/"
CURVE = ("step", "seconds", "train_loss", "valid_loss", "learning_rate")
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


@dataclass(frozen=True)
class Scope:
    """What somebody may see: conditions on the runs, on those whose weights they get, and on the data."""

    runs: ColumnElement[bool]
    weights: ColumnElement[bool]
    datasets: ColumnElement[bool]


EVERYTHING = Scope(true(), true(), true())


class StoreReader(Part):
    """Everything that can be looked at, as far as the scope reaches."""

    gives_weights = True
    gives_data = True

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope

    # Data sets

    def dataset(self, dataset_id: str) -> Dataset:
        """A data set with its bytes."""
        query = select(datasets).where(datasets.c.id == tidy(dataset_id), self._scope.datasets)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise no_data()
        return to_dataset(row._asdict())

    def dataset_names(self, runs_: Collection[Run]) -> dict[str, str]:
        """What the data of runs is called, by its id; without its bytes."""
        ids = {run.dataset_id for run in runs_}
        used = exists().where(runs.c.dataset_id == datasets.c.id, self._scope.runs)
        query = select(datasets.c.id, datasets.c.name).where(datasets.c.id.in_(ids), used)
        with self._database.reading() as connection:
            return {row.id: row.name for row in connection.execute(query)}

    # Runs

    def run(self, run_id: str) -> Run:
        """A run as it stands now."""
        with self._database.reading() as connection:
            row = connection.execute(select_runs().where(self._that(run_id))).first()
        if row is None:
            raise no_run()
        return to_run(row._asdict())

    def runs(
        self,
        group: str | None = None,
        states: Collection[State] | None = None,
        limit: int | None = None,
    ) -> list[Run]:
        """Runs in the order they were asked for; with a limit, the newest of them."""
        query = select_runs().where(self._scope.runs).order_by(runs.c.number.desc()).limit(limit)
        if group is not None:
            query = query.where(runs.c.group == tidy(group))
        if states is not None:
            query = query.where(runs.c.state.in_(states))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [to_run(row._asdict()) for row in reversed(rows)]

    def history(self, run_id: str) -> list[tuple[int, State]]:
        """Every state a run was in, in order, with the attempt that brought it there."""
        query = select(events.c.attempt, events.c.state).where(events.c.run_id == tidy(run_id))
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            rows = connection.execute(query.order_by(events.c.number)).all()
        return [(row.attempt, row.state) for row in rows]

    # Progress

    def curve(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """The losses of a run beyond a step, in the order of the steps."""
        table = self._steps(select(*(progress.c[name] for name in CURVE)), progress, run_id, after)
        return table.astype({"step": "int64", **dict.fromkeys(CURVE[1:], "float64")})

    def samples(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """What a language model wrote while it was trained, beyond a step: step, seconds, text."""
        return self._steps(select(samples.c.step, samples.c.seconds, samples.c.text), samples, run_id, after)

    # Results

    def summary(self, run_id: str) -> dict[str, Any]:
        """What a run found, as JSON-able values."""
        return _summary(self._artifact(run_id, SUMMARY))

    def summaries(self, run_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """What several runs found, in one read; runs without results are left out."""
        query = select(artifacts).join(runs, runs.c.id == artifacts.c.run_id).where(self._scope.runs)
        wanted = (runs.c.id.in_([tidy(run_id) for run_id in run_ids]), artifacts.c.name == SUMMARY)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(*wanted)).all()
        return {row.run_id: _summary(checked(row.content, row.sha256)) for row in rows}

    def frames(self, run_id: str) -> tuple[str, ...]:
        """The names of the frames a run left."""
        query = select(artifacts.c.name).where(artifacts.c.run_id == tidy(run_id)).order_by(artifacts.c.name)
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            names = connection.execute(query).scalars().all()
        return tuple(name.removeprefix(FRAME) for name in names if name.startswith(FRAME))

    def frame(self, run_id: str, name: str) -> pd.DataFrame:
        """One frame of the results."""
        return from_arrow(self._artifact(run_id, FRAME + name))

    def weights(self, run_id: str) -> bytes:
        """The trained weights as safetensors bytes."""
        return present_weights(self._artifact(run_id, WEIGHTS, self._scope.weights))

    def files(self, run_id: str) -> dict[str, bytes]:
        """What the model needs beside its weights to be used elsewhere, by name; seen like the weights."""
        query = select(artifacts).join(runs, runs.c.id == artifacts.c.run_id).order_by(artifacts.c.name)
        wanted = (self._that(run_id), self._scope.weights, artifacts.c.name.startswith(FILE))
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            rows = connection.execute(query.where(*wanted)).all()
        return {row.name.removeprefix(FILE): checked(row.content, row.sha256) for row in rows}

    # How it is asked

    def _that(self, run_id: str) -> ColumnElement[bool]:
        """The run with this id, if it may be seen."""
        return and_(runs.c.id == tidy(run_id), self._scope.runs)

    def _attempt(self, connection: Connection, run_id: str) -> int:
        """The latest attempt of a run that may be seen."""
        attempt = connection.execute(select(runs.c.attempt).where(self._that(run_id))).scalar()
        if attempt is None:
            raise no_run()
        return int(attempt)

    def _steps(self, columns: Select[Any], table: Any, run_id: str, after: int) -> pd.DataFrame:
        """The rows beyond a step; an attempt goes on behind the step at which the one before left off."""
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            of_run = (table.c.run_id == tidy(run_id), table.c.step > after)
            result = connection.execute(columns.where(*of_run).order_by(table.c.step))
            return pd.DataFrame(list(map(tuple, result)), columns=list(result.keys()))

    def _artifact(self, run_id: str, name: str, allowed: ColumnElement[bool] | None = None) -> bytes:
        query = select(artifacts.c.content, artifacts.c.sha256).join(runs, runs.c.id == artifacts.c.run_id)
        query = query.where(self._that(run_id), artifacts.c.name == printable(name))
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            row = connection.execute(query if allowed is None else query.where(allowed)).first()
        if row is None:
            raise NotFoundError(t("This run has no such result."))
        return checked(row.content, row.sha256)


def _summary(content: bytes) -> dict[str, Any]:
    """What a run found, its settings in the form of this version."""
    found: dict[str, Any] = json.loads(content)
    return found | {"config": lifted(found["config"])} if isinstance(found.get("config"), dict) else found


def tidy(given: str) -> str:
    """An id as it was given, or one that nothing ever has where no id can look like that."""
    return given if _ID.fullmatch(given) else "?"


def printable(given: str) -> str:
    """A name that can be looked for in every database, or one that nothing has."""
    return given if given.isascii() and given.isprintable() else "?"


def no_run() -> NotFoundError:
    """The answer for a run that does not exist and for one of somebody else."""
    return NotFoundError(t("Run not found or not shared with you."))


def no_data() -> NotFoundError:
    """The answer for data that does not exist and for data of somebody else."""
    return NotFoundError(t("Data not found; load the file again."))
