"""How much of a tune stands in others: bars with the same notes, and the longest run of such bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rnnkit.data.tunes import Tune, bars_of
from rnnkit.data.tunes.tokens import look

Notes = tuple[str, ...]
MOST_PLACES = 200
"""Places of one bar that are kept; that it is known stays true, a run through a later place is not found."""
SAID = ("note", "rest", "chord", "tuplet")
"""Kinds of tokens that make a bar what it is: neither its chord symbols nor its bar lines."""


@dataclass(frozen=True)
class CopiedBars:
    """Bars with notes, how many of them stand in a training tune, and the longest run from a single one.

    `title` is that of the tune that the longest run stands in.
    """

    bars: int
    known: int
    longest: int
    title: str = ""

    @property
    def share(self) -> float:
        """Share of the bars that stand in some training tune."""
        return self.known / self.bars if self.bars else 0.0


class KnownBars:
    """The bars of many tunes, where each of them stands."""

    def __init__(self, tunes: Sequence[Tune]) -> None:
        self._titles = [tune.title for tune in tunes]
        self._places: dict[Notes, set[tuple[int, int]]] = {}
        for number, tune in enumerate(tunes):
            for place, notes in enumerate(notes_of(tune)):
                places = self._places.setdefault(notes, set())
                if len(places) < MOST_PLACES:
                    places.add((number, place))

    def __len__(self) -> int:
        return sum(map(len, self._places.values()))

    def copied(self, tune: Tune) -> CopiedBars:
        """How much of a tune stands in these."""
        bars = list(notes_of(tune))
        known, longest, of = 0, 0, -1
        going: dict[tuple[int, int], int] = {}  # of every place that the newest bar stands at, how long it is
        for notes in bars:
            here = self._places.get(notes, set())
            going = {(tune, place): going.get((tune, place - 1), 0) + 1 for tune, place in here}
            known += bool(here)
            place = max(going, key=lambda place: (going[place], -place[0]), default=None)
            if place is not None and going[place] > longest:
                longest, of = going[place], place[0]
        return CopiedBars(len(bars), known, longest, self._titles[of] if of >= 0 else "")

    def of_one_tune(self, tune: Tune) -> float:
        """The largest share of its different bars that stands in a single one of these tunes."""
        bars = set(notes_of(tune))
        found: dict[int, int] = {}
        for notes in bars:
            for number in {number for number, _ in self._places.get(notes, ())}:
                found[number] = found.get(number, 0) + 1
        return max(found.values(), default=0) / len(bars) if bars else 0.0


def notes_of(tune: Tune) -> Iterator[Notes]:
    """The notes of each bar that has any, with their lengths.

    >>> list(notes_of(Tune("", "2/4", "1/8", "G", ('"G"', "G2", "B", "|", "z4", "|:", "A4", "|]"))))
    [('G2', 'B'), ('A4',)]
    """
    for bar in bars_of(tune):
        found = [token for text in tune.tokens[bar.start : bar.stop] if (token := look(text)) is not None]
        if any(token.kind in ("note", "chord") for token in found):
            yield tuple(token.text for token in found if token.kind in SAID)
