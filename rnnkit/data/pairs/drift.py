"""Whether two line-aligned sides drift apart: from some line on, each source stands beside the next target.

Lines of a pair share numbers and names and are about equally long; the shift under which neighbours fit best
is followed along the file (Viterbi), and a change of it has to be worth more than chance explains.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SHIFTS = (-3, -2, -1, 0, 1, 2, 3)
MOST_LINES = 50_000
"""Lines that are looked at; sides that are shifted there at the end stay so behind it."""
LETTERS = 1_000  # of a line that are looked at
SHARED = 2.0  # of a pair that has rare words in common
NONE = -1.0  # of one that has such words on both sides and shares none
COSTLY = 5.0  # what a change of the shift costs
CLEAR = 4.0  # what it has to gain beyond that
RARE = 4  # times a word may come on one side to tell a line from others
SPREAD = 0.25  # of the logarithm of the ratio of lengths, at least
TOKENS = re.compile(r"\b(?:\w*\d[\w.,:]*|[^\W\d_]{3,})")


@dataclass(frozen=True)
class Drift:
    """The first line (from 1) from which on sides are shifted, by how many lines, and the places of all."""

    line: int
    shift: int
    places: tuple[int, ...]


def drift_of(first: Sequence[str], second: Sequence[str]) -> Drift | None:
    """Where the sides begin to drift apart; `None` where nothing says that they do."""
    count = min(len(first), len(second), MOST_LINES)
    if count < 4:
        return None
    fits = _fits(first[: count + 3], second[: count + 3], count)
    path = _path(fits)
    zero = SHIFTS.index(0)
    gain = float(fits[np.arange(count), path].sum() - fits[:, zero].sum())
    changes = int(np.count_nonzero(np.diff(path))) + (path[0] != zero)
    shifted = np.flatnonzero(path != zero)
    if not len(shifted) or gain < COSTLY * changes + CLEAR:
        return None
    start, whole = int(shifted[0]), min(len(first), len(second))
    behind = range(count, whole) if path[-1] != zero else ()  # nothing says that the sides meet again
    return Drift(start + 1, abs(SHIFTS[path[start]]), (*shifted.tolist(), *behind))


def _fits(first: Sequence[str], second: Sequence[str], count: int) -> Array:
    """How well line i of the first fits line i + shift of the second, `(lines, shifts)`."""
    one, two = (_rare([line[:LETTERS] for line in side]) for side in (first, second))
    a, b = (np.log([1 + len(line) for line in side]) for side in (first, second))
    middle = float(np.median(a[:count] - b[:count]))
    spread = max(SPREAD, 1.5 * float(np.median(np.abs(a[:count] - b[:count] - middle))))
    found = np.full((count, len(SHIFTS)), 3 * NONE)
    for column, shift in enumerate(SHIFTS):
        for i in range(max(0, -shift), min(count, len(second) - shift)):
            shared = one[i] & two[i + shift]
            words = SHARED * min(2, len(shared)) if shared else NONE if one[i] and two[i + shift] else 0.0
            length = max(-2.0, -0.5 * ((a[i] - b[i + shift] - middle) / spread) ** 2)
            found[i, column] = words + 0.5 * length
    return found


def _rare(lines: Sequence[str]) -> list[frozenset[str]]:
    """The numbers, names and words of each line that come seldom on this side: they tell lines apart."""
    held = [frozenset(word.lower().strip(".,:") for word in TOKENS.findall(line)) for line in lines]
    times = Counter(word for words in held for word in words)
    return [frozenset(word for word in words if times[word] <= RARE) for words in held]


def _path(fits: Array) -> npt.NDArray[np.int64]:
    """The shift of each line with the best sum, where each change of it costs."""
    costs = COSTLY * (1 - np.eye(len(SHIFTS)))
    best, came = fits[0] - costs[SHIFTS.index(0)], np.zeros(fits.shape, np.int64)
    for i in range(1, len(fits)):
        options = best[:, None] - costs
        came[i] = options.argmax(axis=0)
        best = options.max(axis=0) + fits[i]
    path = np.empty(len(fits), np.int64)
    path[-1] = best.argmax()
    for i in range(len(fits) - 1, 0, -1):
        path[i - 1] = came[i, path[i]]
    return path
