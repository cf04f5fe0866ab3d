"""In which order the tokens of a tune are played: repeats, and endings that change from time to time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rnnkit.data.tunes import Token, look

MOST = 40_000
"""Tokens that are played at the most: a tune of 4,000, all of it nine times."""
NOTHING = Token("", "tie")


@dataclass
class _Endings:
    """The endings of one repeat: for which times each is, by its place, and where the tune goes on."""

    times: dict[int, tuple[int, ...]] = field(default_factory=dict)
    end: int = 0

    def place(self, turn: int) -> int | None:
        """Where the ending for this time begins."""
        return next((at for at, times in self.times.items() if turn in times), None)


@dataclass
class _Place:
    """Where the player is: the section it would repeat, for which time it plays it, and in which endings."""

    start: int = 0
    turn: int = 1
    marked: bool = False
    endings: _Endings | None = None


def order_of(texts: Sequence[str]) -> list[int]:
    """The places of the tokens as they are played.

    A repeat without a beginning goes back to the last double bar, end of a repeat, or the start of the tune,
    as the ABC standard has it.

    >>> order_of(["|:", "a", "[1", "b", ":|", "[2", "c", "|]"])
    [0, 1, 2, 3, 4, 1, 5, 6, 7]
    """
    tokens = [look(text) or NOTHING for text in texts]
    endings = _endings(tokens)
    played: list[int] = []
    at, place = 0, _Place()
    while at < len(tokens) and len(played) < MOST:
        if at in endings:
            at = _enter(endings[at], at, place)
            if at not in endings:
                continue
        played.append(at)
        at = _behind(tokens[at], at, place)
    return played


def _endings(tokens: Sequence[Token]) -> Mapping[int, _Endings]:
    """The endings that belong together, by the place of each: they follow each other bar line by bar line."""
    found: dict[int, _Endings] = {}
    chain = _Endings()
    for at, token in enumerate(tokens):
        if token.kind == "ending":
            chain.times[at] = token.times
            found[at] = chain
        elif token.kind == "bar" and token.text != "|" and chain.times:
            goes_on = at + 1 < len(tokens) and tokens[at + 1].kind == "ending"
            if not goes_on or token.text == "|:":
                chain.end = at + (token.text != "|:")
                chain = _Endings()
    chain.end = len(tokens)
    return found


def _enter(endings: _Endings, at: int, place: _Place) -> int:
    """Where it goes on where an ending begins: there, at the ending for this time, or behind them all."""
    here = place.turn == 1 or place.turn in endings.times[at]
    to = at if here else endings.place(place.turn)
    if to is None:
        _go_on(place, endings.end)
        return endings.end
    place.endings = endings
    return to


def _behind(token: Token, at: int, place: _Place) -> int:
    """Where it goes on behind a token: back to the beginning of a repeat, or further."""
    if token.text == ":|":
        if place.turn == 1 or (place.endings and place.endings.place(place.turn + 1) is not None):
            place.turn += 1
            place.endings = None
            return place.start
        _go_on(place, place.endings.end if place.endings else at + 1)
        return place.start
    if token.text == "|:":
        _go_on(place, at + 1)
        place.marked = True
    elif token.text in ("||", "|]") and (place.endings is not None or not place.marked):
        _go_on(place, at + 1)
    return at + 1


def _go_on(place: _Place, start: int) -> None:
    """A new section begins."""
    place.start, place.turn, place.marked, place.endings = start, 1, False, None
