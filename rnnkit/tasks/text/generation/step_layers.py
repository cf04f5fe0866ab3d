"""The layers of a model that goes on by single steps: by the kernel where it was built, or in NumPy.

What a symbol brings into the first layer is looked up in a table, a row for each symbol.
"""

import ctypes
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.config import GATES
from rnnkit.numpy_rnn.layer_weights import kind_of, layer_weights
from rnnkit.quick.stepping import LayerSteps, Product, StepLayer, StepMatrix, StepWeights
from rnnkit.tasks.text.generation.step_cells import (
    STEPS,
    Array,
    CellStep,
    LayerWeights,
    product,
    rows_for,
    together_is_faster,
)
from rnnkit.tasks.text.settings import ResolvedText

TABLE = 16_000_000  # numbers; a larger vocabulary is multiplied when it is read
MODES = {"rnn": "RNN_TANH", "relu": "RNN_RELU", "gru": "GRU", "lstm": "LSTM"}

Ids = npt.NDArray[np.integer]
Step = Callable[[Array], Array]
"""How a layer goes on: from inputs `(N, F)` to states `(N, H)`, which the next step overwrites."""


def is_small(config: ResolvedText, vocabulary: int) -> bool:
    """Whether all that symbols bring into a layer is kept in a table."""
    return vocabulary * GATES[config.cell] * config.hidden_size <= TABLE


class NumpyLayers:
    """All layers in one direction or both, arranged for steps in NumPy."""

    def __init__(
        self, weights: Mapping[str, Array], config: ResolvedText, embedded: Array, head: Array
    ) -> None:
        """`embedded` `(V, E)` are the symbols as numbers, `head` `(V, W)` multiplies what the layers say."""
        self.step = STEPS[kind_of(config)]
        suffixes = ("", "_reverse") if config.bidirectional else ("",)
        prefixes = [f"recurrent.layers.{n}" for n in range(config.num_layers)]
        self.layers = [[LayerWeights(weights, p, s, config.cell) for s in suffixes] for p in prefixes]
        self._size = GATES[config.cell], config.hidden_size
        self._embedded, self._head = embedded, head
        small = is_small(config, len(embedded))
        self._tables = [layer.read(embedded) if small else None for layer in self.layers[0]]  # (G, V, H)

    def rows_for(self, count: int) -> int:
        """How many texts to go on with where `count` are wanted; those to spare say nothing."""
        return rows_for(count, *self._size)

    def first_input(self, ids: Ids | slice, direction: int = 0) -> Array:
        """What symbols `(...)` bring into the first layer: `(G, ..., H)`."""
        table = self._tables[direction]
        return self.layers[0][direction].read(self._embedded[ids]) if table is None else table[:, ids]

    def begin(self, rows: int) -> tuple[Callable[[Ids], Array], Sequence[Step]]:
        """So many texts: the step of the first layer, which takes symbols `(N,)`, and of those above."""
        first, *later = (self.step(layer[0], rows) for layer in self.layers)

        def read(ids: Ids) -> Array:
            # A slice is not copied.
            return first(self.first_input(slice(ids[0], ids[0] + 1) if rows == 1 else ids))

        return read, [_reading(step) for step in later]

    def answer(self, rows: int) -> Step:
        """The product of the head with what so many texts say: `(N, W)` to `(N, V)`."""
        return product(self._head, rows, together=rows > 1 and together_is_faster(*self._size))


def _reading(step: CellStep) -> Step:
    """A step that takes inputs as they are, not what they bring in."""
    return lambda x: step(step.weights.read(x))


class KernelLayers:
    """All layers in one direction, packed for steps in the kernel."""

    def __init__(
        self,
        library: ctypes.CDLL,
        weights: Mapping[str, Array],
        config: ResolvedText,
        embedded: Array,
        head: Array,
    ) -> None:
        """See `NumpyLayers`."""
        mode = MODES[kind_of(config)]
        found = [
            step_weights(mode, *layer_weights(weights, f"recurrent.layers.{n}"))
            for n in range(config.num_layers)
        ]
        self._embedded = None if is_small(config, len(embedded)) else embedded
        if self._embedded is None and (inputs := found[0].inputs) is not None:
            found[0] = found[0]._replace(inputs=None, bias=embedded @ inputs.T + found[0].bias)
        self._layers = [StepLayer(library, layer) for layer in found]
        self._head = StepMatrix(library, head)

    def rows_for(self, count: int) -> int:
        """As many as are wanted: none is to spare."""
        return count

    def begin(self, rows: int) -> tuple[Callable[[Ids], Array], Sequence[Step]]:
        """See `NumpyLayers.begin`."""
        first, *later = (LayerSteps(layer, rows) for layer in self._layers)
        embedded = self._embedded
        return (first if embedded is None else lambda ids: first(embedded[ids])), later

    def answer(self, rows: int) -> Step:
        """See `NumpyLayers.answer`."""
        return Product(self._head, rows)


def step_weights(mode: str, ih: Array, hh: Array, b_ih: Array, b_hh: Array) -> StepWeights:
    """The weights of one layer with one bias for each sum; a GRU's candidate keeps two."""
    H = hh.shape[1]
    bias, own = b_ih + b_hh, np.zeros(H, dtype=np.float32)
    if mode == "GRU":
        bias[2 * H :], own = b_ih[2 * H :], b_hh[2 * H :]
    return StepWeights(mode, *map(np.ascontiguousarray, (hh, ih, bias, own)))
