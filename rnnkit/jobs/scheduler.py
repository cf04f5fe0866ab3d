"""Who of those that wait starts next, where memory is short.

The first in the queue that fits is taken, so that one that does not fit now holds up nobody behind it. So
that it is not passed over for ever, nothing is started before one that has waited for memory for long: what
works comes to its end, and then there is room.
"""

from collections.abc import Callable, Sequence

from rnnkit.host import machine
from rnnkit.runs.sql.rows import Run
from rnnkit.training import room

TIMES, SPARE = 2.0, 400.0  # a worker may take twice its estimate and so many megabytes,
SPARE_EACH = 16.0  # and for each core the stack of a thread
PASSED_SECONDS = 180.0  # for so long others may start before a run that does not fit


class Scheduler:
    """The queue as the broker serves it; remembers since when a run waits for memory alone."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def choose(self, queued: Sequence[Run], fits: Callable[[Run], bool], now: float) -> Run | None:
        """The run of the queue that starts now; `None` where none fits, or none may pass."""
        self._since = {run.id: self._since[run.id] for run in queued if run.id in self._since}
        for run in queued:
            if fits(run):
                return run
            if now - self._since.setdefault(run.id, now) >= PASSED_SECONDS:
                return None
        return None


def expected_memory(run: Run) -> int:
    """Bytes that a run will take, by its own estimate where there is one."""
    return room.WORKER + round(run.megabytes * room.MEGABYTE) if run.megabytes else room.USUAL


def memory_limit(run: Run) -> int:
    """Bytes beyond which the worker of a run is refused memory: well above what its estimate says.

    It is there for estimates that are wrong by far. A run without one may take what the host can give.
    """
    needed = run.megabytes or room.most_megabytes()
    return round((TIMES * needed + SPARE + SPARE_EACH * machine.cores()) * room.MEGABYTE)


def fits_host(run: Run) -> bool:
    """Whether a run could work here if nothing else did."""
    return run.megabytes <= room.most_megabytes()
