"""Networks of about the same number of weights, so that none wins by its size. No torch in here."""

from collections.abc import Mapping, Sequence

from rnnkit.config import Encoder, parse
from rnnkit.tasks.memory.plan import LARGEST, count_weights
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData

Look = tuple[Encoder, bool]  # what reads, and whether from both ends

# What a person chooses between: three cells, both directions, and the two that carry nothing along.
COMPARED: Sequence[Look] = (
    ("rnn", False),
    ("lstm", False),
    ("gru", False),
    ("lstm", True),
    ("cnn", False),
    ("transformer", False),
)
AROUND = 0.12  # of the wanted weights: how far all of them together may be moved to be alike


def equal_sizes(problem: MemoryData, weights: int, looks: Sequence[Look] = COMPARED) -> dict[Look, int]:
    """The hidden size of each network with which all are most alike in weights, near those wanted.

    A hidden size is a whole number, so a wanted weight is rarely met. Every weight that one of them can have
    near it is tried for all, and the one taken where the heaviest is least heavier than the lightest.
    """
    counts = {look: counts_by_size(problem, look, weights) for look in looks}
    near = {
        count
        for found in counts.values()
        for count in found.values()
        if abs(count - weights) <= AROUND * weights
    }
    candidates = [_closest(counts, target) for target in sorted(near or {weights})]
    return min(candidates, key=lambda sizes: spread([counts[look][size] for look, size in sizes.items()]))


def counts_by_size(problem: MemoryData, look: Look, weights: int) -> dict[int, int]:
    """Weights by hidden size, up to the first that is more than twice as heavy as wanted."""
    cell, bidirectional = look
    config = parse(MemoryConfig, problem.model_dump() | {"cell": cell, "bidirectional": bidirectional})
    found = {}
    for size in range(1, LARGEST + 1):
        found[size] = count_weights(config, size)
        if found[size] > 2 * weights:
            break
    return found


def spread(counts: Sequence[int]) -> float:
    """How many times as heavy as the lightest the heaviest is."""
    return max(counts) / min(counts)


def _closest(counts: Mapping[Look, Mapping[int, int]], target: int) -> dict[Look, int]:
    return {
        look: min(found, key=lambda size, found=found: abs(found[size] - target))  # type: ignore[misc]
        for look, found in counts.items()
    }
