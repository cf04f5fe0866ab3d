"""What this process may use of the machine: cores, memory, and its share of the threads.

A container is asked for its limits first: the machine around it may be far larger.
"""

import ctypes
import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import psutil

CGROUP = Path("/sys/fs/cgroup")
UNLIMITED = 2**60  # version 1 of the kernel's interface writes "no limit" as a huge number


class Counter(Protocol):
    """A number that other processes change."""

    value: int


_active: Counter | None = None


def share(active: Counter) -> None:
    """Say that the cores are shared with other workers; `active` counts all of them at any time."""
    global _active  # noqa: PLW0603  # one process, one share
    _active = active


def thread_budget() -> int:
    """How many threads the numerics of this process should use now: a lone run gets every core.

    Cheap enough to be asked at every step of training.
    """
    return max(1, cores() // max(1, _active.value)) if _active else cores()


def give_back_memory() -> None:
    """Return what was freed to the system; after a large file the allocator of Linux keeps a lot."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


def hold_to(more: int) -> None:
    """Let this process take so many bytes more than it has, and no more: who asks for them is refused them.

    All that it may write to and shares with nobody counts, taken or not. Only Linux counts so; elsewhere
    nothing is held.
    """
    if sys.platform == "linux":
        import resource

        has = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = has + more if hard == resource.RLIM_INFINITY else min(has + more, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def freeze() -> None:
    """Keep the garbage collector off everything that is loaded now, which stays for good."""
    gc.collect()
    gc.freeze()


def cores() -> int:
    """Cores this process may use, by its affinity and the quota of its container."""
    return _CORES


def multiplies_16_bits() -> bool:
    """Whether the processor multiplies numbers of 16 bits natively, as far as Linux says so. No torch."""
    return _SIXTEEN_BITS


def _multiplies_16_bits(facts: Path = Path("/proc/cpuinfo")) -> bool:
    flags = next((line for line in _read([facts]).splitlines() if line.startswith("flags")), "").split()
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(flags)


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = _cpu_quota()
    return max(1, min(allowed, round(quota))) if quota else allowed


def _cpu_quota() -> float | None:
    """Cores worth of time that the container may use; `None` without a limit."""
    if words := _read([CGROUP / "cpu.max"]).split():
        return None if words[0] == "max" else int(words[0]) / int(words[1])
    quota = _number([CGROUP / "cpu/cpu.cfs_quota_us"])
    period = _number([CGROUP / "cpu/cpu.cfs_period_us"])
    return quota / period if quota and period and quota > 0 else None


def memory_total() -> int:
    """Bytes of memory this process may use together with its neighbours."""
    limit = _number([CGROUP / "memory.max", CGROUP / "memory/memory.limit_in_bytes"])
    total = int(psutil.virtual_memory().total)
    return min(total, limit) if limit and limit < UNLIMITED else total


def memory_free() -> int:
    """Bytes that can be had now without anything being swapped out or killed."""
    free = int(psutil.virtual_memory().available)
    limit = _number([CGROUP / "memory.max", CGROUP / "memory/memory.limit_in_bytes"])
    used = _number([CGROUP / "memory.current", CGROUP / "memory/memory.usage_in_bytes"])
    if not limit or limit >= UNLIMITED or used is None:
        return free
    return max(0, min(free, limit - used + _reclaimable()))


def memory_kills() -> int:
    """How often the kernel has ended a process for want of memory, in this container or on this machine."""
    own = _counter([CGROUP / "memory.events", CGROUP / "memory/memory.oom_control"], "oom_kill")
    return own if own is not None else _counter([Path("/proc/vmstat")], "oom_kill") or 0


def _reclaimable() -> int:
    """Bytes of files in memory, which the kernel gives back when asked."""
    return _counter([CGROUP / "memory.stat", CGROUP / "memory/memory.stat"], "inactive_file") or 0


def _counter(files: Iterable[Path], key: str) -> int | None:
    """The number behind a word in a file of `word number` lines."""
    for line in _read(files).splitlines():
        word, _, number = line.partition(" ")
        if word == key and number.strip().isdigit():
            return int(number)
    return None


def _number(files: Iterable[Path]) -> int | None:
    content = _read(files).strip()
    return int(content) if content.lstrip("-").isdigit() else None


def _read(files: Iterable[Path]) -> str:
    """The content of the first file that exists; empty where the system has none of them."""
    for file in files:
        try:
            return file.read_text()
        except OSError:
            continue
    return ""


_CORES = _cores()
_SIXTEEN_BITS = _multiplies_16_bits()
