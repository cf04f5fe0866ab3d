"""Pitches, chord symbols, endings and units in their one spelling, out of the many that ABC allows."""

import re
from fractions import Fraction
from functools import lru_cache

from rnnkit.data.tunes.lengths import read_length
from rnnkit.data.tunes.tokens import SYMBOL

PITCH = re.compile(r"([\^_=]{0,3})(/?)([A-Ga-g])([,']*)")
TRUE_SYMBOL = re.compile(SYMBOL)
BASS = re.compile(r"/([A-Ga-g])([#b+]?)$")
NUMBERS = re.compile(r"([1-9])(?:-([1-9]))?")
MOST_TIMES = 8
"""Times for which one ending may be."""


@lru_cache(maxsize=2048)
def pitch_of(text: str) -> str | None:
    """A pitch in its one spelling: `C'` is `c`; `None` for what is between half steps or far out.

    >>> pitch_of("^C'"), pitch_of("c,"), pitch_of("^/c"), pitch_of("_B")
    ('^c', 'C', None, '_B')
    """
    found = PITCH.fullmatch(text)
    if found is None or found[2] or found[1] not in ("", "^", "^^", "_", "__", "="):
        return None
    octave = found[3].islower() + found[4].count("'") - found[4].count(",")
    if not -3 <= octave <= 4:
        return None
    letter = found[3].upper() + "," * -octave if octave < 1 else found[3].lower() + "'" * (octave - 1)
    return found[1] + letter


def symbol_of(text: str) -> str:
    """A chord symbol in its one spelling; empty for what is no chord.

    >>> [symbol_of(text) for text in ("Am", "(E7)", "D7/f+", "B♭", "^slow")]
    ['Am', 'E7', 'D7/F#', 'Bb', '']
    """
    text = text.strip().strip("()").replace("♯", "#").replace("♭", "b")
    if bass := BASS.search(text):
        text = f"{text[: bass.start()]}/{bass[1].upper()}{'#' if bass[2] == '+' else bass[2]}"
    return text if TRUE_SYMBOL.fullmatch(text) else ""


def times_of(text: str) -> list[int]:
    """For which times an ending is.

    >>> times_of("1,3"), times_of("2-4")
    ([1, 3], [2, 3, 4])
    """
    found: set[int] = set()
    for first, last in NUMBERS.findall(text):
        found |= set(range(int(first), int(last or first) + 1))
    return sorted(found)[:MOST_TIMES] or [1]


def read_unit(text: str) -> Fraction | None:
    """The unit of lengths: `1/8`; `None` where it is none.

    >>> read_unit(" 1/16"), read_unit("1"), read_unit("1/7")
    (Fraction(1, 16), Fraction(1, 1), None)
    """
    found = read_length("".join(text.split())[:9])
    legal = found is not None and found.numerator <= 4 and found.denominator in (1, 2, 4, 8, 16, 32, 64)
    return found if legal else None
