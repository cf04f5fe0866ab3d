"""A text as numbers: its two parts, the symbols of the first, and both parts in them. No torch in here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.config import TextConfig
from rnnkit.data import Parts, Text, Vocabulary, split
from rnnkit.errors import DataError
from rnnkit.leaks.text import without_repeats
from rnnkit.text import t

Ids = npt.NDArray[np.int32]

LARGEST = {"char": 8_000, "word": 8_000, "bpe": 1_000}  # symbols, where the settings leave it open
FEWEST = 20  # symbols to learn from; less is no text


@dataclass(frozen=True)
class Corpus:
    """What is learned from and what the score comes from; nothing of the second decided anything."""

    parts: Parts
    vocabulary: Vocabulary
    training: Ids
    validation: Ids
    unknown_share: float  # of the symbols of the validation part

    @property
    def held_out(self) -> bool:
        """Whether there is a validation part; a tiny text is learned whole."""
        return len(self.validation) > 1

    @property
    def scored(self) -> Ids:
        """What the score comes from: the validation part, or all of a text too small to have one."""
        return self.validation if self.held_out else self.training

    @property
    def scored_characters(self) -> int:
        """How many characters the scored symbols are, by which scores of all vocabularies are compared."""
        return len(self.parts.validation if self.held_out else self.parts.training)

    @property
    def newline(self) -> int | None:
        """The number of the line feed, if the text has lines."""
        found = self.vocabulary.encode("\n")
        return int(found[0]) if len(found) == 1 and found[0] != self.vocabulary.unk else None


def read_corpus(text: Text | str, config: TextConfig, validation: Text | str | None = None) -> Corpus:
    """Split a text, find its symbols in the training part, and number both parts.

    Raises `DataError` with one sentence where there is too little text.
    """
    parts = _parts(text, config, validation)
    limit = config.max_vocabulary or LARGEST[config.unit]
    vocabulary = Vocabulary.fit(parts.training, config.unit, limit)
    share = vocabulary.unknown_share(parts.validation) if parts.validation else 0.0
    if share:  # so that no symbol of the validation part goes unscored
        vocabulary = vocabulary.with_unk()
    training = vocabulary.encode(parts.training)
    if len(training) < FEWEST:
        raise DataError(
            t("Need at least {needed} symbols; found {found}.", needed=FEWEST, found=len(training))
        )
    return Corpus(parts, vocabulary, training, vocabulary.encode(parts.validation), share)


def _parts(text: Text | str, config: TextConfig, validation: Text | str | None) -> Parts:
    """The two parts; of the second only what is new, where repeats are not to be scored."""
    parts = split(text, validation, by_line=config.document_per_line)
    if not config.skip_repeats or not parts.validation:
        return parts
    new = without_repeats(parts, by_line=config.document_per_line)
    if len(new.validation) < FEWEST:
        raise DataError(
            t("All of the part to score on stands in the training part: without repeats nothing is left.")
        )
    return new
