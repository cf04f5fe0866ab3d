"""The language model of `networks.network` without torch, a symbol at a time: the same scores to 1e-5."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.config import ATTENTION_SPAN
from rnnkit.errors import DataError
from rnnkit.numpy_rnn.steps import layer_norm
from rnnkit.quick.library import find_kernel, load
from rnnkit.tasks.text.generation.step_cells import Array, CellStep
from rnnkit.tasks.text.generation.step_layers import KernelLayers, NumpyLayers
from rnnkit.tasks.text.settings import ResolvedText, text_shapes
from rnnkit.words import t

Ids = npt.NDArray[np.integer]


class StepNetwork:
    """The weights of a trained model, checked against its settings and arranged for single steps."""

    def __init__(self, weights: Mapping[str, Array], config: ResolvedText, vocabulary: int) -> None:
        """The kernel computes one direction where it was built, and as `RNNKIT_CORE` allows."""
        check(weights, config, vocabulary)
        self.config, self.vocabulary = config, vocabulary
        self.norms = [
            (weights[f"recurrent.norms.{n}.weight"], weights[f"recurrent.norms.{n}.bias"])
            for n in range(config.num_layers)
            if config.layer_norm
        ]
        self.query = weights["attention.query.weight"] if config.attention else None
        self.combine = weights["attention.combine.weight"] if config.attention else None
        embed = weights["embed.weight"]
        head = embed @ weights["project.weight"] if config.tied else weights["head"]
        self.head = np.ascontiguousarray(head)  # (V, width)
        self.bias = weights["bias"]
        embedded = embed * np.float32(math.sqrt(config.embedding_size)) if config.tied else embed
        built = None if config.bidirectional else find_kernel()
        self.layers = (
            NumpyLayers(weights, config, embedded, self.head)
            if built is None
            else KernelLayers(load(built), weights, config, embedded, self.head)
        )

    def normed(self, x: Array, layer: int) -> Array:
        """Outputs of a layer after its norm, if it has one."""
        if not self.norms:
            return x
        return layer_norm(x, *self.norms[layer])

    def attended(self, x: Array, keys: Array) -> Array:
        """Outputs `(N, W)`, each joined with what it finds among its own past `(N, M, W)`."""
        if self.query is None or self.combine is None:
            return x
        likeness = np.matmul(keys, (x @ self.query.T)[:, :, None])[:, :, 0] / np.float32(
            math.sqrt(x.shape[1])
        )
        likeness = np.exp(likeness - likeness.max(axis=1, keepdims=True))
        likeness /= likeness.sum(axis=1, keepdims=True)
        found = np.matmul(likeness[:, None, :], keys)[:, 0]
        result: Array = x + found @ self.combine.T
        return result


class StepReader:
    """N texts that are read on, a symbol at a time, with the state carried."""

    def __init__(self, network: StepNetwork, count: int) -> None:
        self._network, self._count = network, count
        rows = network.layers.rows_for(count)
        self._first, self._later = network.layers.begin(rows)
        self._answer = network.layers.answer(rows)
        self._past: list[Array] = []
        self._ids = np.zeros(rows, dtype=np.intp)
        self._scores = np.empty((rows, network.vocabulary), dtype=np.float32)
        self._plain = not network.norms and network.query is None and not self._later

    def __call__(self, ids: Ids) -> Array:
        """Read one symbol of each text `(N,)`: the scores `(N, V)` of the next, in the same array always."""
        network, scores, count = self._network, self._scores, self._count
        self._ids[:count] = ids
        x = self._first(self._ids)
        if not self._plain:
            x = self._finish(x)
        return np.add(self._answer(x), network.bias, out=scores)[:count]

    def read(self, ids: Ids) -> Array:
        """Read the same symbols `(T,)` in every text."""
        for number in ids:
            scores = self(np.full(self._count, number))
        return scores

    def _finish(self, x: Array) -> Array:
        """Norms, further layers and attention, where there are any."""
        network = self._network
        x = network.normed(x, 0)
        for number, step in enumerate(self._later, start=1):
            x = network.normed(step(x), number)
        if network.query is None:
            return x
        self._past = [*self._past[1 - ATTENTION_SPAN :], x.copy()]
        return network.attended(x, np.stack(self._past, axis=1))


class WindowReader:
    """N texts read by a model of both directions: the newest window anew for every symbol."""

    def __init__(self, network: StepNetwork, count: int) -> None:
        if not isinstance(network.layers, NumpyLayers):
            raise TypeError("a model of one direction reads no windows")
        self._network, self._layers, self._count = network, network.layers, count
        self._ids = np.zeros((network.layers.rows_for(count), 0), dtype=np.int64)

    def __call__(self, ids: Ids) -> Array:
        """Add one symbol to each text `(N,)`: the scores of the next `(N, V)`."""
        self._ids = np.pad(self._ids, ((0, 0), (0, 1)))[:, -self._network.config.context :]
        self._ids[: self._count, -1] = ids
        return window_scores(self._network, self._layers, self._ids)[: self._count]

    def read(self, ids: Ids) -> Array:
        """Read the same symbols `(T,)` in every text."""
        self._ids = np.tile(ids[-self._network.config.context :], (len(self._ids), 1))
        return window_scores(self._network, self._layers, self._ids)[: self._count]


def window_scores(network: StepNetwork, layers: NumpyLayers, ids: Ids) -> Array:
    """The scores `(N, V)` of the symbol after windows `(N, L)`, read from both ends."""
    inputs: list[Array] = [layers.first_input(ids, direction) for direction in (0, 1)]
    for number, layer in enumerate(layers.layers):
        runs = [
            _run(layers.step(weights, len(ids)), x, backward)
            for weights, x, backward in zip(layer, inputs, (False, True), strict=True)
        ]
        outputs: Array = network.normed(np.concatenate(runs, axis=-1), number)
        # Forward the last step has read everything, backward the first one.
        ends = np.concatenate([runs[0][:, -1], runs[1][:, 0]], axis=-1)
        if number + 1 < len(layers.layers):
            inputs = [weights.read(outputs) for weights in layers.layers[number + 1]]
    summary = network.normed(ends, len(layers.layers) - 1)
    return np.asarray(network.attended(summary, outputs) @ network.head.T + network.bias, dtype=np.float32)


def _run(step: CellStep, x: Array, backward: bool) -> Array:
    """Inputs `(G, N, L, H)` to states `(N, L, H)`, in their own order, whichever way they are read."""
    _, N, L, H = x.shape
    states = np.empty((N, L, H), dtype=np.float32)
    for position in reversed(range(L)) if backward else range(L):
        states[:, position] = step(x[:, :, position])
    return states


def check(weights: Mapping[str, Array], config: ResolvedText, vocabulary: int) -> None:
    """Refuse weights that do not fit the settings, or that are not finite.

    Raises `DataError`: the file comes from somewhere else or was cut off.
    """
    if {name: array.shape for name, array in weights.items()} != text_shapes(config, vocabulary):
        raise DataError(t("The weights do not fit the settings of the model: the file is not a whole one."))
    if not all(array.dtype == np.float32 and np.isfinite(array).all() for array in weights.values()):
        raise DataError(t("The weights of the model are not all finite numbers; train it again."))
