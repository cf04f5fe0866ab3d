"""A group of processes that may take only so much memory together, as a container is: Linux, as root."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
EMPTY_SECONDS = 20.0


@dataclass(frozen=True)
class Group:
    """A group in one of the two forms that the kernel has; `where` is where the app looks for its own."""

    folder: Path
    where: Path
    peak: str
    kills: str

    def inside(self) -> tuple[str, ...]:
        """What to put before a command, so that it runs in the group and takes it for its container."""
        enter = (
            f'echo $$ > {self.folder}/cgroup.procs && mount --bind {self.folder} {self.where} && exec "$@"'
        )
        return ("unshare", "--mount", "sh", "-c", enter, "sh")

    @property
    def most_megabytes(self) -> float:
        """The most that was taken at once, with the files that the kernel kept because there was room."""
        return int((self.folder / self.peak).read_text()) / 1e6

    @property
    def own_megabytes(self) -> float:
        """What the processes have taken now, which no file gives back."""
        for line in (self.folder / "memory.stat").read_text().splitlines():
            word, _, number = line.partition(" ")
            if word in ("total_rss", "anon"):
                return int(number) / 1e6
        return 0.0

    @property
    def killed(self) -> int:
        """Processes that the kernel ended for want of memory."""
        lines = (self.folder / self.kills).read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))


@contextmanager
def group(megabytes: int) -> Iterator[Group]:
    """A group of so many megabytes while the context lasts. Raises `OSError` where there can be none."""
    if sys.platform != "linux" or subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        raise OSError("groups of limited memory take root on Linux")
    name, limit = f"rnnkit-bench-{os.getpid()}", str(megabytes * 1_000_000)
    if (ROOT / "memory").is_dir():
        made = Group(
            ROOT / "memory" / name, ROOT / "memory", "memory.max_usage_in_bytes", "memory.oom_control"
        )
        limits = {"memory.limit_in_bytes": limit}
    else:
        made = Group(ROOT / name, ROOT, "memory.peak", "memory.events")
        (ROOT / "cgroup.subtree_control").write_text("+memory")
        limits = {"memory.max": limit, "memory.swap.max": "0"}
    made.folder.mkdir()
    for file, content in limits.items():
        (made.folder / file).write_text(content)
    try:
        yield made
    finally:
        _empty(made.folder)
        made.folder.rmdir()


def _empty(folder: Path) -> None:
    """Wait until nothing of the group is left; what stays is ended."""
    deadline = time.monotonic() + EMPTY_SECONDS
    while left := (folder / "cgroup.procs").read_text().split():
        if time.monotonic() > deadline:
            for process in left:
                os.kill(int(process), signal.SIGKILL)
        time.sleep(0.1)
