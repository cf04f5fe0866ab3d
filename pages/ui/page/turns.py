"""Whole pages are drawn a few at a time: where a class presses at once, who comes first is served first.

Thirty threads that draw together are all as slow as the last one, for each lets go of the interpreter dozens
of times and waits for a round of all others. What a page looks at by itself is no whole page and waits for
nobody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 3
PATIENCE = 3.0  # seconds: whoever waited so long goes on all the same, whatever holds up the others

_places = threading.Semaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a place, as long as that is worth it, and draw; gives the place back however drawing ends."""
    here = _places.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if here:
            _places.release()
