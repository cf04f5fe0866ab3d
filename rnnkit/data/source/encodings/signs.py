"""What signs that are no letters cost where they stand: a degree between a number and C is common."""

import unicodedata

import numpy as np
import numpy.typing as npt

from rnnkit.data.source.encodings.evidence import KINDS

FITS, MISPLACED, UNUSUAL, IMPOSSIBLE = 5.0, 10.0, 12.0, 16.0
DEGREE = 3.5
BOX, BOX_AGAIN = 4.5, 0.7

# signs -> kinds of neighbours (letters of KINDS) before and after that they are used with.
PLACES = (
    ("°", "SDOP1", "1SPDO"),
    ("º", "SDOP1", "1SPDO"),
    ("ª", "DP1", "SPO"),
    ("²³", "l1UP", "SPO"),
    ("¹", "l1UD", "SPO"),
    ("µ", "SDOP", "l1U"),
    ("€£¥₪₫฿", "SDOP", "SDPO"),
    ("¢‰", "DSO", "SPO"),
    ("½¼¾", "SDO", "SPOl1"),
    ("±×÷−", "SDO", "SDO"),
    ("–—", "SDPlU1N", "SDPOlU1N"),
    ("…", "lU1SNP", "SPO"),
    ("‘“„«‹‚", "SOPN", "lU1DNSPO"),
    ("’", "lU1NPDS", "lU1SPN"),
    ("”»›", "lU1DPNS", "SPO"),
    ("“", "lU1DPN", "SPO"),
    ("®™©", "lU1SDN", "SPDO"),
    ("", "SOP", "SDN"),
    ("¿¡", "SOP", "lUN"),
    ("·", "lS", "lS"),
    ("•", "SO", "SlUN"),
    ("№", "SOP", "SDN"),
    ("\u200e\u200f\u200c", "SDOPlU1N", "SDOPlU1N"),
    ("\xa0", "SDPlU1N", "SDPOlU1N"),
)
FITTING: dict[str, list[tuple[str, str]]] = {}
for _signs, _before, _after in PLACES:
    for _sign in _signs:
        FITTING.setdefault(_sign, []).append((_before, _after))


def is_letter(char: str) -> bool:
    """Letters, and the marks above and below that belong to them."""
    return char not in FITTING and unicodedata.category(char)[0] in "LM"


def is_box(char: str) -> bool:
    """Lines and blocks that tables of DOS were drawn with."""
    return "\u2500" <= char <= "\u259f"


def price(char: str, places: npt.NDArray[np.int64], repeats: int, drawn: bool) -> float:
    """What all uses of one sign cost; `places` counts them by the kinds of their neighbours.

    `repeats` of them follow three of their kind; `drawn` says whether lines are drawn at all.
    """
    total = int(places.sum())
    if drawn and is_box(char):
        return BOX * (total - repeats) + BOX_AGAIN * repeats
    if char == "\ufffd" or (unicodedata.category(char)[0] == "C" and char not in FITTING):
        return IMPOSSIBLE * total
    if char not in FITTING:
        return UNUSUAL * total
    fits = np.zeros((len(KINDS), len(KINDS)), dtype=bool)
    for before, after in FITTING[char]:
        fits |= np.outer([kind in before for kind in KINDS], [kind in after for kind in KINDS])
    good = int(places[fits].sum())
    return (DEGREE if char == "°" else FITS) * good + MISPLACED * (total - good)
