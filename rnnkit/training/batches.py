"""Which windows are learned from next, and which few stand for many."""

import math

import torch
from torch import Tensor

from rnnkit.training.checkpoint import State


class BatchSampler:
    """Positions of a batch: every window once in each epoch, in an order the seed decides."""

    def __init__(self, positions: Tensor, batch_size: int, seed: int) -> None:
        self._all, self._size = positions, batch_size
        self._generator = torch.Generator().manual_seed(seed)
        self._before = self._generator.get_state()  # as it was before it gave the order of this epoch
        self._order, self._next = positions[:0], 0

    def __call__(self) -> Tensor:
        """The next batch `(B,)`; what does not fill one at the end of an epoch is left out."""
        if self._next + self._size > len(self._order):
            self._shuffle()
        self._next += self._size
        return self._order[self._next - self._size : self._next]

    def state(self) -> State:
        """What the order of this epoch comes from, and how much of it is used up."""
        return {"before": self._before, "next": self._next}

    def resume(self, state: State) -> None:
        """Draw the same order, and go on in the middle of it."""
        self._generator.set_state(state["before"])
        if state["next"]:
            self._shuffle()
        self._next = state["next"]

    def _shuffle(self) -> None:
        self._before = self._generator.get_state()
        order = torch.randperm(len(self._all), generator=self._generator)
        self._order, self._next = self._all[order.to(self._all.device)], 0


def thinned(positions: Tensor, most: int) -> Tensor:
    """At most so many of the positions, evenly spaced."""
    return positions[:: max(1, math.ceil(len(positions) / most))]
