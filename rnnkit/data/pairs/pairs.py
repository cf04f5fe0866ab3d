"""What pairs of texts are once they were read, and what a person can decide about the reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from rnnkit.config.settings import Flag
from rnnkit.data.decisions import Decisions
from rnnkit.data.table.table import Change

Column = str | int
"""A column by its name, or by its place from 0 where the columns have none."""


class PairOverrides(Decisions):
    """What the person fixed; `None` or empty means: find out."""

    encoding: str | None = Field(None, max_length=40)
    source: str | None = Field(
        None,
        max_length=200,
        title="Source",
        description="Column to translate from: its name, or its number from 0.",
    )
    target: str | None = Field(
        None,
        max_length=200,
        title="Target",
        description="Column to translate into: its name, or its number from 0.",
    )
    header: Flag | None = Field(None, title="Header", description="Whether the first line names the columns.")
    swap: Flag = Field(False, title="Other direction", description="Learn from target to source instead.")
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")


@dataclass(frozen=True)
class LeftOutLine:
    """A line, or record, that is no pair: its number from 1, why (a key of `clean.REASONS`), and its text."""

    line: int
    why: str
    text: str


@dataclass(frozen=True)
class Pairs:
    """Sources and targets of the same number, what was understood, and every change that was made.

    `lines` are their numbers in the file, `columns` those of the two sides, `options` all columns there are.
    `understood` is JSON-able: form, pairs, dropped, text (the two columns), encoding, header, suspect (line
    numbers by what looks wrong).
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    lines: tuple[int, ...]
    columns: tuple[Column, Column]
    options: tuple[Column, ...]
    left_out: tuple[LeftOutLine, ...]
    changes: tuple[Change, ...]
    understood: Mapping[str, object]
    overrides: PairOverrides

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def bytes(self) -> int:
        """Memory that the texts take, about."""
        return sum(60 + 4 * len(text) for texts in (self.sources, self.targets) for text in texts)
