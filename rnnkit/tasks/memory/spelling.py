"""Rows of the memory problems as a person writes them down. No torch in here."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.memory.rows import COPIED, MemoryRows
from rnnkit.tasks.memory.settings import Problem

Numbers = npt.NDArray[np.generic]


def spell(problem: Problem, rows: MemoryRows) -> list[str]:
    """What was read, row by row."""
    return [READ[problem](row) for row in rows.inputs]


def spell_answer(problem: Problem, answers: Numbers) -> list[str]:
    """Answers `(N, A)`, row by row."""
    return [ANSWERED[problem](row) for row in answers]


def _marked(row: Numbers) -> str:
    """The marked numbers with the steps in which they stood."""
    steps = np.flatnonzero(row[:, 1])
    return " + ".join(f"{row[step, 0]:.3f} ({step + 1})" for step in steps)


def _said(row: Numbers) -> str:
    return _spaced(row[:COPIED].argmax(axis=1))


def _terms(row: Numbers) -> str:
    return f"{_number(row[:, 0])} + {_number(row[:, 1])}"


def _spaced(digits: Numbers) -> str:
    return " ".join(str(int(digit)) for digit in digits)


def _number(bits: Numbers) -> str:
    """Bits, the least significant first, as a decimal number."""
    return str(sum(1 << place for place in np.flatnonzero(bits).tolist()))


READ: Mapping[Problem, Callable[[Numbers], str]] = {
    "adding": _marked,
    "copying": _said,
    "parity": lambda row: _spaced(row[:, 0]),
    "addition": _terms,
    "ahead": lambda row: _spaced(row[:, 0]),
}
ANSWERED: Mapping[Problem, Callable[[Numbers], str]] = {
    "adding": lambda row: f"{row[0]:.3f}",
    "copying": lambda row: _spaced(row[-COPIED:]),
    "parity": _spaced,
    "addition": _number,
    "ahead": _spaced,
}
