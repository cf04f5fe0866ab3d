"""Successive halving (Jamieson & Talwalkar 2016): all train a little, the best third trains on, and again.

A trial goes on from where it stood, so a round costs only what it adds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ETA = 3  # of so many settings one goes on, for so many times as long
MOST_ROUNDS = 3


@dataclass(frozen=True)
class Round:
    """How many settings take part, and up to which share of a whole training they are trained."""

    settings: int
    share: float
    added: float  # the share that this round adds


def rounds(settings: int, halving: bool, most: int = MOST_ROUNDS) -> list[Round]:
    """The rounds of a search; one where nothing is stopped early.

    >>> [(each.settings, round(each.share, 2)) for each in rounds(12, halving=True)]
    [(12, 0.11), (4, 0.33), (2, 1.0)]
    """
    count = min(most, 1 + math.ceil(round(math.log(settings, ETA), 9))) if halving else 1
    found: list[Round] = []
    for place in range(count):
        share = float(ETA) ** (place + 1 - count)
        before = found[-1].share if found else 0.0
        found.append(Round(settings, share, share - before))
        settings = math.ceil(settings / ETA)
    return found


def steps_until(each: Round, steps: int) -> int:
    """After how many of the steps of a whole training a round ends; at least one."""
    return max(1, round(each.share * steps))


def going_on(scores: Mapping[int, float], promises: Mapping[int, float], count: int) -> list[int]:
    """The best settings, the best first; settings without a score never go on.

    Networks that begin as a good baseline are equal until they beat it; of equal ones that with the lowest
    loss since it was trained goes on, then the first.

    >>> going_on({0: 0.5, 1: 0.5, 2: 0.4, 3: math.nan}, {0: 3.0, 1: 2.0, 2: 9.0}, 2)
    [2, 1]
    """
    known = [setting for setting, score in scores.items() if math.isfinite(score)]
    return sorted(known, key=lambda each: (scores[each], _or_worst(promises.get(each)), each))[:count]


def _or_worst(value: float | None) -> float:
    return value if value is not None and math.isfinite(value) else math.inf


def full_seconds(left: float, slots: int, units: Sequence[int], added: Sequence[float], each: float) -> float:
    """Seconds of a whole training with which rounds fill the time that is left.

    `units` and `added` are, for each round to come, how many runs there are and which share of a whole
    training they add; a run costs `each` seconds beside training, and so many `slots` run at a time.
    """
    waves = [math.ceil(count / slots) for count in units]
    work = sum(wave * share for wave, share in zip(waves, added, strict=True))
    return (left - each * sum(waves)) / work
