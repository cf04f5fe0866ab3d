"""A text as numbers: its three parts, the symbols of the first, and all parts in them. No torch in here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data import Text, TextParts, Vocabulary, split
from rnnkit.errors import DataError
from rnnkit.tasks.text.leaks import Repeats
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

Ids = npt.NDArray[np.int32]

LARGEST = {"char": 8_000, "word": 8_000, "bpe": 1_000}  # symbols, where the settings leave it open
FEWEST = 20  # symbols to learn from; less is no text


@dataclass(frozen=True)
class Corpus:
    """What is learned from, what chooses weights and n-grams, and what the score comes from.

    Nothing of the test part decided anything, but that there is a symbol for unknown ones where it has any.
    """

    parts: TextParts
    vocabulary: Vocabulary
    training: Ids
    validation: Ids
    test: Ids
    unknown_share: float  # of the symbols of the test part
    repeats: Repeats  # of all of the test part, whether scored or left out

    @property
    def held_out(self) -> bool:
        """Whether there is a test part; a tiny text is learned whole."""
        return len(self.test) > 1

    @property
    def checked(self) -> Ids:
        """What the best weights are told by: the validation part, or all of a text too small to have one."""
        return self.validation if self.held_out and len(self.validation) > 1 else self.training

    @property
    def scored(self) -> Ids:
        """What the score comes from: the test part, or all of a text too small to have one."""
        return self.test if self.held_out else self.training

    @property
    def scored_characters(self) -> int:
        """How many characters the scored symbols are, by which scores of all vocabularies are compared."""
        return len(self.parts.test if self.held_out else self.parts.training)

    @property
    def newline(self) -> int | None:
        """The number of the line feed, if the text has lines."""
        found = self.vocabulary.encode("\n")
        return int(found[0]) if len(found) == 1 and found[0] != self.vocabulary.unk else None


def read_corpus(text: Text | str, config: TextConfig, test: Text | str | None = None) -> Corpus:
    """Split a text, find its symbols in the training part, and number all parts.

    Raises `DataError` with one sentence where there is too little text.
    """
    repeats = Repeats(split(text, test, by_line=config.document_per_line), config.document_per_line)
    parts = _scored_parts(repeats) if config.skip_repeats else repeats.parts
    limit = config.max_vocabulary or LARGEST[config.unit]
    vocabulary = Vocabulary.fit(parts.training, config.unit, limit)
    share = vocabulary.unknown_share(parts.test)
    if share or vocabulary.unknown_share(parts.validation):  # so that no symbol goes unscored
        vocabulary = vocabulary.with_unk()
    training = vocabulary.encode(parts.training)
    if len(training) < FEWEST:
        raise DataError(
            t("Need at least {needed} symbols; found {found}.", needed=FEWEST, found=len(training))
        )
    validation, scored = vocabulary.encode(parts.validation), vocabulary.encode(parts.test)
    return Corpus(parts, vocabulary, training, validation, scored, share, repeats)


def _scored_parts(repeats: Repeats) -> TextParts:
    """The three parts; of the test part only what is new, as repeats are not to be scored."""
    if not repeats.parts.test:
        return repeats.parts
    new = repeats.left_out()
    if len(new.test) < FEWEST:
        raise DataError(
            t("Everything in the test part also appears in the training part: nothing new is left to score.")
        )
    return new
