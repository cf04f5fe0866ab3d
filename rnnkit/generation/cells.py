"""One step of each recurrent cell for N texts at once; the same numbers as torch's layers, in less time.

Products of the input come in ready (`x`, biases included); the state is written in place.
Gates of torch: LSTM input, forget, candidate, output; GRU reset, update, new.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.config import GATES, Cell

Array = npt.NDArray[np.float32]
ONE, HALF = np.float32(1), np.float32(0.5)


class LayerWeights:
    """The weights of one direction of one layer, arranged for single steps."""

    def __init__(self, weights: Mapping[str, Array], prefix: str, suffix: str, cell: Cell) -> None:
        ih, hh, b_ih, b_hh = (
            weights[f"{prefix}.{kind}_l0{suffix}"]
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        self.hidden = hh.shape[1]
        order = _order(cell, self.hidden)
        half = _halved(cell, self.hidden)
        self.input = np.ascontiguousarray(ih[order] * half[:, None])  # (gates * H, inputs)
        self.recurrent = np.ascontiguousarray(hh[order] * half[:, None])  # (gates * H, H)
        # A GRU multiplies the recurrent half of "new" by the reset gate, so its bias stays apart.
        self.bias = b_ih * half if cell == "gru" else (b_ih + b_hh)[order] * half
        self.recurrent_bias = b_hh * half if cell == "gru" else np.zeros_like(b_hh)


def _order(cell: Cell, H: int) -> npt.NDArray[np.intp]:
    """The candidate of an LSTM moves behind the three gates, which are then one block."""
    rows = np.arange(GATES[cell] * H)
    return np.concatenate([rows[: 2 * H], rows[3 * H :], rows[2 * H : 3 * H]]) if cell == "lstm" else rows


def _halved(cell: Cell, H: int) -> Array:
    """Gates take half of their input: sigmoid(x) = (1 + tanh(x / 2)) / 2 saves the exponential."""
    gates = GATES[cell] - 1  # the last block is what is written, not a gate
    return np.repeat(np.array([HALF] * gates + [ONE], dtype=np.float32), H)


class Step:
    """The state of N texts in one direction of one layer, and how a symbol changes it."""

    def __init__(self, weights: LayerWeights, count: int) -> None:
        self.weights = weights
        H = self.hidden = weights.hidden
        self.h = np.zeros((count, H), dtype=np.float32)
        self._sums = np.empty((count, len(weights.recurrent)), dtype=np.float32)
        # One product of a matrix and a vector for each text: the libraries are slow at two to eight at once.
        self._column, self._into = self.h[:, :, None], self._sums[:, :, None]
        self._prepare()

    def _prepare(self) -> None:
        """Room for what is computed on the way."""

    def _multiply(self) -> Array:
        """The recurrent weights times the state, `(N, gates * H)`."""
        np.matmul(self.weights.recurrent, self._column, out=self._into)
        return self._sums

    def __call__(self, x: Array) -> Array:
        """Go on by one input `(N, gates * H)`; returns the state `(N, H)`, which the next step overwrites."""
        raise NotImplementedError


class RnnStep(Step):
    """h = tanh(W x + U h)."""

    def __call__(self, x: Array) -> Array:
        """One step."""
        sums = self._multiply()
        np.add(sums, x, out=sums)
        return np.tanh(sums, out=self.h)


class LstmStep(Step):
    """c = f c + i g, h = o tanh(c) (Hochreiter & Schmidhuber 1997, Gers et al. 2000)."""

    def _prepare(self) -> None:
        self.c, s, H = np.zeros_like(self.h), self._sums, self.hidden
        self._gates = s[:, : 3 * H]
        self._i, self._f, self._o, self._g = (s[:, n * H : (n + 1) * H] for n in range(4))

    def __call__(self, x: Array) -> Array:
        """One step."""
        sums = self._multiply()
        np.add(sums, x, out=sums)
        np.tanh(sums, out=sums)
        gates = self._gates
        np.multiply(gates, HALF, out=gates)
        np.add(gates, HALF, out=gates)
        np.multiply(self.c, self._f, out=self.c)
        np.multiply(self._i, self._g, out=self._i)
        np.add(self.c, self._i, out=self.c)
        np.tanh(self.c, out=self.h)
        return np.multiply(self.h, self._o, out=self.h)


class GruStep(Step):
    """n = tanh(W x + r (U h + b)), h = (1 - z) n + z h (Cho et al. 2014, as torch computes it)."""

    def _prepare(self) -> None:
        s, H = self._sums, self.hidden
        self._gates, self._r, self._z, self._n = s[:, : 2 * H], s[:, :H], s[:, H : 2 * H], s[:, 2 * H :]

    def __call__(self, x: Array) -> Array:
        """One step."""
        H, gates, n = self.hidden, self._gates, self._n
        sums = self._multiply()
        np.add(sums, self.weights.recurrent_bias, out=sums)
        np.add(gates, x[:, : 2 * H], out=gates)
        np.tanh(gates, out=gates)
        np.multiply(gates, HALF, out=gates)
        np.add(gates, HALF, out=gates)
        np.multiply(n, self._r, out=n)
        np.add(n, x[:, 2 * H :], out=n)
        np.tanh(n, out=n)
        np.subtract(self.h, n, out=self.h)
        np.multiply(self.h, self._z, out=self.h)
        return np.add(self.h, n, out=self.h)


STEPS: Mapping[Cell, type[Step]] = {"rnn": RnnStep, "gru": GruStep, "lstm": LstmStep}
