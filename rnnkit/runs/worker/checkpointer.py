"""The side of the worker: has a checkpoint kept every few seconds, as far as its cost allows."""

import logging
import math
import time
from collections.abc import Callable

from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.worker.checkpoints import Checkpoints
from rnnkit.runs.worker.retry import retry

log = logging.getLogger(__name__)

EVERY = 4.0  # seconds; training looks in every quarter of a second, so that none is older than 5 s
SHARE = 0.05  # of the time of a run may go into checkpoints, where they are large or a disk is slow
NETWORK_RATE = 1_000_000.0  # bytes a second of checkpoints that a run sends to a database server, on average
NETWORK_MOST = 256_000_000  # bytes; a larger one is not sent there


class StoreCheckpointer:
    """Keeps checkpoints of one attempt of a run in the store; see `rnnkit.training.fitting.Keeper`.

    `flush` writes the progress that still waits: the curve in the store must never end before a checkpoint.
    Over a `network`, which many runs share, large ones are rarer.
    """

    def __init__(
        self,
        checkpoints: Checkpoints,
        run_id: str,
        attempt: int,
        flush: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        *,
        network: bool = False,
    ) -> None:
        self._checkpoints, self._run_id, self._attempt = checkpoints, run_id, attempt
        self._flush, self._clock = flush, clock
        self._rate = NETWORK_RATE if network else math.inf
        self._most = NETWORK_MOST if network else math.inf
        self._first = False  # whether it is known that nobody left one
        self._next = clock() + EVERY  # a run that is shorter needs none

    def newest(self) -> bytes | None:
        """The checkpoint that an earlier attempt left. Where there was none, the store is asked once."""
        if self._first:
            return None
        content = retry(lambda: self._checkpoints.newest_content(self._run_id))
        self._first = content is None
        return content

    def offer(self, step: int, make: Callable[[], bytes]) -> None:
        """Keep a checkpoint if it is time to; a store that does not answer gets the next one."""
        if self._clock() >= self._next:
            self.keep(step, make)

    def keep(self, step: int, make: Callable[[], bytes]) -> bool:
        """Keep a checkpoint now; false where the store does not answer."""
        start, kept, size = self._clock(), False, 0
        try:
            content = make()
            size = len(content)
            if size > self._most:
                log.warning("A checkpoint of %d MB is too large for the network", size // 1_000_000)
            else:
                self._flush()
                self._checkpoints.keep(self._run_id, self._attempt, step, content)
                kept = True
        except StoreError as error:
            log.warning("A checkpoint waits: %s", error)
        end = self._clock()
        self._next = max(start + EVERY, end + (end - start) / SHARE, start + size / self._rate)
        return kept
