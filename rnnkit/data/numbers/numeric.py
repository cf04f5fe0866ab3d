"""Cells to numbers: decimal comma, thousands, percent, currency, and all the ways to write "missing".

Most columns are plain and read in one pass; only where cells fail is a style looked for, by vote of
the column, and it is kept in the recipe so that new data is read the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rnnkit.data.lines.grid import Cells
from rnnkit.data.lines.look import MISSING
from rnnkit.data.numbers.cell import LARGEST, LONGEST_NUMBER, pattern, read_cells
from rnnkit.data.numbers.style import BLANKS, DROPS
from rnnkit.data.table.recipe import NumberStyle

__all__ = [
    "PLAIN",
    "Flags",
    "Floats",
    "Numbers",
    "is_known",
    "missing_words",
    "numbers_from",
    "pattern",
    "read_numbers",
]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLAIN = NumberStyle()
# Fields of a style that are keys of the changes which say so.
FIELDS = (
    "parentheses",
    "bounds",
    "footnotes",
    "trailing",
    "power",
    "fractions",
    "either",
    "digits",
    "clock",
    "units",
    "words",
)
MOST_UNITS = 60


@dataclass
class Numbers:
    """One column read as numbers: NaN where a cell is missing or (in `bad`) cannot be read.

    `large` marks cells that hold a number beyond all sense, which counts as missing.
    """

    values: Floats
    missing: Flags
    bad: Flags
    style: NumberStyle
    large: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def known(self) -> int:
        """Cells that hold something."""
        return int((~self.missing).sum())

    @property
    def good(self) -> float:
        """Share of the cells that hold something which are numbers."""
        return 1 - float(self.bad.sum()) / self.known if self.known else 0.0


def missing_words(extra: Iterable[str], off: Iterable[str]) -> frozenset[str]:
    """Spellings of "missing", in lower case; only the empty cell where the change is switched off."""
    usual = frozenset({""}) if "missing" in off else MISSING
    return usual | {word.strip().lower() for word in extra}


def read_numbers(cells: Cells, style: NumberStyle, missing: frozenset[str]) -> Numbers:
    """Read a column in a known style.

    >>> cells = np.array(["1,5", "n/a", "2"], dtype=object)
    >>> read_numbers(cells, NumberStyle(decimal=","), frozenset({"n/a"})).values.tolist()
    [1.5, nan, 2.0]
    """
    values, absent = read_cells(cells, style, missing, style.plain)
    return numbers_from(values, absent, style)


def numbers_from(values: Floats, absent: Flags, style: NumberStyle) -> Numbers:
    """Numbers from what was read; those that are too large become missing."""
    bad = np.isnan(values) & ~absent
    with np.errstate(invalid="ignore"):
        large = np.abs(values) > LARGEST
    return Numbers(np.where(large, np.nan, values), absent, bad, style, large)


def style_keys(style: NumberStyle) -> list[str]:
    """The keys of the changes that a style stands for."""
    keys = ["currency" if key == "currencies" else key for key, rule in DROPS.items() if rule in style.drop]
    keys += [key for key in FIELDS if getattr(style, key)]
    if not set(keys) - {"parentheses"} and (style.blanks or BLANKS in style.drop):
        keys.append("blanks")  # beside units and signs they are a matter of course
    return list(
        dict.fromkeys(["decimal"] * (style.decimal == ",") + ["thousands"] * bool(style.thousands) + keys)
    )


def is_known(style: NumberStyle) -> bool:
    """Whether a style is one that could be found here: no stranger's rule is ever searched for in a text."""
    rules = {*DROPS.values(), BLANKS}
    rest = style.drop
    for rule in sorted(rules, key=len, reverse=True):
        rest = rest.replace(rule, "", 1)
    marks = style.decimal in (".", ",") and style.thousands in ("", ".", ",", "'", "’", " ")
    words = [*style.units, *style.words]
    short = len(words) <= MOST_UNITS and all(len(word) <= LONGEST_NUMBER for word in words)
    return not rest.strip("|") and marks and short
