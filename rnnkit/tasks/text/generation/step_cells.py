"""One step of each recurrent cell for N texts at once; the same numbers as torch's layers, in less time.

Products of the input come in ready (`x`, biases included); the state is written in place. Everything is
kept gate by gate, `(G, N, H)`, so that a gate is one block for all texts.
Gates of torch: LSTM input, forget, candidate, output; GRU reset, update, new.
"""

import math
import time
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from rnnkit.config import GATES, Cell
from rnnkit.numpy_rnn.layer_weights import layer_weights

Array = npt.NDArray[np.float32]
ONE, HALF = np.float32(1), np.float32(0.5)
ROWS = 4  # texts that libraries multiply at once, where they are good at it
TRIES = 30


class LayerWeights:
    """The weights of one direction of one layer, arranged for single steps."""

    def __init__(self, weights: Mapping[str, Array], prefix: str, suffix: str, cell: Cell) -> None:
        ih, hh, b_ih, b_hh = (_by_gate(array, cell) for array in layer_weights(weights, prefix, suffix))
        self.hidden = hh.shape[1]
        self.input = ih  # (G, H, inputs)
        self.recurrent = hh  # (G, H, H)
        # A GRU multiplies the recurrent half of "new" by the reset gate, so its bias stays apart.
        self.bias = (b_ih if cell == "gru" else b_ih + b_hh)[:, None]  # (G, 1, H)
        self.recurrent_bias = b_hh[:, None]

    def read(self, x: Array) -> Array:
        """What inputs `(..., inputs)` bring into the layer: `(G, ..., H)`."""
        flat = np.matmul(x.reshape(-1, x.shape[-1]), self.input.transpose(0, 2, 1)) + self.bias
        result: Array = flat.reshape(len(flat), *x.shape[:-1], self.hidden)
        return result


def _by_gate(weight: Array, cell: Cell) -> Array:
    """Weights `(G * H, ...)` as `(G, H, ...)`: what is written comes last, and gates are halved.

    sigmoid(x) = (1 + tanh(x / 2)) / 2 saves the exponential.
    """
    G = GATES[cell]
    gates = weight.reshape(G, -1, *weight.shape[1:])
    if cell == "lstm":
        gates = gates[[0, 1, 3, 2]]
    scale = np.array([HALF] * (G - 1) + [ONE], dtype=np.float32)
    return np.ascontiguousarray(gates * scale.reshape(-1, *[1] * weight.ndim))


class CellStep:
    """The state of N texts in one direction of one layer, and how a symbol changes it."""

    def __init__(self, weights: LayerWeights, count: int) -> None:
        self.weights = weights
        G, H, _ = weights.recurrent.shape
        self.h, self.sums = np.zeros((count, H), dtype=np.float32), np.empty((G, count, H), dtype=np.float32)
        way = together if count > 1 and together_is_faster(G, H) else apart
        self._multiply = way(weights.recurrent, self.h, self.sums)
        self.gates, self.written = self.sums[:-1], self.sums[-1]
        self.prepare()

    def prepare(self) -> None:
        """Room for what is computed on the way."""

    def __call__(self, x: Array) -> Array:
        """Go on by one input `(G, N, H)`; returns the state `(N, H)`, which the next step overwrites."""
        raise NotImplementedError

    def multiply(self) -> Array:
        """The recurrent weights times the state, `(G, N, H)`."""
        self._multiply()
        return self.sums

    def open_gates(self) -> None:
        """From tanh of halved sums to sigmoid."""
        np.multiply(self.gates, HALF, out=self.gates)
        np.add(self.gates, HALF, out=self.gates)


class RnnStep(CellStep):
    """h = tanh(W x + U h)."""

    def __call__(self, x: Array) -> Array:
        """One step."""
        np.add(self.multiply()[0], x[0], out=self.h)
        np.tanh(self.h, out=self.h)
        return self.h


class ReluStep(CellStep):
    """h = max(0, W x + U h)."""

    def __call__(self, x: Array) -> Array:
        """One step."""
        np.add(self.multiply()[0], x[0], out=self.h)
        np.maximum(self.h, 0, out=self.h)
        return self.h


