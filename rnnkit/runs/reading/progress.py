"""How training goes, step by step, as far as a scope reaches."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from rnnkit.runs.scope import ScopedDatabase, valid_id
from rnnkit.runs.sql.schema import progress, samples, wishes

CURVE = ("step", "seconds", "train_loss", "valid_loss", "learning_rate")


class ProgressReader:
    """The curves and samples that may be seen."""

    def __init__(self, database: ScopedDatabase) -> None:
        self._database = database

    def curve(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """The losses of a run beyond a step, in the order of the steps."""
        table = self._steps(select(*(progress.c[name] for name in CURVE)), progress, run_id, after)
        return table.astype({"step": "int64", **dict.fromkeys(CURVE[1:], "float64")})

    def samples(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """What a language model wrote while it was trained, beyond a step: step, seconds, text."""
        return self._steps(select(samples.c.step, samples.c.seconds, samples.c.text), samples, run_id, after)

    def wishes(self, run_id: str) -> pd.DataFrame:
        """What was asked of a run while it trained: kind, and the step it was done after, NaN if not yet."""
        query = select(wishes.c.kind, wishes.c.step).where(wishes.c.run_id == valid_id(run_id))
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            rows = connection.execute(query.order_by(wishes.c.number)).all()
        frame = pd.DataFrame(list(map(tuple, rows)), columns=["kind", "step"])
        return frame.astype({"step": "float64"})

    def _steps(self, columns: Select[Any], table: Any, run_id: str, after: int) -> pd.DataFrame:
        """The rows beyond a step; an attempt goes on behind the step at which the one before left off."""
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            of_run = (table.c.run_id == valid_id(run_id), table.c.step > after)
            result = connection.execute(columns.where(*of_run).order_by(table.c.step))
            return pd.DataFrame(list(map(tuple, result)), columns=list(result.keys()))
