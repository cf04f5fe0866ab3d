"""What gates do most of the time: how often they are saturated, and at which symbols they open and close.

Karpathy, Johnson & Fei-Fei (2015), "Visualizing and understanding recurrent networks": a gate below 0.1 is
left-saturated, called closed here, one above 0.9 right-saturated, called open.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.numpy_rnn import Array

CLOSED, OPEN = 0.1, 0.9
SEEN = 2  # times a symbol has to be read before anything is said about it


@dataclass(frozen=True)
class Saturation:
    """Shares of the time at which a gate is closed and open, and its mean; each `(H,)`."""

    closed: Array
    open: Array
    mean: Array


def saturation(gate: Array) -> Saturation:
    """Of the values `(T, H)` of a gate."""
    return Saturation((gate < CLOSED).mean(axis=0), (gate > OPEN).mean(axis=0), gate.mean(axis=0))


@dataclass(frozen=True)
class Extreme:
    """A symbol and the mean of a gate, over all units, where it is read."""

    symbol: str
    mean: float


def extremes(symbols: Sequence[str], gate: Array) -> tuple[Extreme, Extreme] | None:
    """The symbols at which a gate `(T, H)` stands lowest and highest; None where too few come again."""
    seen: dict[str, list[float]] = defaultdict(list)
    for symbol, mean in zip(symbols, gate.mean(axis=1).tolist(), strict=True):
        seen[symbol].append(mean)
    means = {symbol: float(np.mean(found)) for symbol, found in seen.items() if len(found) >= SEEN}
    if len(means) < 2:
        return None
    ranked = sorted(means, key=means.__getitem__)
    return Extreme(ranked[0], means[ranked[0]]), Extreme(ranked[-1], means[ranked[-1]])
