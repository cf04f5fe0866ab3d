"""Rows with a class as numbers, whatever a row is: their three parts, and what all of them have. No torch."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.labelled import Labelled, LabelledParts, split
from rnnkit.errors import DataError
from rnnkit.tasks.classify.settings import ClassifyConfig, Entry, InputKind
from rnnkit.tasks.classify.wording import SAID
from rnnkit.words import t

Numbers = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]

SPLIT_SEED = 0  # the same rows are scored whatever the seed of a run, so that runs compare
FEWEST = 4  # rows to learn from


@dataclass(frozen=True)
class NumberedRows(ABC):
    """What is learned from, what chooses weights and shares, and what the score comes from.

    `numbers` are the steps of each row, cut to at most `longest`: symbols `(S,)` or values `(S, W)`;
    `lengths` how many steps it had before. A `vocabulary` has the symbols that are told apart.
    """

    data: Labelled
    parts: LabelledParts
    numbers: tuple[Numbers, ...]
    lengths: Ints
    longest: int
    vocabulary: Vocabulary | None

    kind: ClassVar[InputKind]
    often: ClassVar[float] = 1.0
    """How much more often than texts of as many steps such rows have to be read."""

    @property
    @abstractmethod
    def entry(self) -> Entry:
        """What one step is."""

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
    def cut(self) -> int:
        """How many rows are longer than what is read of them."""
        return int((self.lengths > self.longest).sum())

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return sum(found.nbytes for found in self.numbers)

    @property
    @abstractmethod
    def counting(self) -> float:
        """Bytes that the partner takes while it is fitted, about."""

    @property
    def notes(self) -> list[str]:
        """What only this kind of rows assumes, in sentences."""
        return []

    @abstractmethod
    def raw(self, rows: Ints) -> list[Any]:
        """These rows as they came: what the partner reads."""

    @abstractmethod
    def decided(self, config: ClassifyConfig) -> dict[str, Any]:
        """The settings that only this kind of rows decides. Raises `ConfigError` where they cannot be."""


def parted(data: Labelled) -> LabelledParts:
    """Split the rows. Raises `DataError` with one sentence where there is nothing to tell apart."""
    check(data)
    parts, said = split(data, SPLIT_SEED), SAID[data.kind]
    if len(parts.train) < FEWEST:
        raise DataError(t(said["too_few"], needed=FEWEST, found=len(parts.train)))
    if len(np.unique(np.asarray(data.targets)[parts.train])) < 2:
        raise DataError(t(said["one_class"]))
    if not len(parts.test):
        raise DataError(t(said["nothing_left"]))
    return parts


def check(data: Labelled) -> None:
    """Refuse what this task cannot learn from. Raises `DataError`."""
    if data.multilabel:
        raise DataError(
            t(
                "Some texts have several classes, and a text gets one here: keep the texts of exactly one, "
                "take each combination for a class, or tell one class from all others."
            )
        )
    if len(data.classes) < 2:
        raise DataError(t(SAID[data.kind]["two_classes"], found=len(data.classes)))


def cut(numbers: Numbers, longest: int) -> Numbers:
    """At most so many steps: the first half and the last half of what is longer."""
    if len(numbers) <= longest:
        return numbers
    return np.concatenate([numbers[: longest - longest // 2], numbers[-(longest // 2) :]])
