"""Whether an interval holds what it promises, or misses it by more than chance explains."""

import math
from typing import Literal

CHANCE = 0.05  # how often chance alone may look like a broken promise
EXACT = 500  # counts up to which the binomial sums are added up; beyond it the normal curve is as good

Kept = Literal["kept", "narrow", "wide"]


def promise(held: int, of: int, level: float) -> Kept:
    """Whether `held` of so many independent values fit an interval that holds the share `level` of them.

    "narrow" and "wide" where fewer, or more, would come out by chance in less than one case of forty.
    """
    if of <= 0:
        return "kept"
    if _at_most(held, of, level) < CHANCE / 2:
        return "narrow"
    return "wide" if _at_most(of - held, of, 1 - level) < CHANCE / 2 else "kept"


def _at_most(count: int, of: int, share: float) -> float:
    """The chance of so many or fewer of `of`, each with the chance `share` (binomial)."""
    if of > EXACT:
        spread = math.sqrt(of * share * (1 - share))
        return 0.5 * math.erfc((of * share - count - 0.5) / spread / math.sqrt(2))
    return sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count + 1))
