"""How many runs work at once on this machine."""

import os

from rnnkit.host import machine
from rnnkit.training import room

MOST_SLOTS = 32
GPU_SLOTS = 4  # every run on a graphics card holds half a gigabyte of it before it starts


def default_slots() -> int:
    """How many runs work at once: RNNKIT_MAX_RUNS, or as many as cores and memory carry."""
    if slots_are_set():
        return max(1, min(int(os.environ["RNNKIT_MAX_RUNS"]), MOST_SLOTS))
    by_memory = (machine.memory_total() - room.BASE) // room.USUAL
    return max(1, min(machine.cores(), by_memory, MOST_SLOTS))


def slots_are_set() -> bool:
    """Whether somebody said how many runs work at once."""
    return os.environ.get("RNNKIT_MAX_RUNS", "").isdecimal()
