"""A trained classifier on a typed text: its answer after each word, and what each word does. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.text.vocabulary import pieces
from rnnkit.tasks.classify.answering import Answering
from rnnkit.tasks.classify.linear_partner.partner import Partner, mixed
from rnnkit.tasks.classify.networks.numpy_network import NumpyNetwork
from rnnkit.tasks.classify.rows import cut
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.classify.texts.corpus import encode, prepared

Array = npt.NDArray[np.float64]

MOST_PARTS = 40  # of a row that are followed one by one; a longer one is followed in stretches


@dataclass(frozen=True)
class Told:
    """What a model says of a row: `p` (C,) of the whole, `after` (S, C) each of its S parts, and by how much
    the probability of its answer falls without each part, `effect` (S,).

    `gradient` (S,) is that of the network alone, times its input, see `NumpyNetwork.gradient`.
    """

    parts: tuple[str, ...]
    p: Array
    after: Array
    effect: Array
    gradient: Array


@dataclass(frozen=True)
class Teller:
    """All of a model that reads texts, as arrays."""

    network: NumpyNetwork
    config: ResolvedClassify
    vocabulary: Vocabulary
    answering: Answering
    partner: Partner

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        partner = self.partner.features.buckets.nbytes + 2 * self.partner.tf_idf.weights.nbytes
        return self.network.bytes + partner

    def p(self, texts: Sequence[str]) -> Array:
        """Probabilities of the classes `(N, C)` of texts."""
        ids = [encode(text, self.vocabulary, self.config, self.config.max_length) for text in texts]
        network, share = self.network.log_p(ids), self.answering.share
        return np.exp(network if share >= 1 else mixed(self.partner.log_p(texts), network, share))

    def tell(self, text: str) -> Told:
        """The answer to a text, after each of its parts, and what each part does to it."""
        parts = self.parts(text)
        starts = ["".join(parts[: n + 1]) for n in range(len(parts))]
        without = ["".join((*parts[:n], *parts[n + 1 :])) for n in range(len(parts))]
        p = self.p([*starts, *without])
        return told(parts, p, self._gradient(text, parts, int(p[len(parts) - 1].argmax())))

    def _gradient(self, text: str, parts: Sequence[str], answer: int) -> Array:
        """Of the symbols of each part that are read; one that is cut out of the middle has none."""
        ids = encode(text, self.vocabulary, self.config, self.config.max_length)
        owner = np.repeat(np.arange(len(parts)), [len(self.vocabulary.encode(part)) for part in parts])
        owner = cut(owner, self.config.max_length)
        return self.network.gradient(ids, [np.flatnonzero(owner == n) for n in range(len(parts))], answer)

    def parts(self, text: str) -> tuple[str, ...]:
        """The words of a text, or its characters where those are read; of a long one, stretches of them."""
        whole = prepared(text, self.config)
        symbols = list(whole) if self.config.unit == "char" else list(pieces(whole))
        return tuple("".join(symbols[a:b]) for a, b in stretches(len(symbols)))


def told(parts: tuple[str, ...], p: Array, gradient: Array) -> Told:
    """What probabilities `(2 S, C)` of S beginnings and of the whole without each of S parts tell."""
    after, whole = p[: len(parts)], p[len(parts) - 1]
    answer = int(whole.argmax())
    return Told(parts, whole, after, whole[answer] - p[len(parts) :, answer], gradient)


def stretches(length: int) -> list[tuple[int, int]]:
    """The parts of a row of so many symbols or values: each by itself, of a long row stretches of them."""
    if length <= MOST_PARTS:
        return [(place, place + 1) for place in range(length)]
    edges = np.linspace(0, length, MOST_PARTS + 1).round().astype(int).tolist()
    return list(pairwise(edges))
