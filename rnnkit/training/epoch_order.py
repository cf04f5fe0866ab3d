"""Which rows are learned from together next, where an epoch is cut into batches anew each time."""

from collections.abc import Callable

import numpy as np

from rnnkit.training.checkpoint import State

Cut = Callable[[np.random.Generator], list[list[int]]]
"""The batches of an epoch, by the numbers of their rows, in an order that is drawn."""


class EpochOrder:
    """For ever: the numbers of the next batch, every row once an epoch, in an order of the seed."""

    def __init__(self, cut: Cut, seed: int) -> None:
        self._cut, self._rng = cut, np.random.default_rng(seed)
        self._before = self._rng.bit_generator.state  # as it was before it gave the order of this epoch
        self._batches: list[list[int]] = []
        self._next = 0

    def __len__(self) -> int:
        """Batches of this epoch; none before the first."""
        return len(self._batches)

    def __next__(self) -> list[int]:
        """The rows of the next batch."""
        if self._next >= len(self._batches):
            self._shuffle()
        self._next += 1
        return self._batches[self._next - 1]

    def state(self) -> State:
        """What the order of this epoch comes from, and how much of it is used up."""
        return {"before": self._before, "next": self._next}

    def resume(self, state: State) -> None:
        """Draw the same order, and go on in the middle of it."""
        self._rng.bit_generator.state = state["before"]
        if state["next"]:
            self._shuffle()
        self._next = state["next"]

    def _shuffle(self) -> None:
        self._before = self._rng.bit_generator.state
        self._batches, self._next = self._cut(self._rng), 0
