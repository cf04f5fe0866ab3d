"""The networks written out in NumPy against torch's own, with the same weights: how far they are apart.

Computed on this machine by the process that measures it, since the screen does without torch.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.numpy_rnn import (
    CELLS,
    CROSS_ENTROPY,
    SQUARED_ERROR,
    Array,
    Arrays,
    Loss,
    SequenceBatch,
    both_ways,
    difference,
    start,
)
from rnnkit.numpy_rnn.copied_weights import BLOCKS

FACT = "parity"
T, F, H, K = 12, 3, 5, 4
LOSSES: Mapping[Loss, nn.Module] = {CROSS_ENTROPY: nn.CrossEntropyLoss(), SQUARED_ERROR: nn.MSELoss()}


@dataclass(frozen=True)
class Parity:
    """The largest difference of predictions and states, and of gradients relative to their size."""

    forward: float
    gradients: float


def facts() -> dict[str, object]:
    """For each cell how far NumPy and torch are apart, the worse of both losses."""
    found = {cell: [parity(cell, loss) for loss in LOSSES] for cell in BLOCKS}
    cells = {
        cell: asdict(Parity(max(one.forward for one in both), max(one.gradients for one in both)))
        for cell, both in found.items()
    }
    return {"torch": torch.__version__, "cells": cells}


def parity(cell: str, loss: Loss, seed: int = 0) -> Parity:
    """Run both over the same random sequence with the same weights."""
    w, lesson = start(CELLS[cell], F, H, K, seed), random_lesson(loss, seed)
    run, back = both_ways(CELLS[cell], w, lesson)
    theirs = TorchNetwork(cell, w)
    states, scores = theirs(torch.from_numpy(lesson.inputs))
    answer = LOSSES[loss](scores, torch.from_numpy(lesson.targets))
    answer.backward()
    pairs = [
        (np.stack([now.h for now in run.steps]), states),
        (np.stack([now.s for now in run.steps]), scores),
        (np.array(run.loss), answer),
    ]
    forward = max(float(np.abs(ours - other.detach().numpy()).max()) for ours, other in pairs)
    return Parity(forward, max(difference(back.weights, theirs.gradients()).values()))


def random_lesson(loss: Loss, seed: int) -> SequenceBatch:
    """Noise to read, and noise or random classes to answer."""
    rng = np.random.default_rng(seed)
    classes, numbers = np.eye(K)[rng.integers(K, size=T)], rng.standard_normal((T, K))
    return SequenceBatch(rng.standard_normal((T, F)), classes if loss is CROSS_ENTROPY else numbers, loss)


class TorchNetwork(nn.Module):
    """One of torch's recurrent layers and a linear one, with the weights of the NumPy network."""

    def __init__(self, cell: str, w: Arrays) -> None:
        super().__init__()
        self.gates = BLOCKS[cell]
        (H, F), K = w[f"W_x{self.gates[0]}"].shape, len(w.b_y)
        self.layer = recurrent(cell, F, H)
        self.out = nn.Linear(H, K, dtype=torch.float64)
        self._copy("weight_ih_l0", [w[f"W_x{gate}"] for gate in self.gates])
        self._copy("weight_hh_l0", [w[f"W_h{gate}"] for gate in self.gates])
        self._copy("bias_ih_l0", [w[self._bias(gate)] for gate in self.gates])
        self._copy("bias_hh_l0", [w.get(f"b_h{gate}", np.zeros(H)) for gate in self.gates])
        with torch.no_grad():
            self.out.weight.copy_(torch.from_numpy(w.W_hy))
            self.out.bias.copy_(torch.from_numpy(w.b_y))

    def _copy(self, name: str, blocks: list[Array]) -> None:
        with torch.no_grad():
            getattr(self.layer, name).copy_(torch.from_numpy(np.concatenate(blocks)))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Inputs `(T, F)` to states `(T, H)` and scores `(T, K)`."""
        states = self.layer(x)[0]
        return states, self.out(states)

    def gradients(self) -> Arrays:
        """The gradients under the names of the NumPy network."""
        found = {"W_hy": gradient(self.out.weight), "b_y": gradient(self.out.bias)}
        for stem, name in (("W_x", "weight_ih_l0"), ("W_h", "weight_hh_l0")):
            found |= self._by_gate(stem, name)
        found |= {self._bias(name[-1]): block for name, block in self._by_gate("b_", "bias_ih_l0").items()}
        if "n" in self.gates:
            found["b_hn"] = self._by_gate("b_h", "bias_hh_l0")["b_hn"]
        return Arrays(**found)

    def _bias(self, gate: str) -> str:
        """Torch's two biases of a sum are one here, except in the candidate of a GRU."""
        return "b_xn" if gate == "n" else f"b_{gate}"

    def _by_gate(self, stem: str, name: str) -> dict[str, Array]:
        blocks = np.split(gradient(getattr(self.layer, name)), len(self.gates))
        return {stem + gate: block for gate, block in zip(self.gates, blocks, strict=True)}


def recurrent(cell: str, F: int, H: int) -> nn.RNNBase:
    """torch's layer of this kind, in double precision."""
    if cell in ("rnn", "relu"):
        activation = "tanh" if cell == "rnn" else "relu"
        return nn.RNN(F, H, nonlinearity=activation, dtype=torch.float64)
    kind = nn.LSTM if cell == "lstm" else nn.GRU
    return kind(F, H, dtype=torch.float64)


def gradient(weight: Tensor) -> Array:
    """The gradient of a weight as a NumPy array."""
    assert weight.grad is not None
    return np.asarray(weight.grad.numpy(), dtype=np.float64)
