"""Lengths of notes as ABC writes them: `3/2`, `/`, `//`, `/4`; read to fractions and written in one way."""

import re
from fractions import Fraction

LENGTH = re.compile(r"(\d{0,4}+)(/{0,6}+)(\d{0,4}+)")
LONGEST = 64
"""Eighths of a note: eight bars of 4/4."""
FINEST = 16
"""Parts of an eighth: a 128th note."""


def read_length(text: str) -> Fraction | None:
    """A length as a multiple of its unit; `None` where it is none. Every further slash halves.

    >>> [str(read_length(text)) for text in ("", "3", "/", "3//", "3/2", "0")]
    ['1', '3', '1/2', '3/4', '3/2', 'None']
    """
    found = LENGTH.fullmatch(text)
    if found is None:
        return None
    above, slashes, below = found.groups()
    if below and not slashes:
        return None
    under = int(below) * 2 ** (len(slashes) - 1) if below else 2 ** len(slashes)
    over = int(above) if above else 1
    return Fraction(over, under) if over and under else None


def write_length(length: Fraction) -> str:
    """The one way in which a length is written here: nothing for one unit, `/2` for half of it.

    >>> [write_length(Fraction(*pair)) for pair in ((1, 1), (3, 1), (1, 2), (3, 2))]
    ['', '3', '/2', '3/2']
    """
    over = "" if length.numerator == 1 else str(length.numerator)
    return over if length.denominator == 1 else f"{over}/{length.denominator}"


def is_length(length: Fraction) -> bool:
    """Whether a note can be so long (in eighths): halves of halves, and neither too long nor too short."""
    below = length.denominator
    return 0 < length <= LONGEST and below <= FINEST and below & (below - 1) == 0
