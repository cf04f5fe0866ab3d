"""Tunes from counting: what followed the last few tokens in training tunes, drawn as those of a network are.

Interpolated Witten-Bell as in `rnnkit.baselines.ngram`, which scores; this one writes. Nothing is counted
ahead: it knows at which places of the training part the newest tokens stand, and counts what follows there.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rnnkit.data.tunes.tokens import look
from rnnkit.tasks.compose.generation.writing import MOST_TOKENS, STOP, Boldness, may_end
from rnnkit.tasks.compose.networks.place import BEGINS, ENDS

Ids = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
MOST_PLACES = 10_000  # of one token, from which longer contexts go on, so that a step takes little time
COLDEST = 0.05  # a temperature below which a power of probabilities would no longer be finite


class NgramWriter:
    """What follows up to `order - 1` tokens in a stream of tunes, each with its header and its end."""

    def __init__(self, stream: Ids, order: int, symbols: Sequence[str], first: int) -> None:
        self._stream, self._order = stream[:-1], order
        self._next = stream[1:]  # what follows each token
        self._by_token = np.argsort(self._stream, kind="stable")
        self._borders = np.searchsorted(self._stream[self._by_token], np.arange(len(symbols) + 1))
        self._single = np.bincount(stream, minlength=len(symbols)).astype(np.float64)
        self._symbols = symbols
        self._begins = symbols.index(BEGINS) if BEGINS in symbols else None
        self._may = np.arange(len(symbols)) >= first
        self._after_one = lru_cache(maxsize=1024)(self._count_after)

    def write(self, start: Sequence[int], how: Boldness, number: int) -> list[int]:
        """Numbers that follow a start, up to the end or a bound; `number` tells the luck of one tune."""
        luck, written = np.random.default_rng((how.seed, number)), list(start)
        places: list[Places] = []
        may, repeat = self._may.copy(), False
        for token in start:
            places = self._onwards(places, token)
        while len(written) < MOST_TOKENS:
            chances = self.chances(written[-1], places) ** (1 / max(how.temperature, COLDEST))
            sums = np.where(may, chances, 0).cumsum()
            drawn = int(min(np.searchsorted(sums, luck.random() * sums[-1], "right"), len(sums) - 1))
            if drawn == STOP:
                break
            written.append(drawn)
            text = self._symbols[drawn]
            repeat = text == BEGINS or (repeat and text != ENDS)
            may[STOP] = may_end(look(text), repeat)
            if self._begins is not None:
                may[self._begins] = not repeat
            places = self._onwards(places, drawn)
        return written[len(start) :]

    def chances(self, newest: int, places: Sequence[Places]) -> npt.NDArray[np.float64]:
        """Probabilities `(V,)` of what follows the newest token at places where longer contexts stand."""
        size = len(self._single)
        found = _mixed(np.full(size, 1 / size), self._single)
        if self._order > 1:
            found = _mixed(found, self._after_one(newest))
        for longer in places[1 : self._order - 1]:
            if not len(longer):
                break
            found = _mixed(found, np.bincount(self._next[longer], minlength=size).astype(np.float64))
        return found

    def _onwards(self, places: Sequence[Places], token: int) -> list[Places]:
        """Where the newest 1, 2, ... tokens end in the stream, once one more was written."""
        found = [self._by_token[self._borders[token] : self._borders[token + 1]][:MOST_PLACES]]
        for before in places[: max(0, self._order - 2)]:
            onwards = before[before + 1 < len(self._stream)] + 1
            found.append(onwards[self._stream[onwards] == token])
        return found

    def _count_after(self, token: int) -> npt.NDArray[np.float64]:
        here = self._by_token[self._borders[token] : self._borders[token + 1]]
        return np.bincount(self._next[here], minlength=len(self._single)).astype(np.float64)


def _mixed(lower: npt.NDArray[np.float64], counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Counts of one order, with as much of the lower one as there are different followers."""
    followers = np.count_nonzero(counts)
    total = counts.sum() + followers
    return (counts + followers * lower) / total if total else lower
