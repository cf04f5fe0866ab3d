"""How often the letters of each language come, and how often after each other (see README.md here)."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

STEPS = 20
FOREIGN, AFTER_FOREIGN = 11.0, 4.0
ASCII, MIXED = 3.4, 9.0
LATIN = 0x250

Costs = npt.NDArray[np.float32]


@cache
def _file() -> dict[str, npt.NDArray[np.uint8]]:
    with np.load(Path(__file__).parent / "letters.npz") as packed:
        return dict(packed)


@cache
def alphabet(language: str) -> tuple[dict[str, int], Costs]:
    """The place of each letter, and what a letter costs after another, in natural logarithms.

    Place 0 is the edge of a word, the last but one a letter that is not of the language, the last a plain
    letter a-z where the language has none.
    """
    letters = str(_file()[f"{language}_letters"])
    known = _file()[f"{language}_costs"].astype(np.float32) / STEPS
    size = len(letters) + 1
    costs = np.full((size + 2, size + 2), FOREIGN, dtype=np.float32)
    costs[:size, :size] = known
    costs[size, :] = AFTER_FOREIGN
    costs[size, size] = FOREIGN
    costs[size, 0] = costs[size + 1, 0] = 0.5
    costs[size + 1, 1 : size + 1] = costs[1 : size + 1, size + 1] = MIXED
    costs[0, size + 1] = costs[size + 1, size + 1] = ASCII
    return {letter: i + 1 for i, letter in enumerate(letters)}, costs


@cache
def prices(language: str) -> dict[str, float]:
    """What each sign of Chinese, Japanese or Korean costs by itself."""
    letters, costs = str(_file()[f"{language}_letters"]), _file()[f"{language}_costs"]
    return {sign: float(cost) / STEPS for sign, cost in zip(letters, costs, strict=True)}


def places_of(chars: str, language: str) -> npt.NDArray[np.intp]:
    """The place of each of the 256 characters of an encoding; signs are edges of words."""
    from rnnkit.data.source.encodings.signs import is_letter

    places, costs = alphabet(language)
    foreign = len(costs) - 2
    return np.array([_place(char, places, foreign) if is_letter(char) else 0 for char in chars])


def _place(char: str, places: dict[str, int], foreign: int) -> int:
    low = "i" if char == "İ" else char.lower()
    low = {"ș": "ş", "ț": "ţ"}.get(low, low)
    if low in places:
        return places[low]
    return foreign + 1 if char.isascii() and "a" not in places else foreign
