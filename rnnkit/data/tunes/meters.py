"""Meters: every spelling to `6/8` or `none`, and how long a bar of one is."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

FREE = "none"
"""The meter of a tune that has none, so that its bars are as long as they are."""
METER_WORDS: Mapping[str, str] = {"c": "4/4", "c|": "2/2", "none": FREE, "": FREE, "free": FREE, "o": "3/4"}
METER = re.compile(r"\(?([0-9]{1,2}(?:\+[0-9]{1,2}){0,7})\)?/([0-9]{1,2})")
BELOW = (1, 2, 4, 8, 16, 32)
MOST_BEATS = 32
"""Beats of a bar."""


@lru_cache(maxsize=512)
def read_meter(text: str) -> str | None:
    """A meter in its one spelling; `None` where it is none that music has.

    >>> [read_meter(text) for text in ("C|", "6/8", "(2+3)/8", "2 / 4", "none", "5/7")]
    ['2/2', '6/8', '5/8', '2/4', 'none', None]
    """
    plain = "".join(text[:40].split())
    if plain.lower() in METER_WORDS:
        return METER_WORDS[plain.lower()]
    found = METER.fullmatch(plain)
    if found is None:
        return None
    beats, below = sum(map(int, found[1].split("+"))), int(found[2])
    return f"{beats}/{below}" if 0 < beats <= MOST_BEATS and below in BELOW else None


@lru_cache(maxsize=512)
def bar_length(meter: str) -> Fraction | None:
    """Eighths of a bar; `None` where the meter is free.

    >>> bar_length("6/8"), bar_length("2/2"), bar_length("none")
    (Fraction(6, 1), Fraction(8, 1), None)
    """
    if meter == FREE:
        return None
    beats, _, below = meter.partition("/")
    return Fraction(8 * int(beats), int(below))


def usual_unit(meter: str) -> str:
    """The unit of lengths where a tune names none: a 16th in meters shorter than 3/4, or else an 8th.

    >>> usual_unit("2/4"), usual_unit("6/8"), usual_unit("none")
    ('1/16', '1/8', '1/8')
    """
    length = bar_length(meter)
    return "1/16" if length is not None and length < 6 else "1/8"


@lru_cache(maxsize=512)
def beat_length(meter: str) -> Fraction:
    """Eighths of a beat: what a foot taps to, and what is beamed together.

    >>> beat_length("6/8"), beat_length("4/4"), beat_length("3/4")
    (Fraction(3, 1), Fraction(2, 1), Fraction(2, 1))
    """
    if meter == FREE:
        return Fraction(2)
    beats, _, below = meter.partition("/")
    threes = is_compound(meter) or (beats == "3" and int(below) >= 8)
    return Fraction(8 * (3 if threes else 1), int(below))


def is_compound(meter: str) -> bool:
    """Whether its beats are cut in three: 6/8, 9/8, 12/8 and the like.

    >>> is_compound("9/8"), is_compound("3/4")
    (True, False)
    """
    beats = meter.partition("/")[0]
    return meter != FREE and int(beats) > 3 and int(beats) % 3 == 0
