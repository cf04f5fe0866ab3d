"""Where in its bar and in its tune the next token stands: what makes bars fill their meter.

A kept model takes this file along: it needs nothing of here but how bars are counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import log1p

from rnnkit.data.tunes.bar_state import BarState
from rnnkit.data.tunes.tokens import look

BACK = (1, 2, 4, 8)
"""Bars before, whose token at the same place is read: tunes repeat themselves after these."""
ENOUGH = 4  # bars of a phrase that came again, from which on it is not told once more, or as many as it has
PHRASE = 8  # a phrase: the number of a bar is told up to this
LONGEST_RUN = 64  # tokens that are the same as some bars before, told up to this
BARS_TOLD = 16  # bars that count as one
MOST_BARS = 64  # of a tune and of a section, told up to this
QUARTERS = 72  # quarters of an eighth that a bar has left, told up to this
OVERFULL, BETWEEN, NO_METER = 0, 1, QUARTERS + 2
"""Kinds of room that are no number: less than none, one amid a tuplet, that of a tune without a meter."""
MOST_LEFT = 3  # notes that a tuplet lacks, told up to this in place of the room
KINDS = QUARTERS + 3 + MOST_LEFT
ROOMS = 4 * KINDS  # each where a repeat has begun that needs an end, and where a first ending was
NUMBERS = 4  # see `SeenPlace.numbers`
HEADER = 2  # tokens of a header: meter and key
COLUMNS = 3 + len(BACK)  # what is told of a step by number: token, room, bar, and tokens some bars back
NOTHING = 0  # the number of the end, which never stands in a bar
BEGINS, ENDS, BAR = "|:", ":|", "|"
NO_BAR: Mapping[tuple[Fraction, int], int] = {}


@dataclass(frozen=True)
class SeenPlace:
    """What is told of a place: kind of `room`, with whether a repeat is open, `bar` of its phrase, tokens
    some bars `back` (numbers, 0 for none), how long each of these was `alike` (0 to 1, by its logarithm),
    and `numbers`: how full the bar is, its room, and bars of the tune and of its section so far.

    What has come again as a whole phrase is not told once more: real tunes go on to something else there, and
    a network that copies what it is told would never end.
    """

    room: int
    bar: int
    back: tuple[int, ...]
    alike: tuple[float, ...]
    numbers: tuple[float, ...]


@dataclass
class TunePlace:
    """Goes along a tune, token by token. `numbers` are those of the tokens."""

    state: BarState
    numbers: Mapping[str, int]
    bar: int = 1
    section: int = 1  # the bar that it begins with
    repeat: bool = False  # whether one has begun that needs an end
    ending: bool = False  # whether a first ending was, so that a second one may be
    run: list[int] = field(default_factory=lambda: [0] * len(BACK))  # tokens alike
    same: list[int] = field(default_factory=lambda: [0] * len(BACK))  # bars alike, by their notes
    _bars: dict[int, dict[tuple[Fraction, int], int]] = field(default_factory=dict)
    _now: dict[tuple[Fraction, int], int] = field(default_factory=dict)
    _notes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _sounds: list[str] = field(default_factory=list)
    _order: int = 0  # of the token among those at the same place of the bar

    def seen(self) -> SeenPlace:
        """What is told of the place of the next token."""
        filled, expected = self.state.filled, self.state.expected
        key = (filled, self._order)
        back = tuple(
            NOTHING if over else self._bars.get(self.bar - many, NO_BAR).get(key, NOTHING)
            for many, over in zip(BACK, self._over(), strict=True)
        )
        alike = tuple(log1p(min(count, LONGEST_RUN)) / log1p(LONGEST_RUN) for count in self.run)
        bars = (min(count, MOST_BARS) / BARS_TOLD for count in (self.bar, self.bar - self.section))
        lacks = min(self.state.left, MOST_LEFT)
        room = NO_METER + lacks if lacks else room_kind(filled, expected)
        room += KINDS * (self.repeat + 2 * self.ending)
        return SeenPlace(room, self.bar % PHRASE, back, alike, (*fullness(filled, expected), *bars))

    def take(self, token: str, seen: SeenPlace) -> None:
        """Go on by a token; `seen` is what was told of its place."""
        number = self.numbers.get(token, NOTHING)
        self.run = [
            count + 1 if number != NOTHING and number == before else 0
            for count, before in zip(self.run, seen.back, strict=True)
        ]
        before = self.state
        self._now[before.filled, self._order] = number
        self.state = before.after(token)
        found = look(token)
        if found is not None and found.kind == "bar":
            self._close(before)
            self.repeat = token == BEGINS or (self.repeat and token != ENDS)
            self.ending &= token != BEGINS
            self.section = self.section if token == BAR else self.bar
        else:
            self._order = 0 if self.state.filled != before.filled else self._order + 1
            self.ending |= found is not None and found.kind == "ending"
            if found is not None and found.sounds:
                self._sounds.append(token)

    def _over(self) -> list[bool]:
        """Whether a phrase of so many bars, or of a part of them, has come again and need not once more."""
        enough = [count >= max(many, ENOUGH) for many, count in zip(BACK, self.same, strict=True)]
        return [any(enough[: place + 1]) for place in range(len(BACK))]  # each divides those behind it

    def _close(self, before: BarState) -> None:
        """A bar line: the bar is counted, unless it is empty or so short that it leads into another."""
        notes = tuple(self._sounds)
        self._bars[self.bar], self._notes[self.bar] = self._now, notes
        if before.filled and (before.expected is None or 2 * before.filled > before.expected):
            self.same = [
                count + 1 if self._notes.get(self.bar - many) == notes else 0
                for many, count in zip(BACK, self.same, strict=True)
            ]
            self.bar += 1
        self._now, self._order, self._sounds = {}, 0, []


def room_kind(filled: Fraction, expected: Fraction | None) -> int:
    """The kind of room that a bar has left, in quarters of an eighth.

    >>> [room_kind(Fraction(filled), Fraction(6)) for filled in ("3", "1/3", "7")]
    [14, 1, 0]
    """
    if expected is None:
        return NO_METER
    if filled > expected:
        return OVERFULL
    quarters = (expected - filled) * 4
    return BETWEEN if quarters.denominator != 1 else 2 + min(QUARTERS - 1, quarters.numerator)


def fullness(filled: Fraction, expected: Fraction | None) -> tuple[float, float]:
    """How full a bar is, 0 to 1 and a little beyond, and its room in bars of eight eighths.

    >>> fullness(Fraction(2), Fraction(8))
    (0.25, 0.75)
    """
    if expected is None:
        return 0.0, 0.0
    return min(2.0, float(filled / expected)), max(-1.0, min(2.0, float(expected - filled) / 8))


def places_of(meter: str, tokens: Sequence[str], numbers: Mapping[str, int]) -> list[SeenPlace]:
    """What is told of the place of every token and of that behind the last one: one more than tokens."""
    place = TunePlace(BarState(meter), numbers)
    found = [place.seen()]
    for token in tokens:
        place.take(token, found[-1])
        found.append(place.seen())
    return found
