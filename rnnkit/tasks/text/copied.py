"""What of a generated text was learned by heart: long runs that stand in the training text."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Symbols = npt.NDArray[np.uint64]
Index = npt.NDArray[np.int64]

LEAST = 16
CHUNK = 500_000  # symbols looked at in one go, so that a long text needs little memory
MOST_PLACES = 10_000  # of one run of symbols; a text that repeats itself more often still has the first ones
BASE = 0x9E3779B97F4A7C15  # odd, so that no information is lost when products overflow


@dataclass(frozen=True)
class Copied:
    """Copied stretches as (start, end) in the generated text, which do not overlap, and their share of it."""

    spans: tuple[tuple[int, int], ...]
    share: float

    @property
    def longest(self) -> int:
        """The length of the longest stretch."""
        return max((end - start for start, end in self.spans), default=0)


def find_copied(
    generated: str | npt.NDArray[np.int32], training: str | npt.NDArray[np.int32], least: int = LEAST
) -> Copied:
    """Find the stretches of at least `least` symbols that stand in the training text word for word.

    Both are texts, or both the numbers of their symbols. Where two copied stretches overlap, the second
    starts where the first ends, so each of them stands in the training text as it is.
    """
    mine, theirs = _symbols(generated), _symbols(training)
    if min(len(mine), len(theirs)) < least:
        return Copied((), 0.0)
    spans = tuple(_without_overlap(_runs(_places(mine, theirs, least), least)))
    return Copied(spans, sum(end - start for start, end in spans) / len(mine))


def _symbols(text: str | npt.NDArray[np.int32]) -> Symbols:
    if isinstance(text, str):
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    return np.asarray(text).astype(np.uint64)


def _hashes(symbols: Symbols, length: int) -> Symbols:
    """One number for every run of `length` symbols, the same for equal runs."""
    total = np.zeros(len(symbols) - length + 1, dtype=np.uint64)
    for i in range(length):
        total *= np.uint64(BASE)
        total += symbols[i : i + len(total)]
    return total


def _places(mine: Symbols, theirs: Symbols, length: int) -> list[Index]:
    """For each run of `length` symbols of the generated text, where it starts in the training text."""
    wanted, which = np.unique(_hashes(mine, length), return_inverse=True)
    found: list[tuple[Index, Index]] = []
    for start in range(0, len(theirs) - length + 1, CHUNK):
        hashes = _hashes(theirs[start : start + CHUNK + length - 1], length)
        place = np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)
        hits = np.flatnonzero(wanted[place] == hashes)
        found.append((place[hits], hits + start))
    runs = np.concatenate([run for run, _ in found])
    order = np.argsort(runs, kind="stable")
    starts = np.concatenate([start for _, start in found])[order]
    borders = np.searchsorted(runs[order], np.arange(len(wanted) + 1))
    by_run = [starts[a:b][:MOST_PLACES] for a, b in pairwise(borders)]
    return [by_run[run] for run in which]


def _runs(places: list[Index], length: int) -> Iterator[tuple[int, int]]:
    """The longest stretches, as runs that follow each other in the training text, too."""
    start, going = 0, np.empty(0, dtype=np.int64)
    for i, here in enumerate(places):
        further = np.intersect1d(going + 1, here, assume_unique=True)
        if len(going) and not len(further):
            yield start, i - 1 + length
        if not len(further):
            start, further = i, here
        going = further
    if len(going):
        yield start, len(places) - 1 + length


def _without_overlap(runs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in runs:
        yield max(start, last), end
        last = end
