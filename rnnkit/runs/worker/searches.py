"""What whoever drives searches does with any of them: trials started, resumed, stopped; the best scored."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rnnkit.errors import JobError
from rnnkit.files.encoding import clean_text, new_id, sha256
from rnnkit.runs.orders import Order, write_queued
from rnnkit.runs.reading.results import FILE
from rnnkit.runs.sql.database import Database, advisory_lock
from rnnkit.runs.sql.rows import Search, to_search
from rnnkit.runs.sql.schema import artifacts, checkpoints, runs, searches
from rnnkit.runs.states import SearchState
from rnnkit.runs.transitions import ask_to_stop
from rnnkit.runs.trial_result import CHECKPOINT
from rnnkit.runs.trials import trials_of
from rnnkit.runs.visitor.resume import requeue
from rnnkit.search.moves import Start
from rnnkit.search.trials import Trial


class Searches:
    """The searches of all visitors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def active(self) -> list[Search]:
        """Those that go on, oldest first."""
        query = select(searches).where(searches.c.state == "running").order_by(searches.c.created)
        with self._database.reading() as connection:
            return [to_search(row._asdict()) for row in connection.execute(query)]

    def trials(self, search_id: str) -> list[Trial]:
        """The trials of a search as they stand."""
        with self._database.reading() as connection:
            return trials_of(connection, search_id)

    def worked(self, search_id: str, seconds: float) -> None:
        """Write down how long a search has been worked on."""
        with self._database.writing() as connection:
            mine = update(searches).where(searches.c.id == search_id)
            connection.execute(mine.values(seconds=seconds))

    def start(self, search: Search, starts: Mapping[str, tuple[Start, Order]]) -> None:
        """Put trials into the queue, by the ids of their runs, as long as the search goes on."""
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            if _goes_on(connection, search.id):
                orders = {run_id: order for run_id, (_, order) in starts.items()}
                write_queued(
                    connection, search.viewer, orders, search.dataset_id, group=search.id, search=search.id
                )

    def resume(self, run_ids: Collection[str]) -> None:
        """Let trials go on whose workers died; one whose checkpoint is damaged loses it, and starts anew."""
        for run_id in run_ids:
            try:
                with self._database.writing() as connection:
                    requeue(connection, run_id)
            except JobError:
                with self._database.writing() as connection:
                    connection.execute(delete(checkpoints).where(checkpoints.c.run_id == run_id))

    def stop(self, run_ids: Collection[str], reason: str) -> None:
        """End trials: what they have reached counts."""
        with self._database.writing() as connection:
            for run_id in run_ids:
                ask_to_stop(connection, run_id, reason)

    def forget(self, run_ids: Collection[str]) -> None:
        """Drop the checkpoints of rounds from which nobody goes on."""
        with self._database.writing() as connection:
            forget_checkpoints(connection, run_ids)

    def score(self, search: Search, order: Order, trial: str = "") -> str:
        """Put the run of the best settings into the queue, and give its id; that alone opens the test part.

        Where a trial has trained it already, the run goes on from its end, with nothing left but the score.
        """
        run_id = new_id()
        with self._database.writing() as connection:
            advisory_lock(connection, "queue")
            if not _goes_on(connection, search.id):
                return ""
            write_queued(connection, search.viewer, {run_id: order}, search.dataset_id)
            if trial:
                _hand_over(connection, trial, run_id)
            connection.execute(update(searches).where(searches.c.id == search.id).values(winner=run_id))
        return run_id

    def end(self, search_id: str, state: SearchState, reason: str = "") -> None:
        """Bring a search to its end, and drop what only served to go on."""
        ended = {"state": state, "reason": clean_text(reason), "finished": time.time()}
        with self._database.writing() as connection:
            going = (searches.c.id == search_id, searches.c.state == "running")
            connection.execute(update(searches).where(*going).values(ended))
            mine = connection.execute(select(runs.c.id).where(runs.c.search == search_id)).scalars().all()
            forget_checkpoints(connection, mine)


def forget_checkpoints(connection: Connection, run_ids: Collection[str]) -> None:
    """Drop what trials could go on from."""
    kept = (artifacts.c.run_id.in_(run_ids), artifacts.c.name == FILE + CHECKPOINT)
    connection.execute(delete(artifacts).where(*kept))
    connection.execute(delete(checkpoints).where(checkpoints.c.run_id.in_(run_ids)))


def settings_of_search(search: Search) -> list[dict[str, Any]]:
    """What is tried: `config`, settings of the task as JSON values, and `megabytes`, in order."""
    found: list[dict[str, Any]] = json.loads(search.settings)
    return found


def _goes_on(connection: Connection, search_id: str) -> bool:
    query = select(searches.c.state).where(searches.c.id == search_id).with_for_update()
    return connection.execute(query).scalar() == "running"


def _hand_over(connection: Connection, trial: str, run_id: str) -> None:
    """Let a run begin where a trial ended."""
    query = select(artifacts.c.content, runs.c.step).join(runs, runs.c.id == artifacts.c.run_id)
    row = connection.execute(query.where(runs.c.id == trial, artifacts.c.name == FILE + CHECKPOINT)).first()
    if row is not None:
        values = {"run_id": run_id, "step": row.step, "attempt": 0, "at": time.time(), "content": row.content}
        connection.execute(insert(checkpoints).values(values | {"sha256": sha256(row.content)}))
