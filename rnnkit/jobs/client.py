"""The side of the screen: keeps one broker process alive and passes wishes on to it. Never loads torch."""

import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rnnkit.errors import ConfigError
from rnnkit.words import t

log = logging.getLogger(__name__)

APART = "--apart"  # to a broker: it has no server
BROKER = (sys.executable, "-m", "rnnkit.jobs.process")
PLACER = (sys.executable, "-m", "rnnkit.jobs.cluster")
HERE, ELSEWHERE = "here", "elsewhere"  # RNNKIT_WORK: whether an app starts a broker of its own
CLUSTER = "RNNKIT_CLUSTER"
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://[^\s/]+:\d+")
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
CLOSE_SECONDS = 5.0

# Several workers share the cores; each starts with one thread and asks for more when it is alone.
# The check for CUDA through its management library leaves CUDA untouched, so that workers can be forked.
# oneDNN keeps what it prepared for each shape of a batch, with memory to compute in: of the thousand that it
# keeps by itself, a run on sentences of all lengths took a gigabyte more (and 6 % less time).
# Of the memory managers of pyarrow one would start a thread, and a process with threads should not be forked,
# and one would reserve a gigabyte, so that no worker could be held to less.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
ROOT = Path(__file__).resolve().parents[2]


class Jobs:
    """One broker for this server, started by a thread that lasts as long as the server.

    The thread matters: the kernel ends the broker when the *thread* that started it ends, and the
    threads of a Streamlit session are short.
    """

    def __init__(
        self,
        store_url: str,
        command: Sequence[str] | None = None,
        placed: Mapping[str, str] | None = None,
    ) -> None:
        """`command` is that of an app unless said; `placed` is for a broker that an engine placed here."""
        self._url = store_url
        self._command = tuple(command or (PLACER if cluster_address() else BROKER))
        self._placed = placed
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether the broker is there now; after a crash it comes back by itself."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process of the broker."""
        return self._process.pid if self._process else None

    def ensure(self) -> None:
        """Start the broker if it was not started yet, unless runs are done elsewhere; returns at once."""
        if self._placed is None and works_elsewhere():
            return
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._keep_alive, name="rnnkit-jobs", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """Have the store looked at now: somebody queued a run, or asked one to stop."""
        self.ensure()
        self._nudge()

    def close(self) -> None:
        """End the broker and its workers; the runs they worked on are interrupted."""
        with self._lock:
            self._closing.set()
            process, thread = self._process, self._thread
            if process is not None and process.stdin is not None:
                process.stdin.close()
        if thread is not None:
            thread.join(CLOSE_SECONDS)
        if self.alive and process is not None:
            process.kill()

    def _keep_alive(self) -> None:
        """Start the broker again whenever it ends, with longer pauses the more often that happens."""
        pause = FIRST_PAUSE
        while (process := self._start()) is not None:
            code = process.wait()
            with self._lock, suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]  # it was opened as a pipe
            if self._closing.is_set():
                return
            log.warning("The broker ended (%s); the next one starts in %.1f s", code, pause)
            self._closing.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closing.is_set():
                return None
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                bufsize=0,
                env=environment(self._url) | dict(self._placed or {}),
                start_new_session=True,  # Ctrl-C in a terminal reaches the server, which then ends the broker
            )
            return self._process

    def _nudge(self) -> None:
        """Wake the broker; one that is not there looks into the store when it comes."""
        with self._lock:
            process = self._process
            if process is None or process.stdin is None or self._closing.is_set():
                return
            with suppress(OSError, ValueError):  # it just ended
                process.stdin.write(b"\n")


def works_elsewhere() -> bool:
    """Whether RNNKIT_WORK leaves all runs to brokers that are started apart. Raises `ConfigError`."""
    wish = os.environ.get("RNNKIT_WORK", "").strip().lower()
    if wish not in ("", HERE, ELSEWHERE):
        raise ConfigError(t("RNNKIT_WORK must be here or elsewhere, not {wish!r}.", wish=wish[:20]))
    return wish == ELSEWHERE


def cluster_address() -> str:
    """The Dask cluster of RNNKIT_CLUSTER, on whose workers brokers are placed; empty for none."""
    wish = os.environ.get(CLUSTER, "").strip()
    if wish and not ADDRESS.fullmatch(wish):
        raise ConfigError(
            t(
                "{name} must be like tcp://host:8786, not {wish!r}; no run is trained.",
                name=CLUSTER,
                wish=wish[:60],
            )
        )
    return wish


def environment(store_url: str) -> dict[str, str]:
    """The environment of the broker; it finds this code and the store wherever the server was started."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    ours = {"RNNKIT_DATABASE_URL": store_url, "PYTHONPATH": os.pathsep.join(paths)}
    return os.environ | ENVIRONMENT | ours