class LstmStep(CellStep):
    """c = f c + i g, h = o tanh(c) (Hochreiter & Schmidhuber 1997, Gers et al. 2000)."""

    def prepare(self) -> None:
        """The cell state, empty."""
        self.c = np.zeros_like(self.h)
        self.i, self.f, self.o, self.g = self.sums

    def __call__(self, x: Array) -> Array:
        """One step."""
        sums = self.multiply()
        np.add(sums, x, out=sums)
        np.tanh(sums, out=sums)
        self.open_gates()
        np.multiply(self.c, self.f, out=self.c)
        np.multiply(self.i, self.g, out=self.i)
        np.add(self.c, self.i, out=self.c)
        np.tanh(self.c, out=self.h)
        np.multiply(self.h, self.o, out=self.h)
        return self.h


class GruStep(CellStep):
    """n = tanh(W x + r (U h + b)), h = (1 - z) n + z h (Cho et al. 2014, as torch computes it)."""

    def __call__(self, x: Array) -> Array:
        """One step."""
        sums, n = self.multiply(), self.written
        np.add(sums, self.weights.recurrent_bias, out=sums)
        np.add(self.gates, x[:2], out=self.gates)
        np.tanh(self.gates, out=self.gates)
        self.open_gates()
        np.multiply(n, self.gates[0], out=n)
        np.add(n, x[2], out=n)
        np.tanh(n, out=n)
        np.subtract(self.h, n, out=self.h)
        np.multiply(self.h, self.gates[1], out=self.h)
        np.add(self.h, n, out=self.h)
        return self.h


STEPS: Mapping[str, type[CellStep]] = {
    "rnn": RnnStep,
    "relu": ReluStep,
    "gru": GruStep,
    "lstm": LstmStep,
}


def apart(recurrent: Array, state: Array, sums: Array) -> Callable[[], object]:
    """Multiply `(G, H, H)` with each state of `(N, H)` on its own, into `(G, N, H)`."""
    if len(state) == 1:
        matrix, column, result = recurrent.reshape(-1, recurrent.shape[2]), state[0], sums.reshape(-1)
        return lambda: np.dot(matrix, column, out=result)
    matrices, columns, into = recurrent[:, None], state[None, :, :, None], sums[:, :, :, None]
    return lambda: np.matmul(matrices, columns, out=into)


def together(recurrent: Array, state: Array, sums: Array) -> Callable[[], object]:
    """The same with all states at once."""
    matrices = np.ascontiguousarray(recurrent.transpose(0, 2, 1))
    return lambda: np.matmul(state, matrices, out=sums)


def product(matrix: Array, rows: int, *, together: bool) -> Callable[[Array], Array]:
    """Multiply rows `(N, K)` by `(M, K)`, at once or each alone, into `(N, M)`, the same array always."""
    found = np.empty((rows, len(matrix)), dtype=np.float32)
    if together:
        across = np.ascontiguousarray(matrix.T)
        return lambda x: np.matmul(x, across, out=found)
    alone, into = matrix[None], found[:, :, None]
    return lambda x: np.matmul(alone, x[:, :, None], out=into)[:, :, 0]


def rows_for(count: int, G: int, H: int) -> int:
    """How many texts to go on with where `count` are wanted: some to spare, where full blocks are faster."""
    return math.ceil(count / ROWS) * ROWS if count > 1 and together_is_faster(G, H) else count


@cache
def together_is_faster(G: int, H: int) -> bool:
    """Whether the library multiplies four states at once faster than three apart; many are slow at it."""
    recurrent = np.zeros((G, H, H), dtype=np.float32)

    def fastest(way: Callable[[Array, Array, Array], Callable[[], object]], rows: int) -> float:
        multiply = way(recurrent, np.zeros((rows, H), np.float32), np.empty((G, rows, H), np.float32))
        seconds = []
        for _ in range(TRIES):
            start = time.perf_counter()
            multiply()
            seconds.append(time.perf_counter() - start)
        return min(seconds)

    return fastest(together, ROWS) < fastest(apart, ROWS - 1)
