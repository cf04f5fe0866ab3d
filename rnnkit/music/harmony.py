"""Chord symbols to the notes of an accompaniment: a bass on the first beat, the chord on the others."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rnnkit.data.tunes.keys import LETTERS

CHORD = re.compile(r"([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?")
KINDS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("maj7", (0, 4, 7, 11)),
    ("min7", (0, 3, 7, 10)),
    ("m7", (0, 3, 7, 10)),
    ("dim", (0, 3, 6)),
    ("d", (0, 3, 6)),
    ("°", (0, 3, 6)),
    ("aug", (0, 4, 8)),
    ("+", (0, 4, 8)),
    ("sus4", (0, 5, 7)),
    ("sus2", (0, 2, 7)),
    ("maj", (0, 4, 7)),
    ("min", (0, 3, 7)),
    ("m6", (0, 3, 7, 9)),
    ("m", (0, 3, 7)),
    ("6", (0, 4, 7, 9)),
    ("7", (0, 4, 7, 10)),
    ("", (0, 4, 7)),
)
"""How a quality begins, and the half steps above the root; the first that fits counts."""
SIGNS: Mapping[str, int] = {"#": 1, "b": -1, "": 0}
BASS = 36
"""The lowest bass: the C two octaves below middle C."""
CLOSE = 52
"""From which on a chord lies: the E below middle C."""


@lru_cache(maxsize=512)
def chord_of(symbol: str) -> tuple[int, tuple[int, ...]]:
    """The bass and the notes of a chord as MIDI numbers; a quality nobody knows is read as major.

    >>> chord_of("Am"), chord_of("D7/F#")
    ((45, (57, 60, 52)), (42, (62, 54, 57, 60)))
    """
    found = CHORD.match(symbol)
    if found is None:
        return BASS, ()
    letter, sign, quality, bass, bass_sign = found.groups()
    root = LETTERS[letter] + SIGNS[sign]
    low = root if bass is None else LETTERS[bass] + SIGNS[bass_sign]
    steps = next(steps for start, steps in KINDS if quality.startswith(start))
    return BASS + low % 12, tuple(CLOSE + (root + step - CLOSE) % 12 for step in steps)
