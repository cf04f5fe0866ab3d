"""What a worker process does before and around one run."""

import ctypes
import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping
from multiprocessing.connection import wait
from pathlib import Path

from rnnkit.host import machine
from rnnkit.runs.execute import JOBS, CutOffError, Job, execute
from rnnkit.runs.store import Store
from rnnkit.runs.worker.retry import retry

NICE = 10  # the screen comes first
OOM_SCORE = "500"  # if memory runs out, the kernel should take a worker, not the server
PR_SET_PDEATHSIG = 1
# A worker whose database does not answer for so long ends itself: others may have taken its broker for gone
# (`lease.SILENCE_SECONDS`), and then all it does is lost. A database that restarts is back long before.
CUT_OFF_SECONDS = 40.0
CUT_OFF = 75  # the exit code of such a worker


def work(
    url: str,
    run_id: str,
    attempt: int,
    active: machine.Counter,
    *,
    most: int | None = None,
    tasks: Mapping[str, Job] = JOBS,
) -> None:
    """Do one claimed run in a process of its own, with at most so many bytes more than it begins with."""
    set_up_process()
    if most is not None:
        machine.hold_to(most)
    machine.share(active)
    store = retry(lambda: Store(url))
    try:
        execute(store, run_id, attempt, tasks, patience=CUT_OFF_SECONDS if store.place.shared else math.inf)
    except CutOffError:
        sys.exit(CUT_OFF)


def set_up_process() -> None:
    """Make a child of the broker a good neighbour that goes when the broker goes."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        die_with_parent(signal.SIGKILL, parent.pid)
    else:
        threading.Thread(target=exit_with, args=(parent.sentinel,), daemon=True).start()
    lower_priority()


def exit_with(sentinel: int) -> None:
    """End this process when the one behind the sentinel ends."""
    wait([sentinel])
    os._exit(1)


def die_with_parent(number: int, parent: int | None) -> None:
    """Have the kernel (Linux) end this process when the thread that started it ends, or now if it has."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if parent is not None and os.getppid() != parent:  # it ended before the kernel knew
        os._exit(1)


def lower_priority() -> None:
    """Let the screen go first, for the processor and for memory."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    score = Path("/proc/self/oom_score_adj")
    if score.exists():
        score.write_text(OOM_SCORE)
