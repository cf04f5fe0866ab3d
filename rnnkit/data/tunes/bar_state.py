"""How full the bar is, token by token: what a network is told, and what a sampler may let it write next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from rnnkit.data.tunes.meters import bar_length
from rnnkit.data.tunes.tokens import Kind, Token, factor, look

NONE = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class BarState:
    """Where a tune is within its bar.

    `filled` is the length of the bar so far in eighths, `times` and `left` say by how much, and for how many
    notes, a tuplet changes what comes; `first` is whether this is the first bar of a section, and `pickup`
    the length of the last incomplete bar that a section began with, which the end of a section leaves out.
    """

    meter: str
    filled: Fraction = NONE
    times: Fraction = ONE
    left: int = 0
    first: bool = True
    pickup: Fraction = NONE

    @property
    def expected(self) -> Fraction | None:
        """Eighths of a bar; `None` where the meter is free."""
        return bar_length(self.meter)

    @property
    def room(self) -> Fraction | None:
        """Eighths that are free in this bar, none at the least; `None` where the meter is free."""
        expected = self.expected
        return None if expected is None else max(NONE, expected - self.filled)

    def after(self, token: str) -> "BarState":
        """The state behind a token; one that is none changes nothing.

        >>> BarState("6/8").after("A2").after("(3").after("B").filled
        Fraction(8, 3)
        """
        return _after(self, token)

    def fits(self, token: str) -> bool:
        """Whether a token may stand here: notes that the bar has room for, bar lines where it is full.

        The first bar of a section may be a pickup, and the last one then lacks as much.

        >>> state = BarState("3/4").after("A4")
        >>> state.fits("B2"), state.fits("B3"), state.after("B2").fits("|")
        (True, False, True)
        """
        found = look(token)
        return found is not None and FITS.get(found.kind, _anywhere)(self, found)


def _sounds(state: BarState, token: Token) -> bool:
    room = state.room
    return room is None or token.length * (state.times if state.left else ONE) <= room


def _closes(state: BarState, token: Token) -> bool:
    """A bar line: behind a full bar, behind nothing, behind a pickup, or where a section may end."""
    expected = state.expected
    if state.left:
        return False
    if expected is None or state.filled in (NONE, expected):
        return True
    if state.first:
        return state.filled < expected
    return token.text != "|" and state.filled + state.pickup == expected


def _tuplet(state: BarState, token: Token) -> bool:
    del token
    return not state.left and state.room != NONE


def _field(state: BarState, token: Token) -> bool:
    del token
    return state.filled == NONE and not state.left


def _anywhere(state: BarState, token: Token) -> bool:
    del state, token
    return True


FITS: Mapping[Kind, Callable[[BarState, Token], bool]] = {
    **dict.fromkeys(("note", "rest", "chord"), _sounds),
    "bar": _closes,
    "tuplet": _tuplet,
    "meter": _field,
}


@lru_cache(maxsize=1 << 15)
def _after(state: BarState, text: str) -> BarState:
    """Pure, and tunes are in few states: what came once is known."""
    token = look(text)
    if token is None:
        return state
    if token.sounds:
        left = max(0, state.left - 1)
        filled = state.filled + (token.length * state.times if state.left else token.length)
        return replace(state, filled=filled, left=left, times=state.times if left else ONE)
    if token.kind == "tuplet":
        return replace(state, times=factor(token, state.meter), left=token.tuplet[2])
    if token.kind == "meter":
        return replace(state, meter=token.value)
    return _closed(state, token) if token.kind == "bar" else state


def _closed(state: BarState, token: Token) -> BarState:
    """Behind a bar line: an empty bar, and a new section where the line ends one."""
    expected = state.expected
    if not state.filled and token.text == "|":
        return state
    short = state.first and expected is not None and NONE < state.filled < expected
    return BarState(state.meter, first=token.text != "|", pickup=state.filled if short else state.pickup)
