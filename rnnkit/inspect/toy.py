"""A toy network at work: a tiny sequence, its weights after some steps downhill, every number of a pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.numpy_rnn import (
    CELLS,
    CLIPS,
    CROSS_ENTROPY,
    SQUARED_ERROR,
    Arrays,
    Backward,
    Cell,
    Forward,
    GradientDescent,
    SequenceBatch,
    both_ways,
    difference,
    learn,
    numeric_gradient,
    start,
)

WORD = "hello"
POINTS = 9  # of a wave; all but the last are read, all but the first are targets


@dataclass(frozen=True)
class Sequence:
    """A lesson with what its inputs and targets are called on screen, and the letters, if it has some."""

    lesson: SequenceBatch
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    symbols: tuple[str, ...] = ()

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.inputs)


@dataclass(frozen=True)
class Toy:
    """A toy network as it stands: the losses on the way here, the weights, and one pass both ways."""

    cell: Cell
    sequence: Sequence
    losses: tuple[float, ...]
    weights: Arrays
    run: Forward
    back: Backward

    @cached_property
    def proof(self) -> float:
        """The largest relative difference between the gradients and those of nudging every weight."""
        numeric = numeric_gradient(self.cell, self.weights, self.sequence.lesson)
        return max(difference(self.back.weights, numeric).values())


def spell(word: str) -> Sequence:
    """Read all letters but the last, one number 1 among zeros each; the next letter is the target."""
    symbols = tuple(dict.fromkeys(word))
    rows = np.eye(len(symbols))[[symbols.index(letter) for letter in word]]
    return Sequence(
        SequenceBatch(rows[:-1], rows[1:], CROSS_ENTROPY), tuple(word[:-1]), tuple(word[1:]), symbols
    )


def wave() -> Sequence:
    """Read a number of a sine wave; the next one is the target."""
    points = np.sin(2 * np.pi * np.arange(POINTS) / (POINTS - 1)).round(3) + 0.0  # + 0.0: no minus zero
    names = tuple(f"{point:.2g}" for point in points)
    return Sequence(SequenceBatch(points[:-1, None], points[1:, None], SQUARED_ERROR), names[:-1], names[1:])


SEQUENCES: Mapping[str, Sequence] = {"hello": spell(WORD), "sine": wave()}


def toy(config: ToyConfig) -> Toy:
    """The network of these settings. Raises `DivergedError` where its numbers grew without bounds."""
    cell, sequence = CELLS[config.cell], SEQUENCES[config.sequence]
    (F,), (K,) = sequence.lesson.inputs.shape[1:], sequence.lesson.targets.shape[1:]
    w = start(cell, F, config.hidden_size, K, config.seed)
    descent = GradientDescent(config.learning_rate, CLIPS[config.clipping], config.limit)
    learned = learn(cell, w, sequence.lesson, config.updates, descent)
    run, back = both_ways(cell, learned.weights, sequence.lesson)
    return Toy(cell, sequence, learned.losses, learned.weights, run, back)
