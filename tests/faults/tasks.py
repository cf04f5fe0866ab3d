"""A task that can be followed step by step, and a broker that knows it: `python -m tests.faults.tasks`.

It learns nothing and takes no time but the pauses it is told to take. What a step, a checkpoint and the
weights hold is known beforehand, so that after any fault one can tell what is missing or there twice.
"""

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from rnnkit.config import Settings
from rnnkit.jobs.process import main
from rnnkit.runs.execute import Job
from rnnkit.runs.sql.rows import Dataset
from rnnkit.runs.worker import checkpointer as keeper
from rnnkit.runs.worker import checkpoints
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress
from tests.jobs.fakes import FAKES, hurry

BROKER = (sys.executable, "-m", "tests.faults.tasks")
SAVE_SECONDS = 0.02  # about as long as one checkpoint takes
COMMIT_SECONDS = 0.005

Death = Literal["", "made", "written", "committed", "anywhere"]


class SteadyConfig(Settings):
    """How many steps, how long each, where in the third checkpoint of an attempt its worker dies, and how far
    the clock of the worker jumps at the third step.
    """

    task: Literal["steady"] = "steady"
    steps: int = 100
    pause: float = 0.02
    kilobytes: int = 1
    death: Death = ""
    take_megabytes: int = 0
    clock_hours: int = 0


def read(dataset: Dataset) -> bytes:
    return dataset.content


def loss(step: int) -> float:
    return 1 / (1 + step)


def content(step: int, kilobytes: int) -> bytes:
    """The checkpoint of a step."""
    return step.to_bytes(8) + random.Random(step).randbytes(1024 * kilobytes)


def run(data: bytes, settings: SteadyConfig, *, on_progress, should_stop, keeper) -> Outcome:
    """Tell of every step, and offer a checkpoint at each."""
    begun = keeper.newest()
    first = int.from_bytes(begun[:8]) if begun else 0
    assert begun in (None, content(first, settings.kilobytes))
    hold(settings.take_megabytes)
    pause = threading.Event()
    for step in range(first + 1, settings.steps + 1):
        on_progress(Progress("training", step, settings.steps, step * settings.pause, train_loss=loss(step)))
        if step == first + 3:
            DYING[settings.death]()
            move_clock(settings.clock_hours)
        keeper.offer(step, partial(content, step, settings.kilobytes))
        if should_stop():
            break
        pause.wait(settings.pause)
    return Outcome(summary={"pid": os.getpid()}, frames={}, weights=data)


def hold(megabytes: int) -> bytearray:
    """Take memory, and touch it."""
    return bytearray(os.urandom(1024)) * (1024 * megabytes)


def move_clock(hours: int) -> None:
    """Have the wall clock of this process jump."""
    true = time.time
    time.time = lambda: true() + 3600 * hours


def die(*_: object) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def die_within(seconds: float) -> None:
    """Wherever the process is by then: in Python, in SQLite, or in the kernel."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, seconds))


def die_before_it_is_made() -> None:
    checkpoints.sha256 = die


def die_before_the_commit() -> None:
    checkpoints.forget_older = die


def die_in_the_commit() -> None:
    forget = checkpoints.forget_older

    def forget_and_die(*row: object) -> None:
        forget(*row)
        die_within(COMMIT_SECONDS)

    checkpoints.forget_older = forget_and_die


DYING: Mapping[str, Callable[[], None]] = {
    "": lambda: None,
    "made": die_before_it_is_made,
    "written": die_before_the_commit,
    "committed": die_in_the_commit,
    "anywhere": partial(die_within, SAVE_SECONDS),
}

STEADY = {
    "steady": Job("tests.faults.tasks:SteadyConfig", "tests.faults.tasks:read", "tests.faults.tasks:run")
}

if __name__ == "__main__":
    keeper.EVERY, keeper.SHARE, keeper.NETWORK_RATE = 0.0, 1e9, 1e12  # a checkpoint at every step
    sys.exit(main(FAKES | STEADY, prepare=hurry))
