"""Runs, as far as a scope reaches."""

from collections.abc import Collection

from sqlalchemy import select

from rnnkit.runs.fair_queue import select_runs
from rnnkit.runs.scope import ScopedDatabase, no_run, valid_id
from rnnkit.runs.sql.rows import Run, to_run
from rnnkit.runs.sql.schema import events, runs
from rnnkit.runs.states import State


class Runs:
    """The runs that may be seen."""

    def __init__(self, database: ScopedDatabase) -> None:
        self._database = database

    def get(self, run_id: str) -> Run:
        """A run as it stands now. Raises `NotFoundError` where none may be seen."""
        with self._database.reading() as connection:
            row = connection.execute(select_runs().where(self._database.run(run_id))).first()
        if row is None:
            raise no_run()
        return to_run(row._asdict())

    def find(
        self,
        group: str | None = None,
        states: Collection[State] | None = None,
        limit: int | None = None,
    ) -> list[Run]:
        """Runs in the order they were asked for; with a limit, the newest of them."""
        scope = self._database.scope
        query = select_runs().where(scope.runs).order_by(runs.c.number.desc()).limit(limit)
        if group is not None:
            query = query.where(runs.c.group == valid_id(group))
        if states is not None:
            query = query.where(runs.c.state.in_(states))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [to_run(row._asdict()) for row in reversed(rows)]

    def newest(self, limit: int | None = None, states: Collection[State] | None = None) -> list[Run]:
        """So many of the newest runs that were asked for one by one, oldest first: no trials of searches."""
        query = select_runs().where(self._database.scope.runs, runs.c.search.is_(None))
        query = query if states is None else query.where(runs.c.state.in_(states))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(runs.c.number.desc()).limit(limit)).all()
        return [to_run(row._asdict()) for row in reversed(rows)]

    def history(self, run_id: str) -> list[tuple[int, State]]:
        """Every state a run was in, in order, with the attempt that brought it there."""
        query = select(events.c.attempt, events.c.state).where(events.c.run_id == valid_id(run_id))
        with self._database.reading() as connection:
            self._database.attempt(connection, run_id)
            rows = connection.execute(query.order_by(events.c.number)).all()
        return [(row.attempt, row.state) for row in rows]
