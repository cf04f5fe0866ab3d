"""What a process says again and again is written into its log less and less often."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST_PAUSE = 10.0
LONGEST_PAUSE = 600.0
MOST = 100  # different sentences that are remembered


def start_log(name: str) -> None:
    """Have a process of this name write its log, without saying the same again and again."""
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {name} %(process)d %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(RepeatFilter())


@dataclass
class _Said:
    """When something may be said again, after how long a pause, and how often it was held back since."""

    again: float
    pause: float
    held: int = 0


class RepeatFilter(logging.Filter):
    """Lets a record through that was not said lately, and says how often it was held back meanwhile."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, _Said] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record goes into the log now."""
        now, message = self._clock(), record.getMessage()
        key = f"{message} {record.exc_info[1] if record.exc_info else ''}"
        said = self._said.get(key)
        if said is None or now - said.again > LONGEST_PAUSE:
            if len(self._said) >= MOST:
                self._said.clear()
            self._said[key] = _Said(now + FIRST_PAUSE, FIRST_PAUSE)
            return True
        if now < said.again:
            said.held += 1
            return False
        if said.held:
            record.msg, record.args = f"{message} ({said.held} more times until now)", ()
        pause = min(2 * said.pause, LONGEST_PAUSE)
        self._said[key] = _Said(now + pause, pause)
        return True
