"""What ended runs left, as far as a scope reaches: scores, frames, weights, files."""

import json
from collections.abc import Collection
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, select

from rnnkit.config.stored import lifted
from rnnkit.errors import NotFoundError
from rnnkit.files.encoding import checked, from_arrow
from rnnkit.files.weight_names import present_weights
from rnnkit.runs.scope import ScopedDatabase, valid_id, valid_name
from rnnkit.runs.sql.schema import artifacts, runs
from rnnkit.words import t

SUMMARY = "summary"
WEIGHTS = "weights"
DRAWING = "drawing"
FRAME = "frame/"
FILE = "file/"


class Results:
    """The results that may be seen; weights and files only where the scope gives them, too."""

    def __init__(self, database: ScopedDatabase) -> None:
        self._database = database

    def summary(self, run_id: str) -> dict[str, Any]:
        """What a run found, as JSON-able values."""
        return _summary(self._artifact(run_id, SUMMARY))

    def summaries(self, run_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """What several runs found, in one read; runs without results are left out."""
        scope = self._database.scope
        query = select(artifacts).join(runs, runs.c.id == artifacts.c.run_id).where(scope.runs)
        wanted = (runs.c.id.in_([valid_id(run_id) for run_id in run_ids]), artifacts.c.name == SUMMARY)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(*wanted)).all()
        return {row.run_id: _summary(checked(row.content, row.sha256)) for row in rows}

    def frame_names(self, run_id: str) -> tuple[str, ...]:
        """The names of the frames a run left."""
        query = (
            select(artifacts.c.name).where(artifacts.c.run_id == valid_id(run_id)).order_by(artifacts.c.name)
        )
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            names = connection.execute(query).scalars().all()
        return tuple(name.removeprefix(FRAME) for name in names if name.startswith(FRAME))

    def frame(self, run_id: str, name: str) -> pd.DataFrame:
        """One frame of the results."""
        return from_arrow(self._artifact(run_id, FRAME + name))

    def weights(self, run_id: str) -> bytes:
        """The trained weights as safetensors bytes."""
        return present_weights(self._artifact(run_id, WEIGHTS, self._database.scope.weights))

    def files(self, run_id: str) -> dict[str, bytes]:
        """What the model needs beside its weights to be used elsewhere, by name; seen like the weights."""
        query = select(artifacts).join(runs, runs.c.id == artifacts.c.run_id).order_by(artifacts.c.name)
        allowed = (self._database.run(run_id), self._database.scope.weights)
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            rows = connection.execute(query.where(*allowed, artifacts.c.name.startswith(FILE))).all()
        return {row.name.removeprefix(FILE): checked(row.content, row.sha256) for row in rows}

    def _artifact(self, run_id: str, name: str, allowed: ColumnElement[bool] | None = None) -> bytes:
        query = select(artifacts.c.content, artifacts.c.sha256).join(runs, runs.c.id == artifacts.c.run_id)
        query = query.where(self._database.run(run_id), artifacts.c.name == valid_name(name))
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            row = connection.execute(query if allowed is None else query.where(allowed)).first()
        if row is None:
            raise NotFoundError(t("This run has no such result."))
        return checked(row.content, row.sha256)


def _summary(content: bytes) -> dict[str, Any]:
    """What a run found, its settings in the form of this version."""
    found: dict[str, Any] = json.loads(content)
    return found | {"config": lifted(found["config"])} if isinstance(found.get("config"), dict) else found
