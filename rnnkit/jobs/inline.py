"""Runs that are done right here, in the calling process: for tests and scripts, never for the screen."""

import math
from collections.abc import Mapping

from rnnkit.jobs.identity import my_identity
from rnnkit.runs.execute import JOBS, Job, execute
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.store import Store


class InlineJobs:
    """The same doings as `rnnkit.jobs.client.Jobs`, but `wake` returns when all runs have ended."""

    alive = True

    def __init__(self, store_url: str, tasks: Mapping[str, Job] = JOBS) -> None:
        self._store = Store(store_url)
        self._tasks = tasks
        self._searches = SearchDriver(self._store, longest=math.inf)

    def ensure(self) -> None:
        """Nothing to start."""

    def wake(self) -> None:
        """Do all runs that wait, one after the other, and all searches."""
        goes_on = True
        while goes_on:
            goes_on = self._searches.look(slots=1)
            while run := self._store.queue.claim(my_identity()):
                execute(self._store, run.id, run.attempt, self._tasks)

    def close(self) -> None:
        """Give back the connections to the store."""
        self._store.close()
