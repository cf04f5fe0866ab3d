"""What is asked of every peer, and the one way in which all of them are asked.

A peer is a module of this folder with one function, `prepare(job, clock)`. It reads the data of the job into
what the library takes, and returns what is then done on the clock: it trains, answers, and gives back what
can be written as JSON. Importing the module loads the library, which is timed on its own.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Cell = Literal["lstm", "gru", "rnn"]
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Job:
    """The same for all that take part: data by its name, sizes, and either steps or seconds."""

    data: str
    cell: Cell = "lstm"
    hidden: int = 64
    batch: int = 32
    steps: int | None = None
    seconds: float | None = None
    lookback: int = 48
    horizon: int = 12
    rate: float = 1e-3
    seed: int = 0


class Clock:
    """Seconds since it was made, without those in which it was `paused`."""

    def __init__(self) -> None:
        self._start, self._paused = time.perf_counter(), 0.0

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.perf_counter() - self._start - self._paused

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done in here is outside the clock."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._paused += time.perf_counter() - start

    def restart(self) -> None:
        """Begin anew."""
        self._start, self._paused = time.perf_counter(), 0.0


Prepare = Callable[[Job, Clock], Callable[[], Answer]]
