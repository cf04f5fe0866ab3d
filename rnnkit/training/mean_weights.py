"""Weights that are kept beside the newest: their moving average, and the best that a check has seen."""

import copy
import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from rnnkit.training.checkpoint import State, refill
from rnnkit.training.torch_names import copy_all, move_all

AVERAGE_DECAY = 0.98


class Average:
    """A moving average of the weights: steadier than the newest ones, above all while the rate is high.

    Polyak & Juditsky 1992; the decay grows with the steps, as in Tan & Le 2019.
    """

    def __init__(self, model: nn.Module) -> None:
        self._newest = [weight.data for weight in model.parameters()]
        self._mean = [weight.clone() for weight in self._newest]
        self._steps = 0

    def state(self) -> State:
        """The mean so far."""
        return {"steps": self._steps, "mean": self._mean}

    def resume(self, state: State) -> None:
        """Go on from a mean."""
        refill(dict(enumerate(self._mean)), dict(enumerate(state["mean"])))
        self._steps = state["steps"]

    @torch.no_grad()
    def follow(self) -> None:
        """Move a little towards the newest weights."""
        self._steps += 1
        keep = min(AVERAGE_DECAY, (1 + self._steps) / (10 + self._steps))
        move_all(self._mean, self._newest, 1 - keep)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Let the model hold the average for a while."""
        newest = [weight.clone() for weight in self._newest]
        copy_all(self._newest, self._mean)
        try:
            yield
        finally:
            copy_all(self._newest, newest)


class Best:
    """The weights with the lowest validation loss so far."""

    def __init__(self, model: nn.Module) -> None:
        self.loss = math.inf
        self.stale = 0
        self._weights = copy.deepcopy(model.state_dict())

    def offer(self, loss: float, model: nn.Module) -> bool:
        """Take the model's weights if this loss is the lowest yet, and say whether it is."""
        if not loss < self.loss:
            self.stale += 1
            return False
        self.loss, self.stale = loss, 0
        for name, value in model.state_dict().items():
            self._weights[name].copy_(value)
        return True

    def state(self) -> State:
        """The best so far, and how many checks ago it was found."""
        return {"loss": self.loss, "stale": self.stale, "weights": self._weights}

    def resume(self, state: State) -> None:
        """Go on from a best."""
        refill(self._weights, state["weights"])
        self.loss, self.stale = state["loss"], state["stale"]

    def restore(self, model: nn.Module) -> None:
        """Put the best weights into the model."""
        model.load_state_dict(self._weights)
