"""Machines for tests: brokers with names and homes of their own, each behind a network that can be cut.

`python -m tests.faults.machines` is a real broker apart, with one task: it sleeps, and for each step it does
it writes a line into a file, whatever becomes of the store. So work that was done twice would be seen.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Literal

from rnnkit.config import Settings
from rnnkit.jobs import broker, child, housekeeper, lease, silence, watch, worker
from rnnkit.jobs.client import APART, environment
from rnnkit.jobs.process import main
from rnnkit.jobs.warm_up import needed, preload
from rnnkit.runs.execute import Job
from rnnkit.runs.sql.rows import Dataset
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress
from tests.faults.network import Cable
from tests.faults.tasks import loss

HERE = "tests.faults.machines"
COMMAND = (sys.executable, "-m", HERE, APART)
HURRY = "TEST_HURRY"  # in the environment: so many times as fast as it is
BEAT, SILENCE, CUT_OFF = lease.BEAT_SECONDS, lease.SILENCE_SECONDS, worker.CUT_OFF_SECONDS
GAP = silence.LONGEST_GAP


class SleepConfig(Settings):
    """How many steps, how long each, and the file that every step is written to."""

    task: Literal["sleep"] = "sleep"
    steps: int = 10
    pause: float = 0.1
    notes: str


def read(dataset: Dataset) -> str:
    return dataset.name


def run(name: str, settings: SleepConfig, *, on_progress, should_stop, keeper) -> Outcome:
    """Sleep step by step, and note each in a file."""
    begun = keeper.newest()
    rest = threading.Event()
    for step in range(int(begun or b"0") + 1, settings.steps + 1):
        if should_stop():
            break
        note(Path(settings.notes), f"{name} {step} {os.getpid()}")
        on_progress(Progress("training", step, settings.steps, step * settings.pause, train_loss=loss(step)))
        keeper.offer(step, lambda step=step: str(step).encode())
        rest.wait(settings.pause)
    return Outcome(summary={"machine": os.environ["RNNKIT_MACHINE"]}, frames={}, weights=b"1")


def note(file: Path, line: str) -> None:
    """Add a line in one write, which no other can get into."""
    handle = os.open(file, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


def noted(file: Path) -> Counter[tuple[str, int]]:
    """How often each step of each run was done."""
    lines = file.read_text().splitlines() if file.exists() else []
    return Counter((name, int(step)) for name, step, _ in map(str.split, lines))


class Machine:
    """A broker with its own name, home and network cable; `start` gives it the next process."""

    def __init__(self, number: int, folder: Path, database: str, places: int, hurry: float = 1.0) -> None:
        self.name = f"machine-{number}"
        self.cable = Cable(Path(database.partition("?host=")[2]) / ".s.PGSQL.5432")
        home = folder / self.name
        home.mkdir()
        url = f"postgresql+psycopg://postgres@127.0.0.1:{self.cable.port}/postgres"
        self._environment = environment(url) | {
            "RNNKIT_MACHINE": self.name,
            "RNNKIT_HOME": str(home),
            "RNNKIT_MAX_RUNS": str(places),
            HURRY: str(hurry),
        }
        self._log = home / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, command: tuple[str, ...] = COMMAND) -> None:
        """Begin work, in a group of processes of its own."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.DEVNULL, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """End the broker as a power cut would; the kernel takes its workers along."""
        assert self.process
        self.process.kill()
        self.process.wait(30)

    def hold(self) -> None:
        """Stop the broker and all its workers where they are."""
        self._signal(signal.SIGSTOP)

    def let_go(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self.process
        os.killpg(self.process.pid, number)

    def close(self) -> None:
        """End everything of it."""
        if self.process is not None and self.process.poll() is None:
            self.let_go()
            self.kill()
        self.cable.close()

    @property
    def said(self) -> str:
        """Its log."""
        return self._log.read_text()


SLEEP = {"sleep": Job(f"{HERE}:SleepConfig", f"{HERE}:read", f"{HERE}:run")}


def hurry() -> None:
    """Let beats, silence and patience be shorter, all by the same factor."""
    factor = float(os.environ[HURRY])
    lease.BEAT_SECONDS = broker.BEAT_SECONDS = BEAT / factor
    for module in (lease, watch, housekeeper):
        module.SILENCE_SECONDS = SILENCE / factor
    silence.LONGEST_GAP = GAP / factor
    worker.CUT_OFF_SECONDS = child.CUT_OFF_SECONDS = CUT_OFF / factor


if __name__ == "__main__":
    hurry()
    sys.exit(main(SLEEP, prepare=lambda broker: preload(needed(broker.tasks))))
