"""What a network has to know to label other texts: tags, known features, and how texts are cut."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import Field

from rnnkit.config import Settings, parse
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.tasks.label.features import LOOKED_AT, OWN, feature_names, own_names

LABELS = "labels.json"
MOST_FEATURES = 20_000  # as many as a model file has room for
MOST_TAGS = 1_000
FEW = 2  # times that a feature has to come to be known
MOST_LETTERS = 200  # of a tag, a feature or a token that a cutting knows
Word = Annotated[str, Field(strict=True), MaxLen(MOST_LETTERS)]


class Cutting(Settings):
    """How a text is cut into tokens: see `rnnkit.data.tagged.tokens`."""

    characters: bool = False
    hyphens: bool = False
    contractions: bool = False
    signs: Annotated[str, MaxLen(10)] = ""
    known: Annotated[tuple[Word, ...], MaxLen(2_000)] = ()


class Labels(Settings):
    """The file `labels.json`: tags from the most frequent one, features from 1, as 0 stands for unknown ones.

    `scheme` is how the training file wrote spans, and labelled files are written so, too.
    """

    tags: Annotated[tuple[Word, ...], MaxLen(MOST_TAGS)]
    features: Annotated[tuple[Word, ...], MaxLen(MOST_FEATURES)]
    spans: bool
    scheme: Word = "BIO"
    cutting: Cutting = Cutting()

    @cached_property
    def known(self) -> Mapping[str, int]:
        """The number of each feature."""
        return {name: number for number, name in enumerate(self.features, 1)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each tag."""
        return {tag: number for number, tag in enumerate(self.tags)}

    @property
    def rows(self) -> int:
        """Rows of the tables of features, the one for unknown ones among them."""
        return len(self.features) + 1

    def how(self) -> dict[str, Any]:
        """How a text is cut, as plain values."""
        return self.cutting.model_dump()

    @classmethod
    def from_json(cls, content: bytes | str) -> "Labels":
        """From the JSON of a file. Raises `ConfigError` with one sentence."""
        return parse(cls, content)


def find_labels(data: Tagged, learned: Sequence[int], neighbours: bool) -> Labels:
    """The tags and features of the sentences that are learned from; nothing else decides them."""
    tags = Counter(tag for number in learned for tag in data.tags[number])
    words = Counter(token[:LOOKED_AT] for number in learned for token in data.tokens[number])
    found: Counter[str] = Counter()
    for word, times in words.items():
        for name in own_names(word):
            found[name] += times
    if neighbours:
        for number in learned:
            for names in feature_names([token[:LOOKED_AT] for token in data.tokens[number]], True):
                found.update(names[OWN:])
    del found[""]
    features = sorted(
        (name for name, times in found.items() if times >= FEW), key=lambda name: (-found[name], name)
    )
    known = tuple(token for token in data.cutting["known"] if len(token) <= MOST_LETTERS)
    return Labels(
        tags=tuple(sorted(tags, key=lambda tag: (-tags[tag], tag))[:MOST_TAGS]),
        features=tuple(features[:MOST_FEATURES]),
        spans=data.spans,
        scheme=data.scheme,
        cutting=parse(Cutting, {**data.cutting, "known": known}),
    )
