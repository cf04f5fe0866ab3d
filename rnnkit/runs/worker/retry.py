"""Patience with a store that does not answer: what a worker needs of it, it asks for again."""

import time
from collections.abc import Callable
from typing import TypeVar

from rnnkit.runs.sql.engine import StoreError

OUTAGE_SECONDS = 60.0  # how long a result waits for a store that does not answer
RETRY_SECONDS = 0.5

T = TypeVar("T")


def retry(action: Callable[[], T], seconds: float = OUTAGE_SECONDS) -> T:
    """Do something with the store, trying again while it does not answer."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return action()
        except StoreError:
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
