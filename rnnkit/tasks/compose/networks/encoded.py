"""Tunes as the network reads them: numbers of their tokens and of their places; and batches of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.tunes import Tune
from rnnkit.tasks.compose.networks.place import BACK, COLUMNS, HEADER, NUMBERS, SeenPlace, places_of
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.training.checkpoint import State
from rnnkit.training.epoch_order import EpochOrder

Ids = npt.NDArray[np.int64]
Array = npt.NDArray[np.float32]
IGNORED = -1  # what is not asked for: the meter, the key, and padding


@dataclass(frozen=True)
class CodedTunes:
    """Tunes by number: `ids` `(T, 3 + K)` of tokens and places, `numbers` `(T, K + N)`, `wanted` `(T,)`."""

    ids: Sequence[npt.NDArray[np.int32]]
    numbers: Sequence[Array]
    wanted: Sequence[npt.NDArray[np.int32]]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def tokens(self) -> int:
        """Tokens that are asked for."""
        return sum(len(ids) - HEADER + 1 for ids in self.ids)


def encode(tunes: Sequence[Tune], symbols: Symbols) -> CodedTunes:
    """All tunes by number."""
    rows = [encode_one(tune, symbols) for tune in tunes]
    return CodedTunes(
        [ids for ids, _, _ in rows], [numbers for _, numbers, _ in rows], [one for _, _, one in rows]
    )


def encode_one(tune: Tune, symbols: Symbols) -> tuple[npt.NDArray[np.int32], Array, npt.NDArray[np.int32]]:
    """One tune: header and body are read, body and end are asked for."""
    places = places_of(tune.meter, tune.tokens, symbols.numbers)
    read = symbols.encode([*tune.header, *tune.tokens])
    wanted = [IGNORED] * (HEADER - 1) + read[HEADER:] + [0]
    ids, numbers = arrays_of(read, [*places[:1] * (HEADER - 1), *places])
    return ids.astype(np.int32), numbers, np.array(wanted, dtype=np.int32)


def arrays_of(read: Sequence[int], places: Sequence[SeenPlace]) -> tuple[Ids, Array]:
    """Tokens that were read and the places behind them: `(T, 3 + K)` and `(T, K + N)`."""
    ids = [(number, place.room, place.bar, *place.back) for number, place in zip(read, places, strict=True)]
    numbers = [(*place.alike, *place.numbers) for place in places]
    return (
        np.array(ids, dtype=np.int64).reshape(-1, COLUMNS),
        np.array(numbers, dtype=np.float32).reshape(-1, len(BACK) + NUMBERS),
    )


@dataclass(frozen=True)
class TuneBatch:
    """Tunes side by side, the shorter ones padded: `ids` `(B, T, 3 + K)`, `numbers`, `wanted` `(B, T)`."""

    ids: Ids
    numbers: Array
    wanted: Ids


def stacked(coded: CodedTunes, rows: Sequence[int]) -> TuneBatch:
    """The tunes with these numbers as one batch; padding is never asked for."""
    length = max(len(coded.ids[row]) for row in rows)
    ids = np.zeros((len(rows), length, COLUMNS), np.int64)
    numbers = np.zeros((len(rows), length, len(BACK) + NUMBERS), np.float32)
    wanted = np.full((len(rows), length), IGNORED, np.int64)
    for place, row in enumerate(rows):
        own = len(coded.ids[row])
        ids[place, :own], numbers[place, :own] = coded.ids[row], coded.numbers[row]
        wanted[place, :own] = coded.wanted[row]
    return TuneBatch(ids, numbers, wanted)


def alike(coded: CodedTunes, tokens: int) -> list[list[int]]:
    """All tunes in batches of neighbours in length, each of about so many tokens with its padding."""
    order = np.argsort([len(ids) for ids in coded.ids], kind="stable").tolist()
    found: list[list[int]] = []
    for row in order:
        if found and (len(found[-1]) + 1) * len(coded.ids[row]) <= tokens:
            found[-1].append(row)
        else:
            found.append([row])
    return found


class TuneBatches:
    """For ever: batches of tunes that are about equally long, each tune once an epoch, in an order of the
    seed."""

    def __init__(self, coded: CodedTunes, size: int, seed: int) -> None:
        self._coded, self._size = coded, size
        self._order = EpochOrder(self._cut, seed)

    def __iter__(self) -> Iterator[TuneBatch]:
        return self

    def __next__(self) -> TuneBatch:
        """The next batch."""
        return stacked(self._coded, next(self._order))

    def state(self) -> State:
        """Which batch comes next."""
        return self._order.state()

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._order.resume(state)

    def _cut(self, rng: np.random.Generator) -> list[list[int]]:
        """Neighbours in length in a new order, cut anew, and the batches in a new order."""
        lengths = np.array([len(ids) for ids in self._coded.ids])
        order = rng.permutation(len(lengths))
        order = order[np.argsort(lengths[order] // NEIGHBOURS, kind="stable")]
        found = [order[start : start + self._size].tolist() for start in range(0, len(order), self._size)]
        return [found[place] for place in rng.permutation(len(found))]


NEIGHBOURS = 20  # tokens by which tunes of one batch may differ in length
