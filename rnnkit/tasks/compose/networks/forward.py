"""The composer of `networks.network` in NumPy: the same scores, for N tunes at once.

Needs nothing of here but `layer_weights` and `steps`: a kept model takes them along.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.layer_weights import kind_of, layer_weights
from rnnkit.numpy_rnn.steps import STEPS, layer_norm

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


class Network:
    """The weights of a trained composer. `settings` has the settings as attributes."""

    def __init__(self, weights: Mapping[str, Array], settings: Any) -> None:
        self.weights, self.settings, self.kind = weights, settings, kind_of(settings)
        self.layers = [
            tuple(
                np.ascontiguousarray(array.T)
                for array in layer_weights(weights, f"recurrent.layers.{number}")
            )
            for number in range(settings.num_layers)
        ]
        self.head = np.ascontiguousarray(weights["head.weight"].T)

    @property
    def symbols(self) -> int:
        """How many symbols it knows."""
        return len(self.weights["embed.weight"])

    @property
    def bytes(self) -> int:
        """Memory that they take, with what is arranged for steps."""
        return 2 * sum(array.nbytes for array in self.weights.values())

    def start(self, count: int) -> Array:
        """States to begin with: `(L, 2, N, H)`, h and the cell of an LSTM of each layer."""
        return np.zeros((len(self.layers), 2, count, self.settings.hidden_size), np.float32)

    def step(self, state: Array, about: Ids, ids: Ids, numbers: Array) -> Array:
        """Scores `(N, V)` after one more token of each tune; the state goes on in place.

        Meter and key `about` `(N, 2)`, `ids` `(N, 3 + K)` and `numbers` `(N, K + 4)` as in `encoded`.
        """
        x = self._inputs(about, ids, numbers)
        for number, layer in enumerate(self.layers):
            w_x, w_h, b_x, b_h = layer
            h, cell = state[number]
            h, cell = STEPS[self.kind](x @ w_x + b_x, h @ w_h + b_h, h, cell)
            state[number, 0], state[number, 1] = h, cell
            x = self._normed(h, number)
        scores = x @ self.head + self.weights["head.bias"] + self.weights["direct.weight"][ids[:, 1]]
        if self.settings.look_back:
            wanted = x @ self.weights["again.weight"].T + self.weights["again.bias"]
            rows = np.arange(len(ids))
            for place, back in enumerate(ids[:, 3:].T):  # twice the same token is added up
                scores[rows, back] += wanted[:, place] * (back > 0)
        return scores

    def _inputs(self, about: Ids, ids: Ids, numbers: Array) -> Array:
        weights = self.weights
        parts = [
            weights["embed.weight"][ids[:, 0]],
            weights["room.weight"][ids[:, 1]],
            weights["bar.weight"][ids[:, 2]],
            weights["about.weight"][about].sum(axis=1),
        ]
        if self.settings.look_back:
            return np.concatenate(
                [*parts, weights["back.weight"][ids[:, 3:]].reshape(len(ids), -1), numbers], axis=1
            )
        return np.concatenate([*parts, numbers[:, ids.shape[1] - 3 :]], axis=1)

    def _normed(self, x: Array, number: int) -> Array:
        if not self.settings.layer_norm:
            return x
        norm = f"recurrent.norms.{number}"
        return layer_norm(x, self.weights[f"{norm}.weight"], self.weights[f"{norm}.bias"])
