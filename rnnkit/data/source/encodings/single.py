"""The cost of a file in each encoding of one byte a character."""

from functools import cache

import numpy as np
import numpy.typing as npt

from rnnkit.data.source.encodings.evidence import Evidence
from rnnkit.data.source.encodings.known_encodings import (
    NO_LONE_LETTERS,
    OTHER_SCRIPT,
    OTHER_SCRIPTS,
    RARE,
    SINGLE,
)
from rnnkit.data.source.encodings.letters import alphabet, places_of
from rnnkit.data.source.encodings.signs import is_box, is_letter, price

SMALL_THEN_CAPITAL, CAPITALS, FIRST_CAPITAL, FIRST_SMALL = 5.0, 1.0, 1.2, 0.3
CAPITALS_THEN_SMALL = 3.0
LONE = 4.0


@cache
def characters(name: str) -> str:
    """The 256 characters of an encoding; U+FFFD where it has none."""
    return "".join(bytes([code]).decode(name, "replace") for code in range(256))


def cost(name: str, evidence: Evidence) -> tuple[float, str]:
    """Minus the logarithm of how likely the file is in that encoding, and its most likely language."""
    languages = {language: _letters(name, language, evidence) for language in SINGLE[name].languages}
    best = min(languages, key=languages.__getitem__)
    return SINGLE[name].cost + languages[best] + _signs(name, evidence) + _cases(name, evidence), best


@cache
def _places(name: str, language: str) -> npt.NDArray[np.intp]:
    return places_of(characters(name), language)


def _letters(name: str, language: str, evidence: Evidence) -> float:
    places, costs = _places(name, language), alphabet(language)[1]
    total = RARE.get(language, 0.0) + float(costs[tuple(places[evidence.pairs])] @ evidence.pair_times)
    if language in OTHER_SCRIPTS:
        total += OTHER_SCRIPT * evidence.plain
    if language in NO_LONE_LETTERS:
        before, letter, after = places[evidence.triples] > 0
        total += LONE * float((~before & letter & ~after) @ evidence.triple_times)
    return total


def _signs(name: str, evidence: Evidence) -> float:
    chars = characters(name)
    signs = [code for code in evidence.used.tolist() if not is_letter(chars[code])]
    drawn = any(is_box(chars[code]) and evidence.repeats[code] for code in signs)
    return sum(
        price(chars[code], evidence.places[code], int(evidence.repeats[code]), drawn) for code in signs
    )


@cache
def _case(name: str) -> npt.NDArray[np.intp]:
    """0 for signs and letters without case, 1 for small letters, 2 for capitals."""
    return np.array([2 if char.isupper() else 1 if char.islower() else 0 for char in characters(name)])


CASES = np.array(
    [[0, FIRST_SMALL, FIRST_CAPITAL], [0, 0, SMALL_THEN_CAPITAL], [0, 0.2, CAPITALS]], dtype=np.float32
)


def _cases(name: str, evidence: Evidence) -> float:
    """Words start with a capital or are all small; aNOTHER order is unlikely."""
    case = _case(name)
    before, first, second = case[evidence.triples]
    beyond = (evidence.triples[1:] > 127).any(axis=0)
    odd = CAPITALS_THEN_SMALL * ((before == 2) & (first == 2) & (second == 1))
    return float(((CASES[first, second] + odd) * beyond) @ evidence.triple_times)
