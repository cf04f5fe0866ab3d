"""For how long something has stood still, told by our clock alone: two clocks never agree."""

import time
from collections.abc import Callable, Collection, Hashable

from rnnkit.jobs.identity import liveness

LONGEST_GAP = 7.5  # seconds between two looks that count; in a longer gap nobody could see it move


class Silence:
    """Looks at marks that others move, and adds up the time in which it saw none move.

    A gap without a look counts little, so that a database that was away for a minute, or this process, is
    not taken for the silence of everybody else.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[Hashable, tuple[object, float, float]] = {}  # mark, when last seen, seconds so far

    def seconds(self, key: Hashable, mark: object) -> float:
        """For how long the mark of a key has been this one."""
        now = self._clock()
        old, last, silent = self._seen.get(key, (mark, now, 0.0))
        silent = silent + min(now - last, LONGEST_GAP) if old == mark else 0.0
        self._seen[key] = (mark, now, silent)
        return silent

    def gone(self, holder: str, key: Hashable, mark: object, most: float, *, shared: bool) -> bool:
        """Whether a process is gone: it died near, or far away its mark stood still for so many seconds."""
        outlook = liveness(holder, shared=shared)
        return outlook == "gone" or (outlook == "unknown" and self.seconds(key, mark) > most)

    def forget_others(self, keys: Collection[Hashable]) -> None:
        """Forget all but these."""
        self._seen = {key: seen for key, seen in self._seen.items() if key in keys}
