"""Decimal digits of every script as the ten of ASCII: `٢٠٢٣` is `2023`, `１２．５` is `12.5`."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

DIGIT_MARKS = str.maketrans("٫٬．，－＋／：％٪−", ".,.,-+/:%%-")
"""Marks that other scripts set between digits, and what they are called here."""
ANY_DIGIT = re.compile(r"\d")


def plain_digits(text: str) -> str:
    """`١٢٫٥` as `12.5`; a text without digits of other scripts stays as it is."""
    if text.isascii() or all(digit.isascii() for digit in ANY_DIGIT.findall(text)):
        return text
    return ANY_DIGIT.sub(lambda found: str(int(found[0])), text.translate(DIGIT_MARKS))


def plain_digit_cells(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """`plain_digits` of every cell; each distinct cell is looked at once.

    The same array comes back where nothing changed: `cells is plain_digit_cells(cells)`.
    """
    codes, distinct = pd.factorize(cells)
    plain = [plain_digits(str(cell)) for cell in distinct]
    if all(new == old for new, old in zip(plain, distinct, strict=True)):
        return cells
    return np.asarray(np.array(plain, dtype=object)[codes], dtype=object)
