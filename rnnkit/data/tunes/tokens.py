"""The tokens that tunes are made of: a closed grammar in which everything has one spelling.

A length is in eighths, and stands with its note; broken rhythm (`a>b`) is written out, so that what a token
lasts is told by the token alone, and by the tuplet it stands in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from rnnkit.data.tunes.keys import read_key
from rnnkit.data.tunes.lengths import is_length, read_length, write_length
from rnnkit.data.tunes.meters import is_compound, read_meter

Kind = Literal["note", "rest", "chord", "symbol", "bar", "ending", "tuplet", "tie", "meter", "key"]

BARS = ("|", "||", "|]", "|:", ":|")
PITCH = r"(?:\^\^|__|[\^_=])?(?:[A-G],{0,3}|[a-g]'{0,3})"
MOST_VOICES = 6
"""Notes of a chord."""
SYMBOL = r"[A-G][#b]?[A-Za-z0-9#+°ø-]{0,8}(?:/[A-G][#b]?)?"
ENDING = r"[1-9](?:,[1-9]){0,7}"
LEGAL = re.compile(
    rf"(?P<note>({PITCH})(.*))"
    r"|(?P<rest>z(.*))"
    rf"|(?P<chord>\[((?:{PITCH}){{2,{MOST_VOICES}}})\](.*))"
    rf'|(?P<symbol>"({SYMBOL})")'
    rf"|(?P<bar>{'|'.join(map(re.escape, BARS))})"
    rf"|(?P<ending>\[({ENDING}))"
    r"|(?P<tuplet>\(([2-9])(?::([1-9]):([1-9]|1[0-6]))?)"
    r"|(?P<tie>-)"
    r"|(?P<meter>\[M:([^\]]{1,40})\])"
    r"|(?P<key>\[K:([^\]]{1,40})\])"
)
PITCHES = re.compile(PITCH)
LONGEST_TOKEN = 60
"""Characters of a token."""
TIMES: Mapping[int, int] = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
"""In the time of how many notes so many are played; 5, 7 and 9 depend on the meter."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: what it is, and what it says.

    `length` is in eighths, outside of any tuplet; `pitches` are those of a note or chord, without lengths;
    `value` is a chord symbol, a meter or a key; `tuplet` is p, q and r of `(p:q:r`, q being 0 where the
    meter decides; `times` are the numbers of an ending.
    """

    text: str
    kind: Kind
    length: Fraction = Fraction(0)
    pitches: tuple[str, ...] = ()
    value: str = ""
    tuplet: tuple[int, int, int] = (0, 0, 0)
    times: tuple[int, ...] = ()

    @property
    def sounds(self) -> bool:
        """Whether it takes time: a note, a chord or a rest."""
        return self.length > 0


@lru_cache(maxsize=8192)
def look(text: str) -> Token | None:
    """What a token is; `None` where it is none, or not in its one spelling.

    >>> look("^f3/2").length, look("[CEG]2").pitches, look("d1"), look("(3").tuplet
    (Fraction(3, 2), ('C', 'E', 'G'), None, (3, 2, 3))
    """
    found = LEGAL.fullmatch(text) if len(text) <= LONGEST_TOKEN else None
    if found is None:
        return None
    kind: Kind = found.lastgroup  # type: ignore[assignment]
    groups = [group for group in found.groups()[found.lastindex or 0 :] if group is not None]
    made = _made(text, kind, groups)
    return made if made is not None and spelled(made) == text else None


def _made(text: str, kind: Kind, groups: list[str]) -> Token | None:
    """The token of these parts; `None` where one of them is out of bounds."""
    if kind in ("note", "rest", "chord"):
        length = read_length(groups[-1])
        if length is None or not is_length(length):
            return None
        pitches = tuple(PITCHES.findall(groups[0])) if kind != "rest" else ()
        return Token(text, kind, length, pitches)
    if kind == "ending":
        return Token(text, kind, times=tuple(map(int, groups[0].split(","))))
    if kind == "tuplet":
        p, *rest = map(int, groups)
        return Token(text, kind, tuplet=(p, rest[0], rest[1]) if rest else (p, TIMES.get(p, 0), p))
    if kind in ("meter", "key"):
        value = (read_meter if kind == "meter" else read_key)(groups[0])
        return None if value is None else Token(text, kind, value=value)
    return Token(text, kind, value=groups[0] if groups else "")


def spelled(token: Token) -> str:
    """The one spelling of a token."""
    if token.sounds:
        inner = "z" if token.kind == "rest" else "".join(token.pitches)
        inner = f"[{inner}]" if token.kind == "chord" else inner
        return inner + write_length(token.length)
    if token.kind in ("meter", "key"):
        return f"[{token.kind[0].upper()}:{token.value}]"
    if token.kind == "tuplet":
        return tuplet_of(*token.tuplet)
    return token.text


def tuplet_of(p: int, q: int, r: int) -> str:
    """A tuplet in its one spelling: `(3` for three in the time of two.

    >>> tuplet_of(3, 2, 3), tuplet_of(3, 2, 2), tuplet_of(5, 0, 5)
    ('(3', '(3:2:2', '(5')
    """
    return f"({p}" if (q, r) == (TIMES.get(p, 0), p) else f"({p}:{q}:{r}"


def factor(token: Token, meter: str) -> Fraction:
    """By how much the notes of a tuplet are longer than they are written.

    >>> factor(look("(3"), "4/4"), factor(look("(5"), "6/8")
    (Fraction(2, 3), Fraction(3, 5))
    """
    p, q, _ = token.tuplet
    return Fraction(q or (3 if is_compound(meter) else 2), p)
