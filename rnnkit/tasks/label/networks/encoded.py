"""Sentences as numbers, and batches of sentences that are equally long: nothing is ever padded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.tagged.tagged import Tagged
from rnnkit.tasks.label.features import LOOKED_AT, character_ids, feature_ids
from rnnkit.tasks.label.labels import Labels
from rnnkit.training.checkpoint import State
from rnnkit.training.epoch_order import EpochOrder

Ids = npt.NDArray[np.int64]
Numbers = Sequence[npt.NDArray[np.integer]]
UNKNOWN = -1  # the number of a tag that nobody learned


@dataclass(frozen=True)
class Encoded:
    """Sentences: features `(T, F)`, characters `(T, 16)` and tags `(T,)` of each."""

    features: Numbers
    characters: Numbers
    tags: Sequence[Ids]

    def __len__(self) -> int:
        return len(self.tags)

    @property
    def tokens(self) -> int:
        """Tokens in all."""
        return sum(map(len, self.tags))


def encode(
    data: Tagged, numbers: Sequence[int], labels: Labels, *, neighbours: bool, characters: bool
) -> Encoded:
    """The sentences with these numbers; their characters where they are read."""
    features, signs, tags = [], [], []
    memory: dict[str, list[int]] = {}
    spelled: dict[str, Ids] = {}
    for number in numbers:
        words = [token[:LOOKED_AT] for token in data.tokens[number]]
        features.append(feature_ids(words, labels.known, neighbours, memory).astype(np.int32))
        if characters:
            for word in words:
                if word not in spelled:
                    spelled[word] = character_ids([word])[0].astype(np.int16)
            signs.append(np.stack([spelled[word] for word in words]))
        else:
            signs.append(np.zeros((len(words), 0), dtype=np.int16))
        tags.append(np.array([labels.places.get(tag, UNKNOWN) for tag in data.tags[number]], dtype=np.int64))
    return Encoded(features, signs, tags)


@dataclass(frozen=True)
class SentenceBatch:
    """Sentences of one length: features `(B, T, F)`, characters `(B, T, 16)`, tags `(B, T)`, `numbers`."""

    features: Ids
    characters: Ids
    tags: Ids
    numbers: Ids


def stacked(encoded: Encoded, numbers: Sequence[int]) -> SentenceBatch:
    """Sentences of equal length as one batch."""
    return SentenceBatch(
        np.stack([encoded.features[n] for n in numbers]).astype(np.int64),
        np.stack([encoded.characters[n] for n in numbers]).astype(np.int64),
        np.stack([encoded.tags[n] for n in numbers]),
        np.array(numbers, dtype=np.int64),
    )


def alike(encoded: Encoded, tokens: int) -> list[list[int]]:
    """The numbers of all sentences in batches of one length, with about so many tokens each."""
    by_length: dict[int, list[int]] = {}
    for number, tags in enumerate(encoded.tags):
        by_length.setdefault(len(tags), []).append(number)
    return [
        found[start : start + max(1, tokens // length)]
        for length, found in sorted(by_length.items())
        for start in range(0, len(found), max(1, tokens // length))
    ]


class SentenceBatches:
    """For ever: batches of sentences of one length, each sentence once an epoch, in an order of the seed."""

    def __init__(self, encoded: Encoded, tokens: int, seed: int) -> None:
        self._encoded, self._tokens = encoded, tokens
        self._order = EpochOrder(self._cut, seed)

    def __iter__(self) -> Iterator[SentenceBatch]:
        return self

    def __next__(self) -> SentenceBatch:
        """The next batch."""
        return stacked(self._encoded, next(self._order))

    def state(self) -> State:
        """Which batch comes next."""
        return self._order.state()

    def resume(self, state: State) -> None:
        """Go on with the batch that was next."""
        self._order.resume(state)

    def _cut(self, rng: np.random.Generator) -> list[list[int]]:
        """Sentences of one length in a new order, cut anew, and the batches in a new order."""
        lengths = np.array([len(tags) for tags in self._encoded.tags])
        order = rng.permutation(len(lengths))
        order = order[np.argsort(lengths[order], kind="stable")]
        found: list[list[int]] = []
        for length in np.unique(lengths):
            same = order[lengths[order] == length].tolist()
            many = max(1, self._tokens // int(length))
            found += [same[start : start + many] for start in range(0, len(same), many)]
        return [found[place] for place in rng.permutation(len(found))]
