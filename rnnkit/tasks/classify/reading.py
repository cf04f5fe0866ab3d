"""A trained classifier on a typed text, in NumPy: the screen asks it at once, without torch or a worker.

Many variants of one text are read side by side, one a column: its beginnings, and itself without each word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rnnkit.config import NORM_EPSILON
from rnnkit.data import Vocabulary
from rnnkit.data.text.vocabulary import pieces
from rnnkit.numpy_rnn import CELLS
from rnnkit.numpy_rnn.arrays import Arrays
from rnnkit.numpy_rnn.copied_weights import from_torch
from rnnkit.numpy_rnn.layer_weights import kind_of
from rnnkit.tasks.classify.answering import Answering
from rnnkit.tasks.classify.corpus import encode, prepared
from rnnkit.tasks.classify.partner import Partner, log_softmax, mixed
from rnnkit.tasks.classify.settings import ResolvedClassify

Array = npt.NDArray[np.float64]
Weights = Mapping[str, npt.NDArray[np.float32]]

MOST_PARTS = 40  # of a text that are followed one by one; a longer one is followed in stretches


@dataclass(frozen=True)
class Told:
    """What a model says of a text: `p` (C,) of the whole, `after` (S, C) each of its S parts, and by how much
    the probability of its answer falls without each part, `effect` (S,)."""

    parts: tuple[str, ...]
    p: Array
    after: Array
    effect: Array


@dataclass(frozen=True)
class Teller:
    """All of a model, as arrays."""

    weights: Weights
    config: ResolvedClassify
    vocabulary: Vocabulary
    answering: Answering
    partner: Partner

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        partner = self.partner.features.buckets.nbytes + 2 * self.partner.tf_idf.weights.nbytes
        return sum(array.nbytes for array in self.weights.values()) + partner

    def p(self, texts: Sequence[str]) -> Array:
        """Probabilities of the classes `(N, C)` of texts."""
        ids = [encode(text, self.vocabulary, self.config, self.config.max_length) for text in texts]
        network = self.network(ids)
        share = self.answering.share
        return np.exp(network if share >= 1 else mixed(self.partner.log_p(texts), network, share))

    def tell(self, text: str) -> Told:
        """The answer to a text, after each of its parts, and what each part does to it."""
        parts = self.parts(text)
        starts = ["".join(parts[: n + 1]) for n in range(len(parts))]
        without = ["".join((*parts[:n], *parts[n + 1 :])) for n in range(len(parts))]
        found = self.p([*starts, *without])
        after, p = found[: len(parts)], found[len(parts) - 1]
        answer = int(p.argmax())
        return Told(parts, p, after, p[answer] - found[len(parts) :, answer])

    def parts(self, text: str) -> tuple[str, ...]:
        """The words of a text, or its characters where those are read; of a long one, stretches of them."""
        whole = prepared(text, self.config)
        symbols = list(whole) if self.config.unit == "char" else list(pieces(whole))
        if len(symbols) <= MOST_PARTS:
            return tuple(symbols)
        edges = np.linspace(0, len(symbols), MOST_PARTS + 1).round().astype(int).tolist()
        return tuple("".join(symbols[a:b]) for a, b in pairwise(edges))

    def network(self, texts: Sequence[npt.NDArray[np.int32]]) -> Array:
        """Logarithms of the probabilities `(N, C)` that the networks give together."""
        found = [log_softmax(self._one(f"nets.{n}", texts)) for n in range(self.config.nets)]
        return np.asarray(np.logaddexp.reduce(found) - np.log(len(found)))

    def _one(self, name: str, texts: Sequence[npt.NDArray[np.int32]]) -> Array:
        """Scores `(N, C)` of one network."""
        lengths = np.array([len(text) for text in texts])
        ids = np.zeros((lengths.max(), len(texts)), np.int64)
        for column, text in enumerate(texts):
            ids[: len(text), column] = text
        x = self.weights[f"{name}.embed.weight"][ids].astype(np.float64)  # (T, N, E)
        states, last = self._states(f"{name}.recurrent", x, lengths)
        pooled = self._pooled(name, states, last, lengths)
        weight, bias = self.weights[f"{name}.head.weight"], self.weights[f"{name}.head.bias"]
        return np.asarray(pooled @ weight.T.astype(np.float64) + bias)

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
        centered = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centered).mean(axis=-1, keepdims=True) + NORM_EPSILON)
        return np.asarray(centered / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])

    def _pooled(self, name: str, states: Array, last: Array, lengths: npt.NDArray[np.int64]) -> Array:
        """What the class is read off `(N, W)`, see `Reader.pooled`."""
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
