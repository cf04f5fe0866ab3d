"""Waiting for other processes: look again and again, but not for ever."""

import threading
import time
from collections.abc import Callable

import psutil

HANGS = 60.0
"""Seconds after which nothing comes any more, on the slowest of machines; no bar for what is soon."""


def until(condition: Callable[[], object], seconds: float = HANGS) -> float:
    """Wait until a condition holds and give the seconds that took; fail when it never comes.

    What takes longer is looked at less often: a look is mostly a query, and takes time from what works.
    """
    start, pause = time.monotonic(), threading.Event()
    while not condition():
        waited = time.monotonic() - start
        if waited > seconds:
            raise AssertionError(f"this did not happen within {seconds:g} s")
        pause.wait(min(0.1, 0.01 + waited / 20))
    return time.monotonic() - start


def lives(process: psutil.Process) -> bool:
    """Whether a process still does something; one that only waits to be buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
