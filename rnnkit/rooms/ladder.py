"""The Ladder: of one member's entries, only those are shown that are better than luck (Blum & Hardt 2015).

Who hands in twenty runs and is shown the best of twenty scores sees luck. So a new score is shown only
where a paired test says that it is better than the one shown before; whoever has no step to feel cannot
climb by it. The test takes the place of a fixed size of a step, hence "parameter-free".
"""

from collections.abc import Sequence

from rnnkit.compare import Units, over_drawn, redrawn
from rnnkit.compare.units import LEAST_BLOCKS

ONE_WAY = 0.9  # an interval of 90 % leaves 5 % on the side that counts


def improves(new: Units, shown: Units) -> bool:
    """Whether an entry is better than the one that is shown, on the same public rows: one-sided, at 5 %.

    Never where there are too few blocks to tell anything.
    """
    if new.blocks < LEAST_BLOCKS or new.score >= shown.score:
        return False
    return over_drawn(new, shown, redrawn(new) - redrawn(shown), level=ONE_WAY).high < 0


def climbed(entries: Sequence[Units]) -> list[int]:
    """Which of a member's entries were shown, in turn, by their numbers: the first, and each improvement."""
    rungs: list[int] = []
    for number, units in enumerate(entries):
        if not rungs or improves(units, entries[rungs[-1]]):
            rungs.append(number)
    return rungs
