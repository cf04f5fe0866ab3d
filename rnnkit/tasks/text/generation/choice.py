"""How the next symbol is chosen from its scores: temperature, the k likeliest, the likeliest share p.

Temperature 0 takes the likeliest symbol. The cuts follow Fan et al. 2018 (top-k) and Holtzman et al.
2020 (top-p), after the temperature.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.text.generation.settings import GenerateConfig

Array = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float64]

COLDEST = 1e-6  # scores divided by less would no longer be finite


class Drawer:
    """Draws symbols of N texts, one for each temperature; `banned` is a symbol that is never drawn."""

    def __init__(self, config: GenerateConfig, banned: int | None = None) -> None:
        self._config, self._banned = config, banned
        self._greedy = [n for n, value in enumerate(config.temperatures) if value == 0]
        warm = [1 / max(value, COLDEST) if value else 1.0 for value in config.temperatures]
        self._inverse = np.array(warm, dtype=np.float32)[:, None]
        self._drawn = np.empty(len(config.temperatures), dtype=np.intp)
        self._cuts = config.top_k is not None or (config.top_p is not None and config.top_p < 1)

    def __call__(self, scores: Array, luck: float) -> npt.NDArray[np.intp]:
        """One symbol for each row of scores `(N, V)`, in the same array always; all have the same luck."""
        weights = self.weights(scores)
        drawn = self._drawn
        for n, row in enumerate(np.add.accumulate(weights, axis=1, dtype=np.float64)):
            drawn[n] = row.searchsorted(luck * row[-1], "right")
        for n in self._greedy:
            drawn[n] = weights[n].argmax()
        return drawn

    def weights(self, scores: Array) -> Array:
        """How likely each symbol is to be drawn, up to a factor, before greed: `(N, V)`."""
        warmed = scores - np.maximum.reduce(scores, axis=1, keepdims=True)
        if self._banned is not None:
            warmed[:, self._banned] = -np.inf
            warmed -= warmed.max(axis=1, keepdims=True)
        warmed *= self._inverse
        weights = np.exp(warmed, out=warmed)
        return cut(weights, self._config.top_k, self._config.top_p) if self._cuts else weights

    def probabilities(self, scores: Array) -> Probabilities:
        """The probabilities by which symbols are drawn, `(N, V)`; all on one symbol at temperature 0."""
        weights = self.weights(scores).astype(np.float64)
        for n in self._greedy:
            weights[n] = np.arange(weights.shape[1]) == weights[n].argmax()
        result: Probabilities = weights / weights.sum(axis=1, keepdims=True)
        return result


def cut(weights: Array, top_k: int | None, top_p: float | None) -> Array:
    """Weights `(N, V)` with zeros for all but the `top_k` likeliest, and for the tail beyond the share."""
    order = np.argsort(-weights, axis=1, kind="stable")
    ranked = np.take_along_axis(weights, order, axis=1)
    kept = np.ones(weights.shape, dtype=bool)
    if top_k is not None:
        kept[:, top_k:] = False
    if top_p is not None:
        ranked = np.where(kept, ranked, 0)
        before = ranked.cumsum(axis=1) - ranked
        kept &= before < top_p * ranked.sum(axis=1, keepdims=True)  # the first symbol always stays
    result = np.zeros_like(weights)
    np.put_along_axis(result, order, np.where(kept, ranked, 0), axis=1)
    return result


def softmax(scores: Sequence[Array] | Array) -> Probabilities:
    """Probabilities `(..., V)` of scores."""
    x = np.asarray(scores, dtype=np.float64)
    weights = np.exp(x - x.max(axis=-1, keepdims=True))
    result: Probabilities = weights / weights.sum(axis=-1, keepdims=True)
    return result
