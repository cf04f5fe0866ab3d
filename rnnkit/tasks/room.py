"""How much memory a run may take on this host, told before it starts."""

from rnnkit import machine
from rnnkit.data.limits import alone

MEGABYTE = 1_000_000
BASE = 480 * MEGABYTE  # server and broker
ALONE = 300 * MEGABYTE  # the command line, which has neither beside it
WORKER = 60 * MEGABYTE  # what every worker takes before its run takes anything
USUAL = 140 * MEGABYTE  # worker and run of the defaults


def most_megabytes() -> float:
    """Megabytes that the estimate of a run may reach here, where nothing works beside it.

    A host so small that this leaves less than usual runs take still takes those.
    """
    taken = ALONE if alone() else BASE + WORKER
    return max(USUAL, machine.memory_total() - taken) / MEGABYTE
