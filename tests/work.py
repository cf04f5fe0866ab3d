"""How much work something is, told from other work beside it, since no machine is as fast as the next.

Work is counted as the time of this process, the least of several tries, so that neighbours do not count.
"""

import contextlib
import math
import time
from collections.abc import Callable

from rnnkit.errors import DataError

FLOOR = 0.06
"""Seconds below which it does not matter, and nothing can be told."""
MOST = 2.5
"""Times as long that twice as much may take; where it takes the square of it, that is four."""


def seconds(work: Callable[[], object], tries: int = 1) -> float:
    """The least time that it takes; a refusal is an answer, too."""
    taken = []
    for _ in range(tries):
        start = time.process_time()
        with contextlib.suppress(DataError, ValueError):
            work()
        taken.append(time.process_time() - start)
    return min(taken)


def times(work: Callable[[], object], beside: Callable[[], object], most: float) -> float:
    """How many times as long one thing takes as another: five looks, as long as they find over `most`."""
    taken, other = seconds(work), seconds(beside)
    for _ in range(4):
        if taken <= most * other:
            break
        taken, other = min(taken, seconds(work)), min(other, seconds(beside))
    return taken / other


def grows(work: Callable[[str], object], make: Callable[[int], str], size: int) -> float:
    """How many times as long twice as much takes; 0 where four times as much is done at once.

    What is over the bar at the first look is looked at anew, and then once more in twice the size, where
    the square shows all the more and a disturbance does not last.
    """
    found = 0.0
    for scale in (1, 2):
        small, large = make(scale * size), make(scale * 4 * size)
        if seconds(lambda one=large: work(one)) < FLOOR:  # type: ignore[misc]
            return 0.0
        most = MOST**2
        found = math.sqrt(times(lambda one=large: work(one), lambda one=small: work(one), most))  # type: ignore[misc]
        if found <= MOST:
            break
    return found
