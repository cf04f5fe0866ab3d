"""Whole pages are drawn a few at a time: where a class presses at once, most are served sooner so.

Thirty threads that draw together are all as slow as the last one, for each lets go of the interpreter dozens
of times and waits for a round of all others. What a page looks at by itself is no whole page and waits for
nobody.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock

AT_ONCE = 2
HELD = 0.75  # seconds: whoever draws for longer, since a large file is read, keeps nobody waiting any more


class Places:
    """So many places to draw at; one is free once its page is drawn, however that ended, or after a while.

    Who came first is served first. Only the first of those who wait is woken: to wake all costs each a round.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._taken: list[float] = []  # when those who draw began
        self._waiting: deque[Condition] = deque()

    @property
    def in_line(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place, then draw."""
        with self._lock:
            began = self._take()
        try:
            yield
        finally:
            with self._lock:
                self._taken.remove(began)
                self._wake_first()

    def _take(self) -> float:
        """Wait behind those who came before, then take a place; gives when that was."""
        mine = Condition(self._lock)
        self._waiting.append(mine)
        try:
            while self._waiting[0] is not mine:
                mine.wait()
            while (seconds := self.wait()) > 0:
                mine.wait(seconds)
        finally:
            self._waiting.remove(mine)
            self._wake_first()
        began = self._clock()
        self._taken.append(began)
        return began

    def _wake_first(self) -> None:
        if self._waiting:
            self._waiting[0].notify()

    def wait(self) -> float:
        """Seconds until a place is free, if nobody is done before; 0 where one is."""
        held = sorted(began + HELD - self._clock() for began in self._taken)[-AT_ONCE:]
        return max(0.0, held[0]) if len(held) == AT_ONCE else 0.0


turn = Places().turn
