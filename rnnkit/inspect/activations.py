"""A trained network as it reads a sequence: every state and every gate at every step, in float64.

Source: the equations of `rnnkit.numpy_rnn`, with the weights of the trained network.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.config.training import NetworkSettings
from rnnkit.numpy_rnn import CELLS, Array, Arrays
from rnnkit.numpy_rnn.copied_weights import Weights, from_torch
from rnnkit.numpy_rnn.layer_weights import kind_of
from rnnkit.numpy_rnn.network import nothing, unroll
from rnnkit.numpy_rnn.steps import layer_norm

GATES: Mapping[str, tuple[str, ...]] = {"lstm": ("i", "f", "o"), "gru": ("r", "z")}


@dataclass(frozen=True)
class LayerActivations:
    """One direction of one layer at work: `h` is `(T, H)`, and so is every gate, step after step."""

    number: int
    backward: bool
    h: Array
    gates: Mapping[str, Array]


@dataclass(frozen=True)
class Activations:
    """What was read, as it is called on screen, and every layer at it; `notice` says what was left out."""

    cell: str
    symbols: tuple[str, ...]
    layers: tuple[LayerActivations, ...]
    notice: str = ""

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.symbols)

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return sum(array.nbytes for layer in self.layers for array in (layer.h, *layer.gates.values()))


def layers(weights: Weights, config: NetworkSettings, prefix: str, x: Array) -> Iterator[LayerActivations]:
    """Every layer and direction of a stack as it reads `(T, F)`; each layer reads the states below it."""
    kind = kind_of(config)
    for number in range(config.num_layers):
        name = f"{prefix}.layers.{number}"
        found = [LayerActivations(number, False, *_run(kind, from_torch(kind, weights, name), x))]
        if config.bidirectional:
            h, gates = _run(kind, from_torch(kind, weights, name, "_reverse"), x[::-1])
            turned = {gate: values[::-1] for gate, values in gates.items()}
            found.append(LayerActivations(number, True, h[::-1], turned))
        yield from found
        x = np.concatenate([layer.h for layer in found], axis=1)
        if config.layer_norm:
            norm = f"{prefix}.norms.{number}"
            x = layer_norm(x, weights[f"{norm}.weight"], weights[f"{norm}.bias"])


def _run(cell: str, w: Arrays, x: Array) -> tuple[Array, dict[str, Array]]:
    """One direction over inputs `(T, F)`: states and gates, each `(T, H)`."""
    H = len(next(iter(w.values())))
    steps = unroll(CELLS[cell], w, x, nothing(CELLS[cell], H))
    return np.stack([now.h for now in steps]), {
        gate: np.stack([now[gate] for now in steps]) for gate in GATES[cell]
    }
