"""The board of a room: baselines and members, the best of each one's entries, on the public half alone.

Plain values in, plain values out: nothing here knows the store or the screen. What the hidden rows are, which
half of them is public, and who may see what, is decided elsewhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnkit.compare import Units, standard_error
from rnnkit.errors import DataError
from rnnkit.rooms.exactness import in_steps, one_figure
from rnnkit.rooms.ladder import climbed
from rnnkit.rooms.ranks import ranks
from rnnkit.words import t


@dataclass(frozen=True)
class Competitor:
    """Somebody on a board, or a baseline, with the losses of each entry on the public half, in order.

    `private` are those on the other half, once it is opened.
    """

    key: str
    name: str
    entries: tuple[Units, ...]
    private: tuple[Units, ...] = ()
    baseline: bool = False


@dataclass(frozen=True)
class BoardLine:
    """One line of a board. `score` is rounded to the step of the board; NaN where none can be shown.

    `entry` is the number of the entry that is shown, `entries` how many there were, and `improved` whether
    the latest one is shown.
    """

    key: str
    name: str
    baseline: bool
    rank: int
    score: float
    entry: int
    entries: int
    improved: bool


@dataclass(frozen=True)
class Board:
    """The lines by rank, and the step in which scores are given: infinite where nothing can be told."""

    lines: tuple[BoardLine, ...]
    step: float
    rows: int  # units behind a score

    def sharing(self, rank: int) -> int:
        """How many share a rank."""
        return sum(line.rank == rank for line in self.lines)

    @property
    def alone_first(self) -> str:
        """Who is first and shares it with nobody, by the key; empty where nobody is."""
        first = [line.key for line in self.lines if line.rank == 1]
        return first[0] if len(first) == 1 else ""


def board(competitors: Sequence[Competitor]) -> Board:
    """The board on the public half of the hidden rows.

    Those without an entry are left out. Raises `DataError` where entries rest on different rows.
    """
    there = [each for each in competitors if each.entries]
    same_rows([units for each in there for units in each.entries])
    rungs = {each.key: climbed(each.entries) for each in there}
    shown = {each.key: each.entries[rungs[each.key][-1]] for each in there}
    step, ranked = step_of(there, shown), ranks(shown)
    lines = [
        BoardLine(
            each.key,
            each.name,
            each.baseline,
            ranked[each.key],
            in_steps(shown[each.key].score, step),
            entry=rungs[each.key][-1],
            entries=len(each.entries),
            improved=rungs[each.key][-1] == len(each.entries) - 1,
        )
        for each in there
    ]
    return Board(tuple(in_order(lines)), step, len(next(iter(shown.values()), ())))


def step_of(competitors: Sequence[Competitor], shown: Mapping[str, Units]) -> float:
    """One standard error, rounded up to one figure, of the best baseline, else of the first that is there.

    So the step stands before anybody hands anything in, and no entry moves it.
    """
    baselines = [each for each in competitors if each.baseline]
    of = min(baselines, key=lambda each: shown[each.key].score, default=next(iter(competitors), None))
    return one_figure(standard_error(shown[of.key])) if of else math.inf


def in_order(lines: Sequence[BoardLine]) -> list[BoardLine]:
    """Lines by rank; within one in the order of the score that is shown, then by name: no secret order."""
    return sorted(lines, key=lambda line: (line.rank, math.isnan(line.score), line.score, line.name))


def same_rows(entries: Sequence[Units]) -> None:
    """Raise `DataError` where entries rest on different rows: then no two scores say the same."""
    lengths = sorted({len(units) for units in entries})
    if len(lengths) > 1:
        raise DataError(
            t(
                "All entries of a room are scored on the same hidden rows, but here are some with {few} "
                "parts and some with {many}. Leave out the runs that were not started in this room.",
                few=lengths[0],
                many=lengths[-1],
            )
        )
