"""The networks of a trained classifier in NumPy: the screen asks them at once, without torch or a worker.

Many rows are read side by side, one per column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn import CELLS
from rnnkit.numpy_rnn.arrays import Arrays
from rnnkit.numpy_rnn.copied_weights import from_torch
from rnnkit.numpy_rnn.layer_weights import kind_of
from rnnkit.numpy_rnn.steps import layer_norm, log_softmax
from rnnkit.tasks.classify.settings import ResolvedClassify

Array = npt.NDArray[np.float64]
Weights = Mapping[str, npt.NDArray[np.float32]]

NUDGE = 1e-4  # share of an embedding; in 64 bits the derivative is right to about seven digits


@dataclass(frozen=True)
class NumpyNetwork:
    """The networks as arrays; they answer with the mean of their probabilities."""

    weights: Weights
    config: ResolvedClassify

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return sum(array.nbytes for array in self.weights.values())

    def log_p(self, rows: Sequence[npt.NDArray[Any]], scales: Array | None = None) -> Array:
        """Logarithms of the probabilities `(N, C)` that the networks give together, of rows as numbers.

        With `scales` `(N, T)` the embedding of each step is multiplied by its own.
        """
        found = [log_softmax(self._one(f"nets.{n}", rows, scales)) for n in range(self.config.nets)]
        return np.asarray(np.logaddexp.reduce(found) - np.log(len(found)))

    def gradient(self, row: npt.NDArray[Any], parts: Sequence[npt.NDArray[np.int64]], answer: int) -> Array:
        """Gradient times input of each part `(S,)`, the places of its steps: by how much the probability of
        the answer would rise for each share by which the embeddings of the part grow, were it to go on so.

        That is the derivative along one direction, told by two looks on either side of where it is.
        """
        scales = np.ones((2 * len(parts), len(row)))
        for number, places in enumerate(parts):
            scales[number, places] += NUDGE
            scales[number + len(parts), places] -= NUDGE
        p = np.exp(self.log_p([row] * len(scales), scales)[:, answer])
        return np.asarray((p[: len(parts)] - p[len(parts) :]) / (2 * NUDGE))

    def _one(self, name: str, rows: Sequence[npt.NDArray[Any]], scales: Array | None) -> Array:
        """Scores `(N, C)` of one network."""
        lengths = np.array([len(row) for row in rows])
        block = np.zeros((lengths.max(), len(rows), *rows[0].shape[1:]), rows[0].dtype)
        for column, row in enumerate(rows):
            block[: len(row), column] = row
        x = self._embedded(f"{name}.embed", block)  # (T, N, E)
        if scales is not None:
            x = x * scales.T[:, :, None]
        states, last = self._states(f"{name}.recurrent", x, lengths)
        pooled = self._pooled(name, states, last, lengths)
        weight, bias = self.weights[f"{name}.head.weight"], self.weights[f"{name}.head.bias"]
        return np.asarray(pooled @ weight.T.astype(np.float64) + bias)

    def _embedded(self, name: str, block: npt.NDArray[Any]) -> Array:
        """Steps as E numbers each: the rows of symbols, or a linear map of values `(T, N, F)`."""
        weight = self.weights[f"{name}.weight"].astype(np.float64)
        if block.ndim == 2:
            return np.asarray(weight[block])
        return np.asarray(block.astype(np.float64) @ weight.T + self.weights[f"{name}.bias"])

    def _states(self, name: str, x: Array, lengths: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        """Outputs `(T, N, D * H)` of all steps and last ones `(N, D * H)`, see `Recurrent.read_padded`."""
        columns = np.arange(x.shape[1])
        turned = np.maximum(lengths - 1 - np.arange(len(x))[:, None], 0)  # (T, N)
        for layer in range(self.config.num_layers):
            outputs = [self._way(f"{name}.layers.{layer}", "", x)]
            if self.config.bidirectional:
                back = self._way(f"{name}.layers.{layer}", "_reverse", x[turned, columns])
                outputs.append(back[turned, columns])
            x = self._normed(f"{name}.norms.{layer}", np.concatenate(outputs, axis=2))
        last = [outputs[0][lengths - 1, columns], *(output[0] for output in outputs[1:])]
        return x, self._normed(f"{name}.norms.{layer}", np.concatenate(last, axis=1))

    def _way(self, name: str, suffix: str, x: Array) -> Array:
        """One direction of one layer over `(T, N, F)`: its states `(T, N, H)`."""
        kind = kind_of(self.config)
        w = from_torch(kind, self.weights, name, suffix)
        columns = Arrays(**{key: array[:, None] if array.ndim == 1 else array for key, array in w.items()})
        cell, N = CELLS[kind], x.shape[1]
        now = Arrays(**{state: np.zeros((self.config.hidden_size, N)) for state in cell.states})
        states = []
        for step in x:
            now = cell.forward(columns, step.T, now)
            states.append(now.h.T)
        return np.stack(states)

    def _normed(self, name: str, x: Array) -> Array:
        """Layer norm, as torch computes it, where there is one."""
        if not self.config.layer_norm:
            return x
        return layer_norm(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _pooled(self, name: str, states: Array, last: Array, lengths: npt.NDArray[np.int64]) -> Array:
        """What the class is read off `(N, W)`, see `SingleClassifier.pooled`."""
        real = (np.arange(len(states))[:, None] < lengths)[:, :, None]
        if self.config.pooling == "final":
            return last
        if self.config.pooling == "attention":
            weight, bias = self.weights[f"{name}.attention.weight"], self.weights[f"{name}.attention.bias"]
            scores = np.where(real, states @ weight.T.astype(np.float64) + bias, -np.inf)
            shares = np.exp(scores - scores.max(axis=0))
            return np.asarray((shares / shares.sum(axis=0) * states).sum(axis=0))
        largest = np.where(real, states, -np.inf).max(axis=0)
        mean = (states * real).sum(axis=0) / lengths[:, None]
        return np.concatenate([last, largest, mean], axis=1)
