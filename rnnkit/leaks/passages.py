"""Passages of the test part that appear word for word in the training part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.leaks.hashing import runs_of, stirred

Codes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

BITS = 600.0  # a passage counts from so much information on: 130 letters of English
SHORTEST, LONGEST = 24, 1024  # characters, whatever the text
MOST_DOCUMENT_LINES = 1_000_000


@dataclass(frozen=True)
class Passage:
    """Characters `[start, end)` of the test part, which stand from `source` on in the training part."""

    start: int
    end: int
    source: int


def find_passages(training: str, test: str) -> list[Passage]:
    """The repeated passages, which do not overlap, in their order; none shorter than `least_of` says."""
    theirs, mine = codes_of(training), codes_of(test)
    least = least_of(mine)
    if least is None or min(len(theirs), len(mine)) < least:
        return []
    # Every passage of `least` characters holds one whole block of the training text of half that length.
    width = least // 2
    blocks = len(theirs) // width
    starts = np.arange(blocks) * width
    hashes = runs_of(stirred(mine), width)
    wanted = _block_hashes(theirs[: blocks * width], width)
    order = np.argsort(wanted, kind="stable")
    place = np.minimum(np.searchsorted(wanted[order], hashes), blocks - 1)
    hit = wanted[order][place] == hashes
    source = np.where(hit, starts[order][place], -1)
    return list(_grown(mine, theirs, source, width, least))


def least_of(test: Codes) -> int | None:
    """From how many characters on a passage is no coincidence of the language; None where nothing varies."""
    if not len(test):
        return None
    _, counts = np.unique(test, return_counts=True)
    shares = counts / counts.sum()
    bits = float(-(shares * np.log2(shares)).sum())
    wanted = BITS / bits if bits else np.inf
    return None if wanted > LONGEST else max(SHORTEST, int(np.ceil(wanted)))


def repeated_lines(training: str, test: str) -> list[tuple[int, int]]:
    """Where the test part holds a line of the training part, as (start, end) with its line end."""
    known = set(training.split("\n", MOST_DOCUMENT_LINES))
    found, start = [], 0
    for line in test.split("\n"):
        end = min(start + len(line) + 1, len(test))
        if line.strip() and line in known:
            found.append((start, end))
        start = end
    return found


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these stretches, which are in order and do not overlap."""
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]])


def codes_of(text: str) -> Codes:
    """The characters of a text as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)


def _block_hashes(symbols: Codes, width: int) -> npt.NDArray[np.uint64]:
    """The hash of each block of `width` symbols, as `runs_of` gives it."""
    chunk = max(1, 400_000 // width) * width
    parts = [runs_of(stirred(symbols[i : i + chunk]), width)[::width] for i in range(0, len(symbols), chunk)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _grown(mine: Codes, theirs: Codes, source: Ints, width: int, least: int) -> list[Passage]:
    """Blocks that were found, grown to both sides as far as the texts agree."""
    found: list[Passage] = []
    last = 0
    for at in np.flatnonzero(source >= 0).tolist():
        if at + width <= last:
            continue
        here = max(at, last)  # a block that began inside the passage before goes on where that one ends
        there = int(source[at]) + here - at
        back = _agree(mine[last:here][::-1], theirs[:there][::-1])
        on = _agree(mine[here:], theirs[there:])
        if back + on >= least:
            found.append(Passage(here - back, here + on, there - back))
            last = here + on
    return found


def _agree(first: Codes, second: Codes) -> int:
    """How many symbols two sequences have in common from their start."""
    size, reached = 64, 0
    most = min(len(first), len(second))
    while reached < most:
        end = min(reached + size, most)
        apart = np.flatnonzero(first[reached:end] != second[reached:end])
        if len(apart):
            return reached + int(apart[0])
        reached, size = end, 2 * size
    return reached
