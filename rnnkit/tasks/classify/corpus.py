"""Texts as numbers: their three parts, the symbols of the first, and all of them in these. No torch here."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.labelled import Labelled, LabelledParts, split
from rnnkit.data.labelled.vectors import Vectors
from rnnkit.data.text.vocabulary import Unit, pieces
from rnnkit.errors import DataError
from rnnkit.tasks.classify.grams import Kind
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import t

Ids = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

MOST_SYMBOLS = {"word": 10_000, "char": 4_000, "bpe": 4_000}  # where the settings leave it open
LONGEST = {"word": 300, "char": 256, "bpe": 300}
WITHIN = 0.98  # of the texts are read whole, unless that is more than the longest
SPLIT_SEED = 0  # the same rows are scored whatever the seed of a run, so that runs compare
FEWEST = 4  # texts to learn from
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
UNSPACED = 0.3  # of the letters, from which on a text has no words between spaces
SHORT = 3  # words, up to which characters tell more
LOOKED_AT = 2_000  # texts, by which the unit is decided


@dataclass(frozen=True)
class Corpus:
    """What is learned from, what chooses weights and shares, and what the score comes from.

    `ids` are the symbols of each text, cut to at most `longest`; `lengths` how many it had before.
    """

    data: Labelled
    parts: LabelledParts
    unit: Unit
    vocabulary: Vocabulary
    ids: tuple[Ids, ...]
    lengths: Ints
    longest: int
    grams: Kind

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.data.classes

    @cached_property
    def labels(self) -> Ints:
        """The class of each row, as a number."""
        return np.asarray(self.data.targets, dtype=np.int64)

    @property
    def learned(self) -> Ints:
        """The rows the partner is fitted to: all that is not scored."""
        return np.concatenate([self.parts.train, self.parts.validation])

    @property
    def checked(self) -> Ints:
        """The rows that choose: the validation part, or what was learned where there is none."""
        return self.parts.validation if len(self.parts.validation) else self.parts.train

    @property
    def cut(self) -> float:
        """The share of texts that are longer than what is read of them."""
        return float((self.lengths > self.longest).mean())

    @property
    def vectors(self) -> Vectors | None:
        """The word vectors that were brought, where words are what is read."""
        return self.data.vectors if self.unit == "word" else None

    def texts(self, rows: Ints) -> list[str]:
        """The texts of these rows."""
        return [self.data.texts[row] for row in rows.tolist()]

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return sum(found.nbytes for found in self.ids)


def read_corpus(data: Labelled, config: ClassifyConfig) -> Corpus:
    """Split the rows, find the symbols of the training part, and number all texts.

    Raises `DataError` with one sentence where there is nothing to tell apart.
    """
    check(data)
    parts = split(data, SPLIT_SEED)
    if len(parts.train) < FEWEST:
        raise DataError(
            t(
                "Need at least {needed} texts to learn from; found {found}.",
                needed=FEWEST,
                found=len(parts.train),
            )
        )
    if len(np.unique(np.asarray(data.targets)[parts.train])) < 2:
        raise DataError(t("The training part has texts of one class only; bring texts of at least two."))
    if not len(parts.test):
        raise DataError(t("No text is left to score on; bring more texts of each class."))
    unspaced, words = _written(data.texts)
    unit: Unit = config.unit if config.unit != "auto" else "char" if unspaced or words <= SHORT else "word"
    plain = [prepared(text, config) for text in data.texts]
    vocabulary = _vocabulary([plain[row] for row in parts.train.tolist()], unit, config.max_vocabulary)
    ids = [vocabulary.encode(text) for text in plain]
    lengths = np.array([len(found) for found in ids], np.int64)
    usual = int(np.quantile(lengths[parts.train], WITHIN, method="higher"))
    longest = config.max_length or max(2, min(usual, LONGEST[unit]))
    grams: Kind = "char" if unspaced or words <= SHORT else "word"
    return Corpus(
        data, parts, unit, vocabulary, tuple(cut(found, longest) for found in ids), lengths, longest, grams
    )


def check(data: Labelled) -> None:
    """Refuse what this task cannot learn from. Raises `DataError`."""
    if data.kind != "text":
        raise DataError(
            t("These are series of numbers with a class; this version tells classes of texts apart only.")
        )
    if data.multilabel:
        raise DataError(
            t(
                "Some texts have several classes, and this task gives each text one: read the file with one "
                "class per text, which keeps the texts of exactly one."
            )
        )
    if len(data.classes) < 2:
        raise DataError(t("Need texts of at least two classes; found {found}.", found=len(data.classes)))


def prepared(text: str, config: ClassifyConfig) -> str:
    """A text as it is cut into symbols: one space before every word, and small letters where asked.

    >>> prepared("Good  food\\n", ClassifyConfig())
    ' good food'
    """
    plain = " ".join(text.split())
    return " " + (plain.lower() if config.lower_case else plain)


def cut(ids: Ids, longest: int) -> Ids:
    """At most so many symbols: the first half and the last half of what is longer."""
    if len(ids) <= longest:
        return ids
    return np.concatenate([ids[: longest - longest // 2], ids[-(longest // 2) :]])


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


def _written(texts: Sequence[str]) -> tuple[bool, float]:
    """Whether texts are written without spaces, and how many words the middle one has."""
    some = texts[:: max(1, len(texts) // LOOKED_AT)]
    whole = "".join(some)
    letters = sum(map(str.isalpha, whole))
    words = float(np.median([len(text.split()) for text in some])) if some else 0.0
    return len(HAN.findall(whole)) > UNSPACED * max(1, letters), words
