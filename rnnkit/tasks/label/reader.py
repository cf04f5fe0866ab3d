"""A trained labeller ready to label, without torch: typed text in, tokens with tags and probabilities out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.data.tagged.schemes import bio_spans, write
from rnnkit.data.tagged.tokens import cut_sentences
from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.tasks.label.labels import LABELS, Labels
from rnnkit.tasks.label.networks.forward import label_tokens
from rnnkit.tasks.label.settings import ResolvedLabel, label_shapes
from rnnkit.words import t

MOST_TYPED = 2_000  # tokens of a typed text that are labelled at once
MOST_SENTENCE = 500


@dataclass(frozen=True)
class TaggedToken:
    """A token with its tag, how likely that is, and the most likely tags with their probabilities."""

    text: str
    tag: str
    chance: float
    likely: tuple[tuple[str, float], ...] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Labeller:
    """The weights of a trained labeller with what it knows of its data."""

    weights: Mapping[str, npt.NDArray[np.float32]]
    config: ResolvedLabel
    labels: Labels

    @classmethod
    def from_bytes(cls, weights: bytes, config: ResolvedLabel, labels: Labels) -> "Labeller":
        """From safetensors bytes. Raises `DataError` where the weights are not those of the settings."""
        found = read_tensors(weights).arrays()
        wanted = label_shapes(config, labels.rows, len(labels.tags))
        if {name: array.shape for name, array in found.items()} != wanted:
            raise DataError(
                t("The weights do not fit the settings of the model: the file is not a whole one.")
            )
        return cls(found, config, labels)

    @property
    def bytes(self) -> int:
        """Memory that the weights take."""
        return sum(array.nbytes for array in self.weights.values())

    def sentences(self, text: str) -> list[list[str]]:
        """The tokens of a text, cut as those of the training data were."""
        found = cut_sentences(text, self.labels.how())
        return [
            tokens[start : start + MOST_SENTENCE]
            for tokens in found
            for start in range(0, len(tokens), MOST_SENTENCE)
        ]

    def label(self, tokens: Sequence[str], most: int = 3) -> list[TaggedToken]:
        """The tags of one sentence, with the `most` likely ones of each token."""
        tags, chances = label_tokens(self.weights, self.config, self.labels.tags, self.labels.known, tokens)
        found = []
        for token, tag, row in zip(tokens, tags, chances, strict=True):
            order = np.argsort(-row)[:most]
            likely = tuple((self.labels.tags[place], float(row[place])) for place in order)
            known = f"w {token}" in self.labels.known
            found.append(TaggedToken(token, tag, float(row[self.labels.places[tag]]), likely, not known))
        return found


def own_scheme(tags: Sequence[str], labels: Labels) -> list[str]:
    """Tags of a sentence as the training file wrote them: BIO, IOB1, BIOES, BMES, plain.

    >>> own_scheme(["B-PER", "I-PER"], Labels(tags=("O",), features=(), spans=True, scheme="BMES"))
    ['B-PER', 'E-PER']
    """
    return write(bio_spans(tags), len(tags), labels.scheme) if labels.spans else list(tags)


def reader_of(weights: bytes, files: Mapping[str, Any], config: ResolvedLabel) -> Labeller:
    """The reader of a run, from its weights and the files beside them."""
    return Labeller.from_bytes(weights, config, Labels.from_json(files[LABELS]))
