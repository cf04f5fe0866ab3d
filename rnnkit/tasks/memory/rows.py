"""Rows of the problems that take a memory, or sight of what comes, made for ever. No torch in here.

Adding and copying: Hochreiter & Schmidhuber (1997), as in Arjovsky et al. (2016) and Bai et al. (2018).
Shapes: `N` rows, `T` steps, `F` inputs a step, `A` answers at the last steps, `C` classes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.memory.settings import MemoryData, Problem

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]

COPIED = 10  # symbols that have to be copied
PRIME = 11  # rows whose number leaves the rest 1 by this are held out, all others learned from


@dataclass(frozen=True)
class MemoryRows:
    """Inputs `(N, T, F)` and the right answers at the last steps: numbers or classes `(N, A)`."""

    inputs: Floats
    answers: Floats | Whole
    behind: int = 0  # steps after the last that is answered

    def __len__(self) -> int:
        return len(self.answers)

    def chunks(self, size: int) -> Iterator["MemoryRows"]:
        """The same rows, so many at a time."""
        for start in range(0, len(self), size):
            yield self[start : start + size]

    def __getitem__(self, which: slice) -> "MemoryRows":
        return MemoryRows(self.inputs[which], self.answers[which], self.behind)


@dataclass(frozen=True)
class RowSampler:
    """So many rows to be made by chance, of a problem at a length `T`: held out for scoring, or not."""

    rng: np.random.Generator
    count: int
    problem: MemoryData
    length: int
    held_out: bool = False

    def rows(self) -> MemoryRows:
        """The rows."""
        return KINDS[self.problem.problem].make(self)

    def digits(self, shape: tuple[int, ...], base: int, number: Callable[[Whole], Whole]) -> Whole:
        """Digits `(N, *shape)`; rows are held out if their number leaves the rest 1 by `PRIME`."""
        found = np.zeros((0, *shape), np.int64)
        while len(found) < self.count:
            drawn = self.rng.integers(base, size=(self.count * (2 * PRIME if self.held_out else 2), *shape))
            found = np.concatenate([found, drawn[(number(drawn) % PRIME == 1) == self.held_out]])
        return found[: self.count]


@dataclass(frozen=True)
class ProblemKind:
    """What a problem is: how rows are drawn, how large they are, and what can be said without a memory.

    A row is either held out for scoring or learned from, never both. Where `remembered` is given, it is the
    one number that has to be known after each of the `length` first steps, `(N, length)`.
    """

    make: Callable[[RowSampler], MemoryRows]
    memoryless: Callable[[MemoryRows, MemoryData], Scores]
    length: int  # that a person begins with
    more_steps: int  # of a row beyond its length
    inputs: Callable[[MemoryData], int]
    classes: Callable[[MemoryData], int]  # 0 where a number is answered
    lengths: Literal["same", "mixed"] = "same"  # that are learned from
    muon: bool = True  # whether it moves recurrent matrices, see `rnnkit.training.optimizers`
    judged: int = 0  # of the answers, counted from the end; 0 is all of them
    remembered: Callable[[MemoryRows], Whole] | None = None


def memoryless(rows: MemoryRows, problem: MemoryData) -> Scores:
    """The best answers of someone who sees the present step alone, as scores `(N, A, max(C, 1))`.

    Scores are logarithms of probabilities; where a number is answered, the number.
    """
    return KINDS[problem.problem].memoryless(rows, problem)


def adding(draw: RowSampler) -> MemoryRows:
    """Numbers between 0 and 1, two of them marked with a one beside: the answer is their sum."""
    size = draw.count, draw.length
    values, marks = draw.rng.random(size, np.float32), np.zeros(size, np.float32)
    places = draw.rng.random(size, np.float32).argpartition(1, axis=1)[:, :2]
    np.put_along_axis(marks, places, 1, axis=1)
    return MemoryRows(np.stack([values, marks], axis=2), (values * marks).sum(axis=1, keepdims=True))


def copying(draw: RowSampler) -> MemoryRows:
    """Ten symbols, `T` blanks of which the last is a delimiter, ten more steps in which to say them again.

    One-hot inputs: the symbols, the blank, the delimiter. Blank is to be answered until the ten at the end.
    """
    S, size = draw.problem.symbols, (draw.count, draw.length + 2 * COPIED)
    said = draw.digits((COPIED,), S, lambda digits: rest(digits, S))
    steps, answers = np.full(size, S), np.full(size, S)
    steps[:, :COPIED], answers[:, -COPIED:] = said, said
    steps[:, draw.length + COPIED - 1] = S + 1
    return MemoryRows(np.eye(S + 2, dtype=np.float32)[steps], answers)


def parity(draw: RowSampler) -> MemoryRows:
    """Bits; after each the answer is whether the ones so far are odd in number."""
    bits = draw.digits((draw.length,), 2, lambda digits: rest(digits, 2))
    return MemoryRows(bits[:, :, None].astype(np.float32), bits.cumsum(axis=1) % 2)


def addition(draw: RowSampler) -> MemoryRows:
    """Two binary numbers of `T` bits, least significant bits first, and a step for the last carry.

    After each pair of bits the answer is that bit of the sum. a + b is held out as b + a is, by the rest of
    (a + 1)(b + 1).
    """

    def product(pairs: Whole) -> Whole:
        return (rest(pairs[:, :, 0], 2) + 1) * (rest(pairs[:, :, 1], 2) + 1)

    bits = np.pad(draw.digits((draw.length, 2), 2, product), ((0, 0), (0, 1), (0, 0)))
    return MemoryRows(bits.astype(np.float32), bits.sum(axis=2) % 2 ^ carries(bits))


def ahead(draw: RowSampler) -> MemoryRows:
    """Bits; at each but the last the answer is the one after it, y_t = x_(t+1)."""
    bits = draw.digits((draw.length,), 2, lambda digits: rest(digits, 2))
    return MemoryRows(bits[:, :, None].astype(np.float32), bits[:, 1:], behind=1)


def carries(bits: Whole) -> Whole:
    """What is carried into each step of an addition `(N, T, 2)`: `(N, T)`."""
    found = np.zeros(bits.shape[:2], np.int64)
    for step in range(1, bits.shape[1]):
        found[:, step] = (bits[:, step - 1].sum(axis=1) + found[:, step - 1]) >= 2
    return found


def rest(digits: Whole, base: int) -> Whole:
    """What the numbers with these digits `(N, T)`, the smallest first, leave when divided by `PRIME`."""
    powers = np.array([pow(base, place, PRIME) for place in range(digits.shape[1])])
    found: Whole = digits @ powers % PRIME
    return found


def _mean(rows: MemoryRows, _: MemoryData) -> Scores:
    """Two numbers between 0 and 1 add up to 1 on average; the mean squared error of that is 1/6."""
    return np.ones((len(rows), 1, 1))


def _blank_then_anything(rows: MemoryRows, problem: MemoryData) -> Scores:
    """Blank for sure until the end, then every symbol alike: 10 ln S nats in all."""
    shares = np.zeros((*rows.answers.shape, problem.symbols + 1))
    shares[:, :-COPIED, -1] = 1
    shares[:, -COPIED:, :-1] = 1 / problem.symbols
    return _logarithms(shares)


def _own_bit_then_half(rows: MemoryRows, _: MemoryData) -> Scores:
    """The parity of the first bit is that bit; after that it is even as often as odd."""
    shares = np.full((*rows.answers.shape, 2), 0.5)
    shares[:, 0] = np.eye(2)[rows.answers[:, 0].astype(int)]
    return _logarithms(shares)


def _nothing_carried(rows: MemoryRows, _: MemoryData) -> Scores:
    """The sum of the present bits, as likely as nothing is carried: 1 at the first step, then down to 1/2.

    From step to step, the chance p of a carry becomes 1/4 + p/2, which makes (1 - 2^-t) / 2.
    """
    plain = rows.inputs.sum(axis=2).astype(int) % 2
    carried = (1 - 0.5 ** np.arange(plain.shape[1])) / 2
    shares = np.where(np.eye(2)[plain] == 1, (1 - carried)[:, None], carried[:, None])
    return _logarithms(shares)


def _half(rows: MemoryRows, _: MemoryData) -> Scores:
    """A bit that has not come yet is zero as often as one."""
    return _logarithms(np.full((*rows.answers.shape, 2), 0.5))


def _oddness(rows: MemoryRows) -> Whole:
    return rows.answers.astype(np.int64)


def _carried_on(rows: MemoryRows) -> Whole:
    return carries(rows.inputs.astype(np.int64))[:, 1:]


def _logarithms(shares: Scores) -> Scores:
    with np.errstate(divide="ignore"):
        found: Scores = np.log(shares)
    return found


KINDS: Mapping[Problem, ProblemKind] = {
    "adding": ProblemKind(
        make=adding,
        memoryless=_mean,
        length=200,
        muon=False,
        more_steps=0,
        inputs=lambda _: 2,
        classes=lambda _: 0,
    ),
    "copying": ProblemKind(
        make=copying,
        memoryless=_blank_then_anything,
        length=50,
        more_steps=2 * COPIED,
        inputs=lambda problem: problem.symbols + 2,
        classes=lambda problem: problem.symbols + 1,
        lengths="mixed",
        judged=COPIED,
    ),
    "parity": ProblemKind(
        make=parity,
        memoryless=_own_bit_then_half,
        length=16,
        more_steps=0,
        inputs=lambda _: 1,
        classes=lambda _: 2,
        remembered=_oddness,
    ),
    "addition": ProblemKind(
        make=addition,
        memoryless=_nothing_carried,
        length=8,
        more_steps=1,
        inputs=lambda _: 2,
        classes=lambda _: 2,
        remembered=_carried_on,
    ),
    "ahead": ProblemKind(
        make=ahead,
        memoryless=_half,
        length=20,
        more_steps=0,
        inputs=lambda _: 1,
        classes=lambda _: 2,
    ),
}
