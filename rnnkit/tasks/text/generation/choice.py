"""How the next symbol is chosen from its scores: by temperature, then cut by `rnnkit.generation.choice`.

Temperature 0 takes the likeliest symbol.
"""

import numpy as np
import numpy.typing as npt

from rnnkit.generation.choice import Array, cut
from rnnkit.tasks.text.generation.settings import GenerateConfig

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
