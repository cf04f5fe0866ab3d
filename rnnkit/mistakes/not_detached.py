"""The state is handed from batch to batch with the whole history of its computation."""

import time
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks

from rnnkit.mistakes.lab_rows import rmse, tensor, wave
from rnnkit.mistakes.measuring import CLIP, HIDDEN, LOOKS, Measured, Measuring, due

PIECES, STEPS, STREAMS = 40, 20, 16  # that follow each other, steps in time of each, series read at once
LATE = 10  # pieces at the end, over which errors and times are averaged
RATE = 0.2

Carry = Callable[[Any, Tensor], Tensor]


def wrong(loss: Any, state: Tensor) -> Tensor:
    """Go back through a piece of the series, and give the state that the next piece begins with."""
    loss.backward(retain_graph=True)
    return state


def right(loss: Any, state: Tensor) -> Tensor:
    """Go back through a piece of the series, and give the state that the next piece begins with."""
    loss.backward()
    return state.detach()


def measure(version: Carry, seed: int) -> Measuring:
    """Forecast the next values of waves, piece by piece; the trivial forecast is the last value."""
    rng = np.random.default_rng(seed)
    series = tensor(np.stack([wave(rng, PIECES * STEPS + 1) for _ in range(STREAMS)]))[:, :, None]
    pieces = zip(torch.split(series[:, :-1], STEPS, 1), torch.split(series[:, 1:], STEPS, 1), strict=True)
    reader, errors, milliseconds, operations = StreamReader(seed), [], [], []
    for number, (x, y) in enumerate(pieces, start=1):
        started = time.perf_counter()
        errors.append(reader.read(version, x, y))
        milliseconds.append(1e3 * (time.perf_counter() - started))
        operations.append(reader.operations)
        if due(number, PIECES):
            yield {"step": number, "milliseconds": float(np.mean(milliseconds[-PIECES // LOOKS :]))}
    numbers = {
        "error": float(np.mean(errors[-LATE:])),
        "first": float(operations[0]),
        "last": float(operations[-1]),
        "milliseconds": float(np.mean(milliseconds[-LATE:])),
        "kilobytes": reader.kept.bytes / 1e3,
    }
    late = series[:, (PIECES - LATE) * STEPS :]
    return Measured(numbers, {"error": rmse(late[:, :-1], late[:, 1:])})


class StreamReader:
    """A network that reads series without end, piece by piece, and learns from each."""

    def __init__(self, seed: int) -> None:
        torch.manual_seed(seed)
        self._layer, self._head = nn.RNN(1, HIDDEN, batch_first=True), nn.Linear(HIDDEN, 1)
        self._weights = [*self._layer.parameters(), *self._head.parameters()]
        self._state = torch.zeros(1, STREAMS, HIDDEN)
        self._loss: Any = None
        self.kept = SavedTensors()

    def read(self, version: Carry, x: Tensor, y: Tensor) -> float:
        """Read a piece `(STREAMS, STEPS, 1)`, learn from it, and give the RMSE it was read with."""
        with saved_tensors_hooks(self.kept.keep, self.kept.give):
            out, state = self._layer(x, self._state)
            self._loss = (self._head(out) - y).square().mean()
        self._state = version(self._loss, state)
        nn.utils.clip_grad_norm_(self._weights, CLIP)
        for weight in self._weights:
            assert weight.grad is not None
            weight.data -= RATE * weight.grad  # as old tutorials do it: torch does not notice the change
            weight.grad = None
        return float(self._loss.detach().sqrt())

    @property
    def operations(self) -> int:
        """How many operations the way back from the newest loss leads through."""
        seen, ahead = {self._loss.grad_fn}, [self._loss.grad_fn]
        while ahead:
            before = {found for found, _ in ahead.pop().next_functions if found is not None} - seen
            seen |= before
            ahead += before
        return len(seen)


class SavedTensors:
    """Counts the bytes of what is kept for the way back."""

    def __init__(self) -> None:
        self.bytes = 0

    def keep(self, tensor: Tensor) -> "SavedTensor":
        """Put a tensor away."""
        box = SavedTensor(tensor)
        self.bytes += tensor.nbytes
        weakref.finalize(box, self._let_go, tensor.nbytes)
        return box

    def give(self, box: "SavedTensor") -> Tensor:
        """Give it back on the way back."""
        return box.tensor

    def _let_go(self, size: int) -> None:
        self.bytes -= size


class SavedTensor:
    """A tensor that was put away until the way back comes by."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor
