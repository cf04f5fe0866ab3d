"""What shapes and summaries alone say about a series: the linear partner at work. NumPy only.

Convolutions with the 84 kernels of length 9 whose weights are 2 (three) and -1 (six), at several dilations;
a feature is the share of places where one exceeds a bias (MiniRocket: Dempster, Schmidt & Webb 2021). Beside
them stand simple summaries: level, spread, slope, quantiles, roughness, and where in the spectrum it moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.classify.series.steps import read, scaled, thinned

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

TAPS = 9
PICKS = tuple(combinations(range(TAPS), 3))  # which three weights of a kernel are 2
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
BANDS = 6  # of the spectrum
SUMMARIES = 8 + len(QUANTILES) + BANDS  # of a channel
AT_ONCE = 400_000  # values of series that are convolved in one go


@dataclass(frozen=True)
class Kernels:
    """Which convolutions are made: `dilations` (D,), the `channels` (D, 84, F) each one adds up, ones and
    zeros, and the `biases` (D, 84, B) that its values are compared with."""

    dilations: npt.NDArray[np.int32]
    channels: Floats
    biases: Floats


@dataclass(frozen=True)
class KernelPartner:
    """Features of series and a linear model of them: P features by C classes, made standard before.

    `thin` values in a row are averaged before; `how` says how series are scaled.
    """

    kernels: Kernels
    mean: Floats  # (P,)
    spread: Floats  # (P,)
    weights: Floats  # (P, C)
    bias: Floats  # (C,)
    how: Any

    def log_p(self, series: Sequence[npt.NDArray[Any]]) -> Array:
        """Logarithms of the probabilities of the classes `(N, C)` of series (T, F)."""
        standard = (features(series, self.kernels, self.how) - self.mean) / self.spread
        return log_softmax(standard @ self.weights.astype(np.float64) + self.bias)


def features(series: Sequence[npt.NDArray[Any]], kernels: Kernels, how: Any) -> Array:
    """All features `(N, P)` of series, those of kernels first."""
    found = []
    for places in batches([len(one) // how.thin + 1 for one in series]):
        own = [series[place] for place in places]
        seen = [thinned(read(one, how), how.thin) for one in own]
        plain = [thinned(scaled(one, how, alone=False), how.thin) for one in own]
        block, lengths = padded_block(seen)
        found.append(np.concatenate([convolved(block, lengths, kernels), summaries(plain)], axis=1))
    return np.concatenate(found)


def batches(lengths: Sequence[int]) -> list[range]:
    """Series in a row that are convolved in one go."""
    found, first, longest = [], 0, 0
    for place, length in enumerate(lengths):
        longest = max(longest, length)
        if place > first and longest * (place + 1 - first) > AT_ONCE:
            found.append(range(first, place))
            first, longest = place, length
    return [*found, range(first, len(lengths))]


def padded_block(series: Sequence[Array]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Series as one block `(N, T, F)` with zeros behind their ends, and their lengths `(N,)`."""
    lengths = np.array([len(one) for one in series])
    block = np.zeros((len(series), int(lengths.max()), series[0].shape[1]), np.float32)
    for row, one in enumerate(series):
        block[row, : len(one)] = one
    return block, lengths


def convolved(block: Floats, lengths: npt.NDArray[np.int64], kernels: Kernels) -> Array:
    """How often each convolution exceeds each of its biases `(N, D * 84 * B)`."""
    real = np.arange(block.shape[1]) < lengths[:, None]
    found = []
    for number, dilation in enumerate(kernels.dilations.tolist()):
        shifted = [moved(block, (tap - TAPS // 2) * dilation) for tap in range(TAPS)]
        total = sum(shifted[1:], shifted[0])
        for kernel, (a, b, c) in enumerate(PICKS):
            each = 3 * (shifted[a] + shifted[b] + shifted[c]) - total
            one = (each * kernels.channels[number, kernel]).sum(axis=2) if each.shape[2] > 1 else each[..., 0]
            found += [((one > bias) & real).sum(axis=1) for bias in kernels.biases[number, kernel]]
    return np.stack(found, axis=1) / lengths[:, None] if found else np.zeros((len(block), 0))


def moved(block: Floats, places: int) -> Floats:
    """A block `(N, T, F)` with what stands so many places later at each place, and zeros beyond its ends."""
    found = np.zeros_like(block)
    T = block.shape[1]
    if abs(places) < T:
        found[:, max(0, -places) : T - max(0, places)] = block[:, max(0, places) : T - max(0, -places)]
    return found


def summaries(series: Sequence[Array]) -> Array:
    """A few plain measures of each channel, and how long each series is `(N, F * SUMMARIES + 1)`."""
    return np.stack([np.append(_summary(one).ravel(), np.log(len(one))) for one in series])


def _summary(values: Array) -> Array:
    """The measures `(SUMMARIES, F)` of a series `(T, F)`."""
    places = np.linspace(-1, 1, len(values))[:, None] if len(values) > 1 else np.zeros((1, 1))
    mean, spread = values.mean(axis=0), values.std(axis=0)
    centered = values - mean
    change = np.diff(values, axis=0) if len(values) > 1 else np.zeros_like(values)
    slope = (places * centered).sum(axis=0) / max(1e-12, float(np.square(places).sum()))
    after = (centered[1:] * centered[:-1]).sum(axis=0) / (np.square(centered).sum(axis=0) + 1e-9)
    plain = [
        mean,
        spread,
        values.min(axis=0),
        values.max(axis=0),
        slope,
        np.abs(change).mean(axis=0),
        after,
        values[-1] - values[0],
    ]
    power = np.square(np.abs(np.fft.rfft(centered, axis=0)))[1:]
    edges = np.unique(np.geomspace(1, max(2, len(power) + 1), BANDS + 1).astype(int)) - 1
    bands = [power[a:b].sum(axis=0) for a, b in pairwise(edges.tolist())]
    bands += [np.zeros_like(mean)] * (BANDS - len(bands))
    shares = np.log1p(np.stack(bands) / len(values))
    return np.concatenate([np.stack(plain), np.quantile(values, QUANTILES, axis=0), shares])
