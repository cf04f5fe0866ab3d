"""Data sets, as far as a scope reaches."""

from collections.abc import Collection

from sqlalchemy import exists, select

from rnnkit.runs.scope import ScopedDatabase, no_data, valid_id
from rnnkit.runs.sql.rows import Dataset, Run, to_dataset
from rnnkit.runs.sql.schema import datasets, runs


class Datasets:
    """The data that may be seen."""

    def __init__(self, database: ScopedDatabase) -> None:
        self._database = database

    def get(self, dataset_id: str) -> Dataset:
        """A data set with its bytes. Raises `NotFoundError` where none may be seen."""
        scope = self._database.scope
        query = select(datasets).where(datasets.c.id == valid_id(dataset_id), scope.datasets)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise no_data()
        return to_dataset(row._asdict())

    def names(self, runs_: Collection[Run]) -> dict[str, str]:
        """What the data of runs is called, by its id; without its bytes."""
        ids = {run.dataset_id for run in runs_}
        used = exists().where(runs.c.dataset_id == datasets.c.id, self._database.scope.runs)
        query = select(datasets.c.id, datasets.c.name).where(datasets.c.id.in_(ids), used)
        with self._database.reading() as connection:
            return {row.id: row.name for row in connection.execute(query)}
