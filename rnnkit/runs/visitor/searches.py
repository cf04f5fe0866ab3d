"""The searches of one visitor: asked for, looked at, stopped, deleted."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from rnnkit.errors import ConfigError, JobError, LimitError, NotFoundError
from rnnkit.files.encoding import clean_text, new_id
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.rooms.locks import check_search
from rnnkit.runs.scope import ScopedDatabase, no_data, valid_id
from rnnkit.runs.sql import store_copies
from rnnkit.runs.sql.database import advisory_lock
from rnnkit.runs.sql.rows import Search, to_search
from rnnkit.runs.sql.schema import datasets, runs, searches
from rnnkit.runs.states import ACTIVE
from rnnkit.runs.transitions import ask_to_stop
from rnnkit.runs.trials import measure_of, trials_of
from rnnkit.runs.visitor import uses
from rnnkit.runs.worker.searches import forget_checkpoints
from rnnkit.search.settings import SearchConfig
from rnnkit.search.trials import Trial, units_of
from rnnkit.training.room import check_megabytes
from rnnkit.words import t

AT_ONCE = 2  # searches of one visitor that go on at the same time
KEPT = 20  # searches of one visitor; the longest unseen go first
MOST_UNITS = 240  # trainings of a first round


@dataclass(frozen=True)
class Tried:
    """Settings that are tried: of the task, as JSON values, and the megabytes they are expected to take."""

    config: dict[str, Any]
    megabytes: float


class VisitorSearches:
    """Searches as one visitor may use them. One counts as one run of the hour: its time is as limited."""

    def __init__(self, database: ScopedDatabase, viewer: str, quotas: Quotas) -> None:
        self._database, self._viewer, self._quotas = database, viewer, quotas

    def ask(
        self, task: str, config: SearchConfig, tried: Sequence[Tried], dataset_id: str, label: str = ""
    ) -> str:
        """Begin a search and return its id, which nobody can guess.

        Raises `NotFoundError` for data that may not be seen, `LimitError` for more than one may ask for.
        """
        self._quotas.check_storage(self._database.file, self._database.size())
        self._check(config, tried)
        search_id, now = new_id(), time.time()
        row = {
            "id": search_id,
            "viewer": self._viewer,
            "task": task,
            "dataset_id": dataset_id,
            "label": clean_text(label),
            "config": config.model_dump_json(),
            "settings": json.dumps([vars(each) for each in tried]),
            "state": "running",
            "created": now,
            "seen": now,
        }
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            self._admit(connection, dataset_id, now)
            connection.execute(insert(searches).values(row))
            newest = select(searches.c.id).where(self._mine).order_by(searches.c.seen.desc()).limit(KEPT)
            connection.execute(
                delete(searches).where(
                    self._mine, searches.c.state != "running", searches.c.id.not_in(newest)
                )
            )
        return search_id

    def _admit(self, connection: Connection, dataset_id: str, now: float) -> None:
        """Check that the data may be searched on, and what one visitor may ask for."""
        own = select(datasets.c.id).where(
            datasets.c.id == valid_id(dataset_id), self._database.scope.datasets
        )
        if connection.execute(own).first() is None:
            raise no_data()
        check_search(connection, dataset_id)
        going = select(func.count()).select_from(searches).where(self._mine, searches.c.state == "running")
        if connection.execute(going).scalar_one() >= AT_ONCE:
            raise LimitError(
                t("At most {limit} of your searches may go on at once; stop one first.", limit=AT_ONCE)
            )
        number, oldest_age = uses.recent(connection, self._viewer, "run", now)
        self._quotas.check_hour(number, 1, oldest_age)
        uses.count_use(connection, self._viewer, "run", 1, now)

    def get(self, search_id: str) -> Search:
        """A search as it stands. Raises `NotFoundError` for one that is not there, or somebody else's."""
        with self._database.reading() as connection:
            row = connection.execute(select(searches).where(self._one(search_id))).first()
        if row is None:
            raise no_search()
        return to_search(row._asdict())

    def find(self) -> list[Search]:
        """All searches, the newest first."""
        query = select(searches).where(self._mine).order_by(searches.c.created.desc())
        with self._database.reading() as connection:
            return [to_search(row._asdict()) for row in connection.execute(query)]

    def trials(self, search_id: str) -> list[Trial]:
        """The trials of a search as they stand."""
        self.get(search_id)
        with self._database.reading() as connection:
            return trials_of(connection, search_id)

    def measure(self, search_id: str) -> str:
        """What its trials are measured in."""
        self.get(search_id)
        with self._database.reading() as connection:
            return measure_of(connection, search_id)

    def stop(self, search_id: str) -> None:
        """End a search now: what was tried stays, and the test part stays closed."""
        with self._database.writing() as connection:
            going = (self._one(search_id), searches.c.state == "running")
            ended = {"state": "stopped", "finished": time.time()}
            if not connection.execute(update(searches).where(*going).values(ended)).rowcount:
                return
            query = select(runs.c.id).where(runs.c.search == search_id)
            for run_id in connection.execute(query.where(runs.c.state.in_(ACTIVE))).scalars().all():
                ask_to_stop(connection, run_id, allowed=self._database.scope.runs)
            winner = select(searches.c.winner).where(self._one(search_id))
            if opened := connection.execute(winner).scalar():
                ask_to_stop(connection, opened, allowed=self._database.scope.runs)
            forget_checkpoints(connection, connection.execute(query).scalars().all())

    def delete(self, search_id: str) -> None:
        """Remove a search with its trials; the run of the best settings stays. Refuses one that goes on."""
        with self._database.writing() as connection:
            ended = (self._one(search_id), searches.c.state != "running")
            if not connection.execute(delete(searches).where(*ended)).rowcount:
                if connection.execute(select(searches.c.id).where(self._one(search_id))).first() is None:
                    raise no_search()
                raise JobError(t("This search still goes on; stop it before you delete it."))
        if file := self._database.file:
            store_copies.forget_search(file, search_id)

    def touch(self, search_id: str) -> None:
        """Write down that a search was looked at, so that it and its data are kept."""
        with self._database.writing() as connection:
            mine = update(searches).where(self._one(search_id))
            connection.execute(mine.values(seen=time.time()))

    @property
    def _mine(self) -> Any:
        return searches.c.viewer == self._viewer

    def _one(self, search_id: str) -> Any:
        return (searches.c.id == valid_id(search_id)) & self._mine

    def _check(self, config: SearchConfig, tried: Sequence[Tried]) -> None:
        """Refuse what no search of this host can do."""
        if (config.budget or 0.0) > self._quotas.run_seconds:
            raise LimitError(
                t("A search may take at most {seconds:,.0f} s here.", seconds=self._quotas.run_seconds)
            )
        for each in tried:
            check_megabytes(each.megabytes)
        if (number := len(units_of(config, range(len(tried)), 0))) > MOST_UNITS:
            raise ConfigError(
                t(
                    "{number} trainings are too many for one search, at most {most}: try fewer settings, "
                    "folds or seeds.",
                    number=number,
                    most=MOST_UNITS,
                )
            )


def no_search() -> NotFoundError:
    """The answer for a search that does not exist and for one of somebody else."""
    return NotFoundError(t("There is no such search here; it may have been deleted."))
