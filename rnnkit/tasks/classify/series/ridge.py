"""The partner of series, fitted: ridge regression on which class it is, each series left out in turn.

What it says about a series that was left out has a closed form, so that the penalty and the sharpness are
chosen by all of them, and nothing is fitted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.classify.series.kernels import (
    PICKS,
    TAPS,
    KernelPartner,
    Kernels,
    features,
    moved,
    padded_block,
)
from rnnkit.tasks.classify.series.steps import read, thinned

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEED = 0  # the same series give the same partner, whatever the seed of a run
DILATIONS, BIASES = 4, 3
LOOKED_AT = 12  # series that biases are quantiles of
GOLDEN = 0.618033988749895
MOST_CHANNELS = 9  # that one convolution adds up
PENALTIES = tuple(float(10**power) for power in np.arange(-1, 5.1, 0.5))
SHARPNESS = (0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # more would be surer than so few series allow
MOST_FITTED = 4_000  # series; of more, so many are drawn
MOST_WEIGHTS = 1_200_000  # so that a model file with a network beside them can be opened again
LEAST_LEFT = 1e-3  # 1 - leverage of a series, below which it is its own neighbour


@dataclass(frozen=True)
class FittedKernels:
    """The partner, and what it says about each series when that one is left out `(N, C)`."""

    partner: KernelPartner
    left_out: Array


def fit_kernels(series: Sequence[npt.NDArray[Any]], labels: Ints, classes: int, how: Any) -> FittedKernels:
    """Fit to series and their classes, numbered from 0; of very many, to some drawn at random."""
    luck = np.random.default_rng(SEED)
    kernels = choose_kernels(series, classes, how, luck)
    X = features(series, kernels, how)
    own = np.sort(luck.permutation(len(series))[:MOST_FITTED])
    mean, spread = X[own].mean(axis=0), X[own].std(axis=0)
    standard = (X - mean) / np.where(spread > 1e-6, spread, 1.0)
    standard[:, spread <= 1e-6] = 0.0
    weights, bias, left_out = ridge(standard[own], labels[own], classes)
    said = log_softmax(standard @ weights + bias)
    said[own] = left_out
    partner = KernelPartner(
        kernels,
        mean=mean.astype(np.float32),
        spread=np.where(spread > 1e-6, spread, 1.0).astype(np.float32),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        how=how,
    )
    return FittedKernels(partner, said)


def choose_kernels(
    series: Sequence[npt.NDArray[Any]], classes: int, how: Any, luck: np.random.Generator
) -> Kernels:
    """Dilations up to the length of the series, channels by chance, biases from what a few series give."""
    some = [
        thinned(read(series[place], how), how.thin) for place in luck.permutation(len(series))[:LOOKED_AT]
    ]
    F, length = some[0].shape[1], int(np.median([len(one) for one in some]))
    widest = max(1.0, (length - 1) / (TAPS - 1))
    biases = max(1, min(BIASES, MOST_WEIGHTS // (DILATIONS * len(PICKS) * classes)))
    dilations = np.unique(np.geomspace(1, widest, DILATIONS).astype(np.int32))
    channels = np.zeros((len(dilations), len(PICKS), F), np.float32)
    for one in channels.reshape(-1, F):
        number = int(2 ** luck.uniform(0, np.log2(min(F, MOST_CHANNELS) + 1)))
        one[luck.permutation(F)[:number]] = 1
    found = np.zeros((len(dilations), len(PICKS), biases), np.float32)
    block, lengths = padded_block(some)
    real = np.arange(block.shape[1]) < lengths[:, None]
    quantile = 0
    for number, dilation in enumerate(dilations.tolist()):
        shifted = [moved(block, (tap - TAPS // 2) * dilation) for tap in range(TAPS)]
        total = sum(shifted[1:], shifted[0])
        for kernel, (a, b, c) in enumerate(PICKS):
            each = (3 * (shifted[a] + shifted[b] + shifted[c]) - total) * channels[number, kernel]
            wanted = [((quantile + n + 1) * GOLDEN) % 1 for n in range(biases)]
            found[number, kernel] = np.quantile(each.sum(axis=2)[real], wanted)
            quantile += biases
    return Kernels(dilations, channels, found)


def ridge(X: Array, labels: Ints, classes: int) -> tuple[Array, Array, Array]:
    """Weights `(P, C)`, bias `(C,)`, and the logarithms of probabilities `(N, C)` of rows left out."""
    wanted = np.where(np.arange(classes) == labels[:, None], 1.0, -1.0)
    middle, center = X.mean(axis=0), wanted.mean(axis=0)
    U, s, V = _parted(X - middle)
    inner = U.T @ (wanted - center)
    best = None
    for penalty in PENALTIES:
        shrunk = s**2 / (s**2 + penalty)
        said = U @ (shrunk[:, None] * inner) + center
        leverage = np.square(U) @ shrunk + 1 / len(X)
        out = wanted - (wanted - said) / np.maximum(1 - leverage, LEAST_LEFT)[:, None]
        for sharpness in SHARPNESS:
            log_p = log_softmax(sharpness * out)
            loss = -float(log_p[np.arange(len(X)), labels].mean())
            if best is None or loss < best[0]:
                best = (loss, penalty, sharpness, log_p)
    assert best is not None
    _, penalty, sharpness, left_out = best
    weights = V @ ((s / (s**2 + penalty))[:, None] * inner)
    return sharpness * weights, sharpness * (center - middle @ weights), left_out


def _parted(X: Array) -> tuple[Array, Array, Array]:
    """U `(N, K)`, s `(K,)` and V `(P, K)` with X = U s V', by the smaller of its two products with itself."""
    N, P = X.shape
    values, vectors = np.linalg.eigh(X @ X.T if N <= P else X.T @ X)
    kept = values > max(1e-10 * float(values.max(initial=0.0)), 1e-12)
    s, own = np.sqrt(values[kept]), vectors[:, kept]
    return (own, s, X.T @ own / s) if N <= P else (X @ own / s, s, own)
