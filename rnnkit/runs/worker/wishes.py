"""The side of the worker: what was asked of its run, looked up now and then, and that it was done."""

import logging
import time
from collections.abc import Callable, Sequence

from sqlalchemy import select, update

from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.sql.schema import wishes
from rnnkit.training.wishes import Wish

log = logging.getLogger(__name__)

EVERY = 0.2  # seconds between two looks


class WishTable:
    """The wishes of all runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def asked(self, run_id: str, after: int) -> list[Wish]:
        """What was asked of a run behind the wish with this number, in order."""
        query = select(wishes.c.number, wishes.c.kind).where(
            wishes.c.run_id == run_id, wishes.c.number > after
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(wishes.c.number)).all()
        return [Wish(row.number, row.kind) for row in rows]

    def note_step(self, numbers: dict[int, int]) -> None:
        """Write down at which step each of these wishes was granted."""
        with self._database.writing() as connection:
            for number, step in numbers.items():
                connection.execute(update(wishes).where(wishes.c.number == number).values(step=step))


class StoreWishes:
    """What is asked of one run; see `rnnkit.training.wishes`. A store that is silent is asked later."""

    def __init__(self, table: WishTable, run_id: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._table, self._run_id, self._clock = table, run_id, clock
        self._next = 0.0
        self._granted: dict[int, int] = {}  # that the store has yet to take

    def asked(self, after: int) -> Sequence[Wish]:
        """New wishes, at most a few times a second."""
        if self._clock() < self._next:
            return ()
        self._next = self._clock() + EVERY
        try:
            self._note()
            return self._table.asked(self._run_id, after)
        except StoreError as error:
            log.warning("Wishes wait: %s", error)
            return ()

    def granted(self, wish: Wish, step: int) -> None:
        """A wish was granted, after so many steps."""
        self._granted[wish.number] = step
        try:
            self._note()
        except StoreError as error:
            log.warning("A wish was granted and is noted later: %s", error)

    def _note(self) -> None:
        if self._granted:
            self._table.note_step(self._granted)
            self._granted.clear()
