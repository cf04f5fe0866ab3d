"""A task without any learning, whose settings say what happens to the run, and a broker that knows it.

`python -m tests.jobs.fakes` is the real broker with this one task instead of the real ones. It does
without torch, which this task has no use for, and so is there in half a second.
"""

import os
import signal
import sys
import threading
import time
from typing import Literal

import pandas as pd

from rnnkit.config import Settings
from rnnkit.errors import DataError, DivergedError
from rnnkit.host import machine
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.process import main
from rnnkit.runs.execute import Job
from rnnkit.runs.sql.rows import Dataset
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress

BROKER = (sys.executable, "-m", "tests.jobs.fakes")


class FakeConfig(Settings):
    """What the fake run does after its first point."""

    task: Literal["fake"] = "fake"
    then: Literal[
        "finish", "wait", "ignore_stop", "diverge", "refuse", "crash", "exit", "kill", "exhaust"
    ] = "finish"


def read(dataset: Dataset) -> bytes:
    return dataset.content


def run(data: bytes, settings: FakeConfig, *, on_progress, should_stop, keeper) -> Outcome:
    """Report ten points, then do as the settings say."""
    start = time.monotonic()
    for step in range(1, 11):
        on_progress(
            Progress("training", step, 10, time.monotonic() - start, train_loss=1 / step, device="cpu")
        )
    ENDINGS[settings.then](should_stop)
    frame = pd.DataFrame({"step": [1], "y_hat": [float(len(data))]})
    summary = {"bytes": len(data), "threads": machine.thread_budget(), "pid": os.getpid()}
    return Outcome(summary=summary, frames={"test": frame}, weights=data)


def wait_for_stop(should_stop) -> None:
    pause = threading.Event()
    while not should_stop():
        pause.wait(0.05)


def fail(error: Exception):
    def ending(_should_stop) -> None:
        raise error

    return ending


ENDINGS = {
    "finish": lambda _should_stop: None,
    "wait": wait_for_stop,
    "ignore_stop": lambda _should_stop: threading.Event().wait(600),
    "diverge": fail(DivergedError("The loss became infinite at step 11: lower the learning rate.")),
    "refuse": fail(DataError("The series is too short.")),
    "crash": fail(ZeroDivisionError("a bug")),
    "exhaust": fail(MemoryError()),
    "exit": lambda _should_stop: os._exit(3),
    "kill": lambda _should_stop: os.kill(os.getpid(), signal.SIGKILL),
}

FAKES = {"fake": Job("tests.jobs.fakes:FakeConfig", "tests.jobs.fakes:read", "tests.jobs.fakes:run")}


def hurry(broker: Broker) -> None:
    """Nothing to load, and little patience with workers that ignore Stop."""
    broker.stop_seconds = 1.0


if __name__ == "__main__":
    sys.exit(main(FAKES, prepare=hurry))
