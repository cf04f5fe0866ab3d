"""Who of those that wait starts next, where memory is short.

The first in line that fits is taken, so that one that does not fit now holds up nobody behind it. So that it
is not passed over for ever, nothing is started before one that has waited for memory for long: what works
comes to its end, and then there is room.
"""

from collections.abc import Callable, Sequence

from rnnkit.runs.rows import Run
from rnnkit.tasks import room
from rnnkit.text import t

PASSED_SECONDS = 180.0  # for so long others may start before a run that does not fit


class Turns:
    """The line as the broker serves it; remembers since when a run waits for memory alone."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def choose(self, line: Sequence[Run], fits: Callable[[Run], bool], now: float) -> Run | None:
        """The run of the line that starts now; `None` where none fits, or none may pass."""
        self._since = {run.id: self._since[run.id] for run in line if run.id in self._since}
        for run in line:
            if fits(run):
                return run
            if now - self._since.setdefault(run.id, now) >= PASSED_SECONDS:
                return None
        return None


def memory_of(run: Run) -> int:
    """Bytes that a run will take, by its own estimate where there is one."""
    return room.WORKER + round(run.megabytes * room.MEGABYTE) if run.megabytes else room.USUAL


def fits_host(run: Run) -> bool:
    """Whether a run could work here if nothing else did."""
    return run.megabytes <= room.most_megabytes()


def too_large(run: Run) -> str:
    """Why a run that waited does not start: it was asked for when there was more memory, or elsewhere."""
    return t(
        "This run needs about {megabytes:,.0f} MB; this server can give {most:,.0f} MB. Train a smaller one.",
        megabytes=run.megabytes,
        most=room.most_megabytes(),
    )
