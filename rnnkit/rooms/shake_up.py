"""The end of a room: the private half of the hidden rows, and what it moved, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.rooms.board import Board, Competitor, board, same_rows
from rnnkit.rooms.ranks import places, ranks
from rnnkit.words import plural, t

LITTLE = 0.01  # a share of the error by which members may lose more than baselines without a word


@dataclass(frozen=True)
class FinalLine:
    """One line at the end: the entry that the board showed, on both halves, and where it stands on each."""

    key: str
    name: str
    baseline: bool
    public: float
    private: float
    public_rank: int
    private_rank: int
    public_place: int  # by the bare number
    private_place: int

    @property
    def moved(self) -> int:
        """By how many ranks it went up; negative for down."""
        return self.public_rank - self.private_rank

    @property
    def place_moved(self) -> int:
        """By how many places it would have gone up where only the numbers count."""
        return self.public_place - self.private_place


@dataclass(frozen=True)
class ShakeUp:
    """All lines by their rank on the private half, and the board that stood until now."""

    lines: tuple[FinalLine, ...]
    before: Board


def shake_up(competitors: Sequence[Competitor]) -> ShakeUp:
    """Open the private half. Only the entry that the board shows counts: nobody chooses by this half.

    Those without an entry are left out. Raises `DataError` where entries rest on different rows.
    """
    before = board(competitors)
    chosen = {line.key: line for line in before.lines}
    there = [each for each in competitors if each.key in chosen]
    public = {each.key: each.entries[chosen[each.key].entry] for each in there}
    private = {each.key: each.private[chosen[each.key].entry] for each in there}
    same_rows(list(private.values()))
    after, first, second = ranks(private), places(public), places(private)
    lines = [
        FinalLine(
            key,
            line.name,
            line.baseline,
            public[key].score,
            private[key].score,
            line.rank,
            after[key],
            first[key],
            second[key],
        )
        for key, line in chosen.items()
    ]
    return ShakeUp(
        tuple(sorted(lines, key=lambda line: (line.private_rank, line.private, line.name))), before
    )


def told(end: ShakeUp) -> list[str]:
    """What the shake-up means, a sentence each."""
    if not end.lines:
        return [t("Nobody handed anything in, so there is nothing to open.")]
    return [
        t(
            "Until now the board showed scores on one half of the hidden rows. "
            "This is the other half: nobody has seen a score on it, so nobody could choose by it."
        ),
        _moved(end.lines),
        *_by_numbers(end.lines),
        *_fitted(end.lines),
    ]


def _moved(lines: Sequence[FinalLine]) -> str:
    """How many ranks moved."""
    moved = [abs(line.moved) for line in lines if line.moved]
    if not moved:
        return t("No rank moved.")
    return plural(
        "{number} of {all} ranks moved, by at most {most}.",
        "{number} of {all} ranks moved, by at most {most}.",
        len(moved),
        all=len(lines),
        most=max(moved),
    )


def _by_numbers(lines: Sequence[FinalLine]) -> list[str]:
    """What a board would have done that sorts by the number alone, where that is more."""
    moved = [abs(line.place_moved) for line in lines if line.place_moved]
    if sum(moved) <= sum(abs(line.moved) for line in lines):
        return []
    return [
        t(
            "A board that sorts by the number alone would have moved {number} of {all}, by {mean:.1f} "
            "places on average. Most of that is luck, so those who cannot be told apart share a rank here.",
            number=len(moved),
            all=len(lines),
            mean=float(np.mean(moved)),
        )
    ]


def _fitted(lines: Sequence[FinalLine]) -> list[str]:
    """Whether members lost more than the baselines from one half to the other: they chose by the first."""
    members = [line.private / line.public for line in lines if not line.baseline and line.public > 0]
    baselines = [line.private / line.public for line in lines if line.baseline and line.public > 0]
    if not members or not baselines:
        return []
    lost = float(np.mean(members)) / float(np.mean(baselines)) - 1
    if lost < LITTLE:
        return [t("Beside the baselines, members did no worse here than on the public half.")]
    return [
        t(
            "Beside the baselines, the errors of members grew by {percent:.0f} % from the public half to "
            "this one: they chose their runs by the public half, and part of what looked good was luck.",
            percent=100 * lost,
        )
    ]
