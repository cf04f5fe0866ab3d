"""What a broker lives by: a pipe from its server, whose end is its own, or nothing but signals."""

import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.connection import wait
from typing import Any

TICK_SECONDS = 0.5


class Lifeline:
    """Where a broker sleeps between its rounds. Without a pipe it is over only when it is told so."""

    def __init__(self, pipe: Any = None) -> None:
        self._pipe = pipe
        self.over = False

    def end(self, *_signal: object) -> None:
        """Be over from now on; a handler for signals."""
        self.over = True

    def goes_on(self, *others: Any, seconds: float | None = None) -> bool:
        """Sleep until something happens to the pipe or `others`, or for a tick; false when it is over."""
        seconds = TICK_SECONDS if seconds is None else seconds
        watched = [*others, *([] if self._pipe is None else [self._pipe])]
        ready: list[Any] = wait(watched, seconds) if watched else []
        if not watched:
            time.sleep(seconds)
        if self._pipe is not None and self._pipe in ready and not read(self._pipe):
            self.over = True
        return not self.over


def read(pipe: Any) -> bool:
    """Take what came through a pipe; false if it was closed."""
    try:
        return bool(pipe.recv_bytes() if hasattr(pipe, "recv_bytes") else os.read(pipe, 4096))
    except (EOFError, OSError):
        return False


def standard_input() -> Any:
    """Standard input as something that can be waited for."""
    if sys.platform != "win32":
        return sys.stdin.fileno()
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def pump() -> None:
        while data := os.read(0, 4096):
            sender.send_bytes(data)
        sender.close()

    threading.Thread(target=pump, daemon=True).start()
    return receiver
