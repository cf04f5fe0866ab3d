"""Ranks where only a difference that is no luck counts: who cannot be told apart shares one."""

from collections.abc import Mapping

import numpy as np

from rnnkit.compare import Units, told_better


def ranks(units: Mapping[str, Units]) -> dict[str, int]:
    """One more than the number of others that are told to be better, on the same rows.

    It is the lowest number that chance leaves open (Mogstad et al. 2024). To rank one, it is compared with
    all others, so each interval is widened for that many comparisons, and an equal is ranked behind in at
    most about 5 % of all cases. "Cannot tell" does not carry over: A may share a rank with B and B with C,
    where A is told from C.
    """
    better = told_better(list(units.values()))
    return {name: int(number) + 1 for name, number in zip(units, better.sum(axis=0), strict=True)}


def places(units: Mapping[str, Units]) -> dict[str, int]:
    """The same by the bare number, as most boards do it: equal scores alone share a place."""
    scores = np.array([each.score for each in units.values()])
    return {name: int((scores < each.score).sum()) + 1 for name, each in units.items()}
