"""What tunes are once they were read, and what a person can decide about the reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from rnnkit.data.decisions import Decisions
from rnnkit.data.table.table import Change, Question


class TuneOverrides(Decisions):
    """What the person fixed; `None` or empty means: find out."""

    encoding: str | None = Field(None, max_length=40)
    column: str | None = Field(
        None,
        max_length=200,
        title="Tunes",
        description="Column of a table that holds the tunes in ABC notation: its name, or its number from 0.",
    )
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")


@dataclass(frozen=True)
class Tune:
    """One tune: its head in one spelling, and its body in tokens whose lengths are in eighths.

    `unit` is that of the file, `tempo` quarter notes a minute where the file says it, and `line` where in
    the file the tune begins.
    """

    title: str
    meter: str
    unit: str
    key: str
    tokens: tuple[str, ...]
    tempo: float | None = None
    line: int = 0

    @property
    def header(self) -> tuple[str, str]:
        """Meter and key as tokens: `("M:6/8", "K:D")`."""
        return f"M:{self.meter}", f"K:{self.key}"


@dataclass(frozen=True)
class LeftOut:
    """A tune that was left out: the line it begins in, why (a key of `telling.REASONS`), and its title."""

    line: int
    why: str
    text: str


@dataclass(frozen=True)
class TuneData:
    """N tunes, what was understood, and every change that was made.

    `parts` say of each tune which part of the files it came from: `train`, `valid`, `test`, or nothing.
    `understood` is JSON-able: form, tunes, dropped, meters and keys with their numbers, tokens, encoding.
    """

    tunes: tuple[Tune, ...]
    parts: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    understood: Mapping[str, object]
    overrides: TuneOverrides

    def __len__(self) -> int:
        return len(self.tunes)

    @property
    def bytes(self) -> int:
        """Memory that the tunes take, about; their tokens are shared."""
        return sum(400 + 2 * len(tune.title) + 8 * len(tune.tokens) for tune in self.tunes)
