"""The head of a tune: title, meter, unit, key and tempo from its fields."""

import re
import unicodedata
from collections.abc import Mapping

from rnnkit.data.tunes.cut import Raw
from rnnkit.data.tunes.keys import read_key
from rnnkit.data.tunes.meters import FREE, read_meter, usual_unit
from rnnkit.data.tunes.spellings import read_unit

ACCENTS: Mapping[str, str] = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", ",": "\u0327"}
}
ESCAPE = re.compile(r"\\([`'^~\",])([A-Za-z])|\\([&%\\])")
TEMPO = re.compile(r"(?:(\d{1,2})/(\d{1,2})|[CL](\d{0,2}))\s*=\s*(\d{1,4}(?:\.\d{1,3})?)|^\s*(\d{2,3})\s*$")
SLOWEST, FASTEST = 20.0, 500.0
LONGEST = 120
"""Characters of a title."""


def title_of(text: str) -> str:
    r"""A title without the escapes of ABC.

    >>> title_of(r"Caf\'e \& Bar"), title_of("")
    ('Café & Bar', '')
    """
    plain = ESCAPE.sub(_sign, text)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())[:LONGEST]


def _sign(found: re.Match[str]) -> str:
    if found[3]:
        return found[3]
    return unicodedata.normalize("NFC", found[2] + ACCENTS[found[1]])


def tempo_of(text: str, unit: str) -> float | None:
    """Quarter notes a minute; `None` where the field says no number, or none that is played.

    >>> [tempo_of(text, "1/8") for text in ("1/4=120", "3/8=80", '"Slow"', "200")]
    [120.0, 120.0, None, 100.0]
    """
    found = TEMPO.search(text[:100])
    if found is None:
        return None
    over, under, times, beats, plain = found.groups()
    own = read_unit(unit)
    assert own is not None
    beat = int(over) / int(under) if under and int(under) else float(own) * int(times or 1)
    tempo = float(beats or plain) * beat * 4
    return tempo if SLOWEST <= tempo <= FASTEST else None


def meter_of(raw: Raw) -> str | None:
    """The meter; free where the tune names none, `None` where it is no meter."""
    text = raw.first("M")
    return FREE if text is None else read_meter(text.strip())


def unit_of(raw: Raw, meter: str) -> str | None:
    """The unit of lengths as it is written, or the one that the meter tells; `None` where it is none."""
    text = raw.first("L")
    if text is None or not text.strip():
        return usual_unit(meter)
    plain = "".join(text.split())
    return None if read_unit(plain) is None else plain[:9]


def key_of(raw: Raw) -> str | None:
    """The key; `None` where there is none, or one that nobody knows."""
    text = raw.first("K")
    return None if text is None else read_key(text)
