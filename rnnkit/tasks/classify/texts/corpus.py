"""Texts as numbers: the symbols of the training part, and all texts in these. No torch here."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.labelled import Labelled
from rnnkit.data.labelled.vectors import Vectors, rows_of
from rnnkit.data.text.vocabulary import Unit, pieces
from rnnkit.errors import ConfigError
from rnnkit.tasks.classify.linear_partner.grams import Kind
from rnnkit.tasks.classify.rows import Ints, NumberedRows, cut, parted
from rnnkit.tasks.classify.settings import ClassifyConfig, Entry
from rnnkit.words import t

Ids = npt.NDArray[np.int32]

MOST_SYMBOLS = {"word": 10_000, "char": 4_000, "bpe": 4_000}  # where the settings leave it open
LONGEST = {"word": 300, "char": 256, "bpe": 300}
WITHIN = 0.98  # of the texts are read whole, unless that is more than the longest
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
UNSPACED = 0.3  # of the letters, from which on a text has no words between spaces
SHORT = 3  # words, up to which characters tell more
COUNTED = 100  # bytes of memory for each run of words or characters that the partner counts
LOOKED_AT = 2_000  # texts, by which the unit is decided


@dataclass(frozen=True)
class Corpus(NumberedRows):
    """Texts as the numbers of their symbols; `grams` are what the partner counts in them."""

    vocabulary: Vocabulary
    unit: Unit
    grams: Kind

    kind: ClassVar = "text"

    @property
    def entry(self) -> Entry:
        """A step is a symbol."""
        return Entry(symbols=len(self.vocabulary), unknown=self.vocabulary.unk or 0)

    @property
    def vectors(self) -> Vectors | None:
        """The word vectors that were brought, where words are what is read."""
        return self.data.vectors if self.unit == "word" else None

    @property
    def counting(self) -> float:
        """Bytes that the linear partner takes while it is fitted, about."""
        letters = sum(len(self.data.texts[row]) for row in self.learned.tolist())
        runs = 4 * letters if self.grams == "char" else letters / 2.5  # a word and the pair that ends with it
        return COUNTED * runs

    @property
    def notes(self) -> list[str]:
        """What became of the word vectors that were brought."""
        if self.vectors is not None:
            said = "{found:,} of {all:,} words of the vocabulary start from the word vectors."
            found = int((rows_of(self.vectors, self.vocabulary) >= 0).sum())
            return [t(said, found=found, all=len(self.vocabulary))]
        if self.data.vectors is not None:
            return [t("The word vectors are not used, since no words are read; choose words as the unit.")]
        return []

    def raw(self, rows: Ints) -> list[str]:
        """The texts of these rows."""
        return [self.data.texts[row] for row in rows.tolist()]

    def decided(self, config: ClassifyConfig) -> dict[str, Any]:
        """How texts are cut, and how many numbers a symbol has.

        Raises `ConfigError` where others are asked than the word vectors of the person have.
        """
        usual = 100 if len(self.parts.train) >= 1_000 else 48
        dropped = 0.05 if self.unit == "char" else 0.15
        return {
            "unit": self.unit,
            "segment": None,
            "max_vocabulary": config.max_vocabulary or MOST_SYMBOLS[self.unit],
            "embedding_size": _embedding_size(self.vectors, config, usual),
            "word_dropout": dropped if config.word_dropout is None else config.word_dropout,
        }


def read_corpus(data: Labelled, config: ClassifyConfig) -> Corpus:
    """Split the rows, find the symbols of the training part, and number all texts.

    Raises `DataError` with one sentence where there is nothing to tell apart.
    """
    parts = parted(data)
    unspaced, words = _written(data.texts)
    unit: Unit = config.unit if config.unit != "auto" else "char" if unspaced or words <= SHORT else "word"
    plain = [prepared(text, config) for text in data.texts]
    vocabulary = _vocabulary([plain[row] for row in parts.train.tolist()], unit, config.max_vocabulary)
    ids = [vocabulary.encode(text) for text in plain]
    lengths = np.array([len(found) for found in ids], np.int64)
    usual = int(np.quantile(lengths[parts.train], WITHIN, method="higher"))
    longest = config.max_length or max(2, min(usual, LONGEST[unit]))
    grams: Kind = "char" if unspaced or words <= SHORT else "word"
    numbers = tuple(cut(found, longest) for found in ids)
    return Corpus(data, parts, numbers, lengths, longest, vocabulary, unit, grams)


def prepared(text: str, config: ClassifyConfig) -> str:
    """A text as it is cut into symbols: one space before every word, and small letters where asked.

    >>> prepared("Good  food\\n", ClassifyConfig())
    ' good food'
    """
    plain = " ".join(text.split())
    return " " + (plain.lower() if config.lower_case else plain)


def encode(text: str, vocabulary: Vocabulary, config: ClassifyConfig, longest: int) -> Ids:
    """A new text as numbers; one without symbols is the unknown one."""
    ids = vocabulary.encode(prepared(text, config))
    return cut(ids, longest) if len(ids) else np.array([vocabulary.unk or 0], np.int32)


def _vocabulary(texts: Sequence[str], unit: Unit, limit: int | None) -> Vocabulary:
    """The symbols that come in training more than once, at most so many, and one for all others."""
    whole = "\n".join(texts)
    most = limit or MOST_SYMBOLS[unit]
    if unit == "word":
        often = sum(count > 1 for count in Counter(pieces(whole)).values())
        most = min(most, max(often, 100) + 1)
    return Vocabulary.fit(whole, unit, most, unk=True)


def _embedding_size(vectors: Vectors | None, config: ClassifyConfig, usual: int) -> int:
    """As many numbers as the word vectors of the person have, where there are some."""
    if vectors is None:
        return config.embedding_size or usual
    if config.embedding_size not in (None, vectors.size):
        raise ConfigError(
            t(
                "The word vectors have {size} numbers a word, and embedding size is {asked}: leave it open, "
                "or read the file without the vectors.",
                size=vectors.size,
                asked=config.embedding_size,
            )
        )
    return vectors.size


def _written(texts: Sequence[str]) -> tuple[bool, float]:
    """Whether texts are written without spaces, and how many words the middle one has."""
    some = texts[:: max(1, len(texts) // LOOKED_AT)]
    whole = "".join(some)
    letters = sum(map(str.isalpha, whole))
    words = float(np.median([len(text.split()) for text in some])) if some else 0.0
    return len(HAN.findall(whole)) > UNSPACED * max(1, letters), words
