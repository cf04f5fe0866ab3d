"""The bars of a tune, and whether each is as long as its meter says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rnnkit.data.tunes.bar_state import BarState
from rnnkit.data.tunes.tokens import look
from rnnkit.data.tunes.tune import Tune

Why = Literal["full", "pickup", "closing", "free", "short", "long"]


@dataclass(frozen=True, slots=True)
class Bar:
    """The tokens `[start, stop)` between two bar lines, how long they last in eighths, and what to say of it.

    `expected` is `None` where the meter is free. `why` is full; pickup or closing, for an incomplete bar that
    another one, before or after it as it is played, makes a whole; free; short or long.
    """

    start: int
    stop: int
    length: Fraction
    expected: Fraction | None
    why: Why

    @property
    def full(self) -> bool:
        """Whether it fills its meter, alone or with the bar that it is completed by."""
        return self.why not in ("short", "long")


@dataclass
class _Piece:
    """What stands between two bar lines: its place, its length, and the tokens that enclose it."""

    start: int
    stop: int
    length: Fraction
    expected: Fraction | None
    before: str
    behind: str

    @property
    def lacks(self) -> Fraction | None:
        """What is missing to a full bar, where something is."""
        return None if self.expected is None or self.length >= self.expected else self.expected - self.length


def bars_of(tune: Tune | Sequence[str], meter: str = "none") -> list[Bar]:
    """The bars of a tune, or of tokens in this meter; where nothing stands between two lines there is none.

    >>> [bar.why for bar in bars_of(["B2", "|", "c4", "d2", "|", "e4", "|]"], "3/4")]
    ['pickup', 'full', 'closing']
    """
    pieces = _pieces(tune.tokens, tune.meter) if isinstance(tune, Tune) else _pieces(tune, meter)
    partners = _partners(pieces)
    return [
        Bar(one.start, one.stop, one.length, one.expected, _why(one, place, pieces, partners.get(place, ())))
        for place, one in enumerate(pieces)
    ]


def _pieces(tokens: Sequence[str], meter: str) -> list[_Piece]:
    """The tune cut at its bar lines, and where an ending begins amid a bar."""
    pieces: list[_Piece] = []
    state, start, before = BarState(meter), 0, ""
    for place, text in enumerate([*tokens, ""]):
        token = look(text)
        if token is not None and token.kind not in ("bar", "ending"):
            state = state.after(text)
            continue
        if state.filled:
            pieces.append(_Piece(start, place, state.filled, state.expected, before, text))
            before = ""
        state, start = BarState(state.meter), place + 1
        before += text
    return pieces


def _why(one: _Piece, place: int, pieces: Sequence[_Piece], partners: Sequence[int]) -> Why:
    if one.expected is None:
        return "free"
    if one.length == one.expected:
        return "full"
    if one.lacks is None:
        return "long"
    if place == 0:
        return "pickup"
    if any(pieces[other].length == one.lacks for other in partners):
        return "closing" if _ends(one) else "pickup"
    return "short"


def _ends(one: _Piece) -> bool:
    """Whether a section ends behind it."""
    return one.behind != "|"


def _partners(pieces: Sequence[_Piece]) -> Mapping[int, list[int]]:
    """For each incomplete bar the incomplete ones that come before or after it as the tune is played.

    At the end of a section these are the first bar of the next one, that of this one where it is repeated,
    and that of the tune.
    """
    found: dict[int, list[int]] = {}
    begun = forked = 0
    for place, one in enumerate(pieces):
        if "|:" in one.before or (":|" in one.before and "[" not in one.before):
            begun = place
        if one.behind.startswith("[1"):
            forked = place
        others = []
        if _ends(one):
            others = [begun, 0, place + 1]
        if "[" in one.before:
            others.append(forked)
        for other in others:
            if other < len(pieces) and one.lacks is not None and pieces[other].lacks is not None:
                found.setdefault(place, []).append(other)
                found.setdefault(other, []).append(place)
    return found
