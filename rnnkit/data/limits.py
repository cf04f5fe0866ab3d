"""How much data one upload may bring: stated before the upload, checked before parsing.

What a host allows grows with its memory, between two hosts that were measured:

    limit = least * (memory / 690 MB) ** (log(most / least) / log(24 GB / 690 MB))

so that 24 GB, 35 times as much memory, take 20 times the bytes and rows, and 10 times the columns. On the
command line, where a person waits for nobody else, memory alone decides.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self

from rnnkit.errors import DataError
from rnnkit.host.environment import positive
from rnnkit.host.machine import memory_total
from rnnkit.words import t

BYTES_PER_MEGABYTE = 1_000_000
SMALL, LARGE = 690e6, 24e9
"""Bytes of memory of the smallest host, and from which on nothing grows any more."""
LARGEST = {"megabytes": 100, "rows": 2_000_000, "columns": 500}
TIMES = 30
"""Bytes of memory that reading needs at most for each byte of a file."""
MOST_CELLS, LEAST_CELLS = 20_000_000, 1_000_000
"""Cells of the largest table that is written out as text, and of one that every host takes."""
BYTES_OF_A_CELL = 5
"""Where memory alone decides, a table may have a cell for each so many bytes of the largest file."""
NARROWEST = 2
"""Bytes of a row or of a column at least: a digit and the end of the line."""
LARGER = "Larger than {megabytes:g} MB."
LESS_TABLE = "Larger than {megabytes:g} MB; take fewer rows or columns, or longer steps such as weekly means."
LESS_TEXT = "Larger than {megabytes:g} MB; take a part of the text."

_alone: ContextVar[bool] = ContextVar("_alone", default=False)


@contextmanager
def memory_alone() -> Iterator[None]:
    """Let nothing but memory limit what is read from here on: a person reads a file of their own."""
    before = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(before)


def alone() -> bool:
    """Whether a person works on a file of their own, so that nothing but memory limits it."""
    return _alone.get()


@dataclass(frozen=True)
class Limits:
    """The largest file that is read. More bytes or columns are refused; of more rows the newest are used."""

    megabytes: float = 5
    rows: int = 100_000
    columns: int = 50

    @classmethod
    def from_environment(cls) -> Self:
        """The limits here; RNNKIT_MAX_MEGABYTES, RNNKIT_MAX_ROWS and RNNKIT_MAX_COLUMNS overrule each."""
        usual = cls.of_memory() if alone() else cls.of_host()
        return cls(
            megabytes=positive("RNNKIT_MAX_MEGABYTES", usual.megabytes),
            rows=int(positive("RNNKIT_MAX_ROWS", usual.rows)),
            columns=int(positive("RNNKIT_MAX_COLUMNS", usual.columns)),
        )

    @classmethod
    def of_host(cls, memory: int | None = None) -> Self:
        """What a host with so many bytes of memory (this one) takes from each of its visitors."""
        memory = memory_total() if memory is None else memory
        part = math.log(min(max(memory, SMALL), LARGE) / SMALL) / math.log(LARGE / SMALL)
        least = cls()
        return cls(
            megabytes=_grown(least.megabytes, LARGEST["megabytes"], part),
            rows=_grown(least.rows, LARGEST["rows"], part),
            columns=_grown(least.columns, LARGEST["columns"], part),
        )

    @classmethod
    def of_memory(cls, memory: int | None = None) -> Self:
        """What fits into so many bytes of memory (those of this machine), whatever its shape."""
        most = max(cls.of_host(memory).megabytes * BYTES_PER_MEGABYTE, (memory or memory_total()) / TIMES)
        cells = int(most / NARROWEST)
        return cls(megabytes=int(most / BYTES_PER_MEGABYTE), rows=cells, columns=cells)

    @property
    def cells(self) -> int:
        """Cells that a table may have whose size its bytes do not tell: most of them may be blank.

        A person with a file of their own may have as many as memory holds.
        """
        most = max(MOST_CELLS, self.megabytes * BYTES_PER_MEGABYTE / BYTES_OF_A_CELL)
        return int(max(LEAST_CELLS, min(self.rows * self.columns, most)))

    def check_size(self, content: bytes) -> None:
        """Refuse more bytes than allowed; counted before anything is decoded."""
        check_megabytes(content, self.megabytes, LESS_TABLE)

    def check_cells(self, rows: int, columns: int) -> None:
        """Refuse more cells than allowed, before they are written out."""
        if rows * columns > self.cells:
            raise DataError(
                t(
                    "The table has {cells:,} cells; limit {most:,}: leave out what is not needed.",
                    cells=rows * columns,
                    most=self.cells,
                )
            )

    def check_columns(self, count: int) -> None:
        """Refuse more columns than allowed; counted on the first line, before the rest is parsed."""
        if count > self.columns:
            raise DataError(
                t(
                    "{count:,} columns; limit {limit}: leave out what is not needed.",
                    count=count,
                    limit=self.columns,
                )
            )


@dataclass(frozen=True)
class TextLimits:
    """The largest text that is read."""

    megabytes: float = 8

    @classmethod
    def from_environment(cls) -> Self:
        """The limit of this host, from RNNKIT_MAX_TEXT_MEGABYTES."""
        return cls(megabytes=positive("RNNKIT_MAX_TEXT_MEGABYTES", cls.megabytes))

    def check_size(self, content: bytes) -> None:
        """Refuse more bytes than allowed; counted before anything is decoded."""
        check_megabytes(content, self.megabytes, LESS_TEXT)


def check_megabytes(content: bytes, megabytes: float, sentence: str = LARGER) -> None:
    """Refuse content that is larger than so many megabytes, in a sentence that says what to do."""
    if len(content) > megabytes * BYTES_PER_MEGABYTE:
        raise DataError(t(sentence, megabytes=megabytes))


def _grown(least: float, most: float, part: float) -> int:
    """A number on the way from the least to the most, in two digits."""
    exact = float(least * (most / least) ** part)
    unit = int(10 ** max(0, math.floor(math.log10(exact)) - 1))
    return math.floor(exact / unit + 1e-9) * unit
