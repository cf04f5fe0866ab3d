"""A trained classifier on a typed series: its answer after each stretch, and what each one does. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.errors import DataError
from rnnkit.tasks.classify.answering import Answering
from rnnkit.tasks.classify.linear_partner.partner import mixed
from rnnkit.tasks.classify.networks.numpy_network import NumpyNetwork
from rnnkit.tasks.classify.rows import cut
from rnnkit.tasks.classify.series.kernels import KernelPartner
from rnnkit.tasks.classify.series.scaling import Scaling
from rnnkit.tasks.classify.series.steps import filled, steps_of
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.classify.texts.reading import Told, stretches, told
from rnnkit.words import t

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SeriesTeller:
    """All of a model that reads series, as arrays."""

    network: NumpyNetwork
    config: ResolvedClassify
    how: Scaling
    answering: Answering
    partner: KernelPartner

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return self.network.bytes + self.partner.weights.nbytes + self.partner.kernels.biases.nbytes

    def p(self, series: Sequence[npt.NDArray[Any]]) -> Array:
        """Probabilities of the classes `(N, C)` of series `(T, F)`."""
        steps = [cut(steps_of(one, self.how), self.config.max_length) for one in series]
        network, share = self.network.log_p(steps), self.answering.share
        return np.exp(network if share >= 1 else mixed(self.partner.log_p(series), network, share))

    def tell(self, series: npt.NDArray[Any]) -> Told:
        """The answer to a series, after each stretch of it, and what each stretch does to it.

        Without a stretch stands a straight line in its place. Raises `DataError` where it has another number
        of channels than those that were learned.
        """
        if series.shape[1] != self.how.channels:
            raise DataError(
                t(
                    "The model reads {wanted} channels, and this series has {found}; put a colon between two "
                    "channels.",
                    wanted=self.how.channels,
                    found=series.shape[1],
                )
            )
        places = stretches(len(series))
        starts = [series[:end] for _, end in places]
        without = [straight(series, start, end) for start, end in places]
        names = tuple(f"{a + 1}" if b == a + 1 else f"{a + 1}-{b}" for a, b in places)
        p = self.p([*starts, *without])
        steps = cut(steps_of(series, self.how), self.config.max_length)
        read = cut(np.arange(-(-len(series) // self.how.segment)), self.config.max_length)
        first, last = read * self.how.segment, (read + 1) * self.how.segment
        parts = [np.flatnonzero((first < end) & (last > start)) for start, end in places]
        return told(names, p, self.network.gradient(steps, parts, int(p[len(places) - 1].argmax())))


def straight(series: npt.NDArray[Any], start: int, end: int) -> Array:
    """A series `(T, F)` with a straight line from `start` to `end`; all of it becomes its mean.

    >>> straight(np.array([[0.0], [9.0], [2.0]]), 1, 2).ravel().tolist()
    [0.0, 1.0, 2.0]
    """
    found = np.array(series, dtype=np.float64)
    if start == 0 and end >= len(found):
        return np.broadcast_to(np.nan_to_num(np.nanmean(found, axis=0)), found.shape).copy()
    found[start:end] = np.nan
    return filled(found)
