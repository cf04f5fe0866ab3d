"""How many threads a training step runs on: tried out on this machine, and tried again as it changes.

Threads that compute one step together wait for each other many times in it. Alone on the machine two cores
are nearly twice as fast as one; but as soon as another process wants one of them, every wait costs a slice
of its time, and the same step takes twenty times as long as on a single thread.
"""

import time
from collections.abc import Callable
from statistics import median

import torch

from rnnkit.host.machine import thread_budget

LEAST_WORK = 1e8  # multiplications a step; below that one thread is nearly always faster
LEAST_ALIKE = 2e7  # the same, where the kernel shares the rows of a batch and no thread changes a bit
TRIES = 3
AGAIN_SECONDS = 10.0
ONE, ALL = False, True
CLEARLY = 0.9  # several threads must take less than this share of the time of one
LATE = 2.0  # and are given up at a step that takes so many times what one takes


class Threads:
    """Sets the number of threads before each step, by the time that steps took so far.

    First come a few steps on one thread, then a few on all. The faster number is kept; the other is tried
    again every ten seconds. Numbers differ in rounding only, and not at all where steps are `alike`: small
    ones try threads only there, so that they repeat bit for bit.
    """

    def __init__(
        self,
        work: float,
        most: Callable[[], int] = thread_budget,
        apply: Callable[[int], None] = torch.set_num_threads,
        clock: Callable[[], float] = time.monotonic,
        alike: bool = False,
    ) -> None:
        self._most = most if work >= (LEAST_ALIKE if alike else LEAST_WORK) else lambda: 1
        self._apply, self._clock = apply, clock
        self._times: dict[bool, list[float]] = {ONE: [], ALL: []}
        self._plan: list[bool] = []  # what the next steps are tried on
        self._now, self._again, self._started = ONE, 0.0, False
        apply(1)

    def observe(self, seconds: float) -> None:
        """Tell how long the last step took, and set the number of threads for the next one."""
        if not self._started:  # the first step builds what all others use, so its time says nothing
            self._started, self._plan = True, [ONE] * (TRIES - 1) + [ALL] * TRIES
            return
        self._times[self._now] = [*self._times[self._now], seconds][-TRIES:]
        if self._most() == 1:
            self._turn(ONE)
        elif self._now == ALL and seconds > LATE * median(self._times[ONE]):
            self._settle(ONE)
        elif self._plan:
            self._turn(self._plan.pop(0))
        elif self._again == 0.0:
            faster = median(self._times[ALL]) < CLEARLY * median(self._times[ONE])
            self._settle(ALL if faster else ONE)
        elif self._clock() >= self._again:
            self._again, self._plan = 0.0, [not self._now] * (TRIES - 1)
            self._turn(not self._now)

    def _settle(self, choice: bool) -> None:
        """Stay with a number of threads for a while."""
        self._plan, self._again = [], self._clock() + AGAIN_SECONDS
        self._turn(choice)

    def _turn(self, choice: bool) -> None:
        self._now = choice
        self._apply(self._most() if choice == ALL else 1)
