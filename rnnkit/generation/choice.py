"""How the next symbol is chosen from its scores: temperature, the k likeliest, the likeliest share p.

Temperature 0 takes the likeliest symbol. The cuts follow Fan et al. 2018 (top-k) and Holtzman et al.
2020 (top-p), after the temperature.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.errors import ConfigError
from rnnkit.text import t

Array = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float64]

HOTTEST = 2.0
MAX_LENGTH = 10_000
MAX_PROMPT = 1_000


@dataclass(frozen=True)
class Choice:
    """How N texts choose: a temperature for each, and the same cuts for all. `None` cuts nothing."""

    temperatures: tuple[float, ...] = (0.8,)
    top_k: int | None = None
    top_p: float | None = None

    def __post_init__(self) -> None:
        if not self.temperatures or not all(0 <= value <= HOTTEST for value in self.temperatures):
            raise ConfigError(t("Temperature: number from 0 to {high:g}.", high=HOTTEST))
        if self.top_k is not None and self.top_k < 1:
            raise ConfigError(t("Top k: whole number from 1 on."))
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise ConfigError(t("Top p: number above 0, at most 1."))


class Drawer:
    """Draws symbols of N texts by a choice; `banned` is a symbol that is never drawn."""

    def __init__(self, choice: Choice, banned: int | None = None) -> None:
        self._choice, self._banned = choice, banned
        self._greedy = [n for n, value in enumerate(choice.temperatures) if value == 0]
        warm = [1 / value if value else 1.0 for value in choice.temperatures]
        self._inverse = np.array(warm, dtype=np.float32)[:, None]
        self._cuts = choice.top_k is not None or (choice.top_p is not None and choice.top_p < 1)

    def __call__(self, scores: Array, luck: float) -> npt.NDArray[np.intp]:
        """One symbol for each row of scores `(N, V)`; `luck` in [0, 1) is the same for all of them."""
        weights = self.weights(scores)
        sums = weights.cumsum(axis=1, dtype=np.float64)
        drawn = [int(row.searchsorted(luck * row[-1], "right")) for row in sums]
        for n in self._greedy:
            drawn[n] = int(weights[n].argmax())
        return np.array(drawn)

    def weights(self, scores: Array) -> Array:
        """How likely each symbol is to be drawn, up to a factor, before greed: `(N, V)`."""
        warmed = scores * self._inverse
        if self._banned is not None:
            warmed[:, self._banned] = -np.inf
        warmed -= warmed.max(axis=1, keepdims=True)
        weights = np.exp(warmed, out=warmed)
        return cut(weights, self._choice.top_k, self._choice.top_p) if self._cuts else weights

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
