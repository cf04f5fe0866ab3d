"""Names for processes that no other process ever had, and whether one of them still lives.

A process id alone is given out again; with the moment the process started, the namespace it lives in
and the boot of its machine it is unique. Another machine cannot be looked into, so its answer is "unknown".
RNNKIT_MACHINE is the name of a machine where that of its host would not tell it from others.
"""

import json
import os
import socket
from functools import cache
from pathlib import Path
from typing import Literal

import psutil

Liveness = Literal["alive", "gone", "unknown"]


@cache
def _machine() -> tuple[str, str, str]:
    """This machine, its current boot, and the namespace in which process ids count (Linux only)."""
    namespace = Path("/proc/self/ns/pid")
    boot = Path("/proc/sys/kernel/random/boot_id")
    return (
        os.environ.get("RNNKIT_MACHINE") or socket.gethostname(),
        boot.read_text().strip() if boot.exists() else "",
        os.readlink(namespace) if namespace.exists() else "",
    )


def _born(pid: int) -> str:
    """When a process started: ticks since boot on Linux (no clock can move those), else seconds."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        return stat.read_text().rpartition(")")[2].split()[19]
    return f"{psutil.Process(pid).create_time():.0f}"


def my_identity() -> str:
    """The name of this process."""
    return json.dumps([*_machine(), os.getpid(), _born(os.getpid())])


def my_machine() -> str:
    """The name of the machine, its boot and its namespace, which all processes here have in common."""
    return json.dumps(_machine())


def machine_of(identity: str) -> str:
    """The name of the machine of a process, for people."""
    try:
        return str(json.loads(identity)[0])
    except (ValueError, LookupError, TypeError):
        return ""


def liveness(identity: str, *, shared: bool = False) -> Liveness:
    """Whether the process with this name lives, as far as can be seen from here.

    Where a store is shared by many machines, two may bear one name; then another boot tells nothing.
    """
    try:
        host, boot, namespace, pid, born = json.loads(identity)
    except ValueError:
        return "gone"
    here = _machine()
    if host != here[0]:
        return "unknown"
    if boot != here[1]:
        return "unknown" if shared else "gone"
    if namespace != here[2]:
        return "unknown"
    return "alive" if _lives(pid, born) else "gone"


def _lives(pid: int, born: str) -> bool:
    try:
        zombie = psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        return not zombie and _born(pid) == born
    except (psutil.NoSuchProcess, OSError):
        return False
