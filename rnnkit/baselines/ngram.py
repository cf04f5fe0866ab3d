"""What a language model has to beat: counting which symbol follows the last few.

Interpolated Witten-Bell: an order trusts its own counts as far as its context was seen often with few
different followers, and leaves the rest of the probability to the next lower order; below the single
symbols all are equally likely. An order costs one sort of the training part.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Index = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

HIGHEST = 8
WORSE = 2  # longer contexts that help no more, in a row, after which even longer ones are not tried
CHUNK = 1_000_000  # symbols looked up in one go, so that a long text needs little memory
UNSEEN = -1


@dataclass(frozen=True)
class NgramScores:
    """Nats per symbol by order from 1: on the validation part, which chooses the order, and on the test part.

    Empty where there was nothing to score.
    """

    validation: tuple[float, ...]
    nats: tuple[float, ...]

    @property
    def order(self) -> int:
        """The best order on the validation part; 0 where there is none."""
        return int(np.argmin(self.validation)) + 1 if self.validation else 0

    @property
    def best(self) -> float:
        """What that order scores on the test part."""
        return self.nats[self.order - 1] if self.nats else math.nan

    @property
    def unigram(self) -> float:
        """The score of knowing only how frequent every symbol is."""
        return self.nats[0] if self.nats else math.nan


def score_ngrams(
    training: Ids,
    validation: Ids,
    test: Ids,
    size: int,
    highest: int = HIGHEST,
    *,
    scored: tuple[Mask, Mask] | None = None,
) -> NgramScores:
    """Score orders 1 to `highest` on the validation and the test part, counting in the training part only.

    `size` is that of the vocabulary. The context goes on through a part, every symbol of which is scored, or
    those that `scored` says of either part; it ends early where longer contexts help no more on the
    validation part.
    """
    parts = (validation, test)
    if not len(training) or not all(map(len, parts)):
        return NgramScores((), ())
    nats: list[tuple[float, ...]] = []
    for chances in _orders(training, parts, size, highest):
        wanted = chances if scored is None else [chances[0][scored[0]], chances[1][scored[1]]]
        nats.append(tuple(float(-np.log(chance).mean()) for chance in wanted))
        if len(nats) - 1 - int(np.argmin([validated for validated, _ in nats])) >= WORSE:
            break
    return NgramScores(*zip(*nats, strict=True))


def ngram_nats(training: Ids, validation: Ids, test: Ids, size: int) -> Array:
    """Nats of every symbol of the test part `(N,)`, by the order that is best on the validation part."""
    best, found, worse = math.inf, np.full(len(test), math.log(size)), 0
    for validated, asked in _orders(training, (validation, test), size, HIGHEST):
        nats = float(-np.log(validated).mean())
        worse = 0 if nats < best else worse + 1
        if nats < best:
            best, found = nats, -np.log(asked)
        if worse >= WORSE:
            break
    return found


def _orders(training: Ids, parts: Sequence[Ids], size: int, highest: int) -> Iterator[list[Array]]:
    """The probabilities of the symbols of some parts by one order after the other, from 1 on."""
    chances = [np.full(len(part), 1.0 / size) for part in parts]
    seen = np.zeros(len(training), dtype=np.int32)  # the context before every symbol, by its number
    asked = [np.zeros(len(part), dtype=np.int32) for part in parts]
    number = 1
    for _ in range(min(highest, len(training))):
        order = _Order(training, seen, number, size)
        chances = [order.mix(*known) for known in zip(parts, asked, chances, strict=True)]
        yield chances
        number = len(order.keys)
        asked = [_shifted(order.places(part, before)) for part, before in zip(parts, asked, strict=True)]
        seen = _shifted(order.places(training, seen))


class _Order:
    """The counts of one order: how often each symbol followed each context."""

    def __init__(self, training: Ids, seen: Index, number: int, size: int) -> None:
        self.size = size
        keys = self._keys(training, seen)[seen != UNSEEN]
        keys.sort()
        starts = np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1)
        self.keys = keys[starts]
        self.counts = np.diff(starts, append=len(keys))
        # The context that ends the text may have no follower, so the number of contexts is told.
        contexts = self.keys // size
        self.totals = np.bincount(contexts, weights=self.counts, minlength=number)
        self.followers = np.bincount(contexts, minlength=number)

    def mix(self, symbols: Ids, contexts: Index, lower: Array) -> Array:
        """The probability of each symbol after its context; of the lower order where that was never seen."""
        known = contexts != UNSEEN
        known[known] = self.followers[contexts[known]] > 0
        context, below = contexts[known], lower[known]
        place = self.places(symbols[known], context)
        count = np.append(self.counts, 0)[place]  # UNSEEN, the last one, was counted never
        followers = self.followers[context]
        mixed = lower.copy()
        mixed[known] = (count + followers * below) / (self.totals[context] + followers)
        return mixed

    def places(self, symbols: Ids, contexts: Index) -> Index:
        """The number of each context with its symbol, which is the next longer context; or `UNSEEN`."""
        found = np.full(len(symbols), UNSEEN, dtype=np.int32)
        for start in range(0, len(symbols), CHUNK):
            part = slice(start, start + CHUNK)
            wanted = self._keys(symbols[part], contexts[part])
            place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            same = (self.keys[place] == wanted) & (contexts[part] != UNSEEN)
            found[part][same] = place[same]
        return found

    def _keys(self, symbols: Ids, contexts: Index) -> Keys:
        keys: Keys = contexts.astype(np.int64) * self.size + symbols
        return keys


def _shifted(places: Index) -> Index:
    """What ends at a symbol is the context of the next one; the first symbol has none."""
    contexts = np.empty_like(places)
    contexts[0], contexts[1:] = UNSEEN, places[:-1]
    return contexts
