"""Runs that are done right here, in the calling process: for tests and scripts, never for the screen."""

from collections.abc import Mapping

from rnnkit.jobs.identity import my_identity
from rnnkit.runs.execute import TASKS, Task, execute
from rnnkit.runs.store import Store


class InlineJobs:
    """The same doings as `rnnkit.jobs.client.Jobs`, but `submit` returns when the run has ended."""

    alive = True

    def __init__(self, store_url: str, tasks: Mapping[str, Task] = TASKS) -> None:
        self._store = Store(store_url)
        self._tasks = tasks

    def ensure(self) -> None:
        """Nothing to start."""

    def submit(self, run_id: str) -> None:
        """Do the run now, if it still waits."""
        run = self._store.claim(my_identity(), run_id)
        if run is not None:
            execute(self._store, run.id, run.attempt, self._tasks)

    def stop(self, run_id: str) -> None:
        """Ask a run to end."""
        self._store.request_stop(run_id)

    def close(self) -> None:
        """Give back the connections to the store."""
        self._store.close()
