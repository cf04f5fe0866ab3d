"""Cells to numbers: decimal comma, thousands, percent, currency, and all the ways to write "missing".

Most columns are plain and read in one pass; only where cells fail is a style looked for, by vote of
the column, and it is kept in the recipe so that new data is read the same way.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.layout import Cells
from rnnkit.data.look import MISSING
from rnnkit.data.recipe import NumberStyle, Overrides

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLAIN = NumberStyle()
SAMPLE = 1000
# Signs taken out of a number, by the key of the change that says so.
DROPS: dict[str, str] = {
    "percent": "[%‰]",
    "currency": "[€$£¥₹元]|USD|EUR|GBP|CNY|CHF|JPY",
    "blanks": "[\\s\xa0\u2009\u202f]",
    "apostrophe": "^'",
}
PARENTHESES = re.compile(r"^\((.*)\)$")
# In the order of preference where several fit equally well; the decimal mark, then the thousands mark.
MARKS: tuple[tuple[str, str], ...] = (
    (".", ""),
    (".", ","),
    (",", ""),
    (",", "."),
    (".", "'"),
    (".", "’"),
    (",", "'"),
)


@dataclass
class Numbers:
    """One column read as numbers: NaN where a cell is missing or (in `bad`) cannot be read."""

    values: Floats
    missing: Flags
    bad: Flags
    style: NumberStyle

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
    """Read a column in a known style."""
    text = cells if style.plain else simplify(cells, style)
    values = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
    failed = np.isnan(values)
    absent = np.zeros(len(cells), dtype=bool)
    absent[failed] = [cell.lower() in missing for cell in cells[failed]]
    # A number may itself be a spelling of "missing" that the person added.
    if words := [word for word in missing if word[:1].isdigit() or word[1:2].isdigit()]:
        absent |= np.isin(cells, words)
        values[absent] = np.nan
    return Numbers(values, absent, failed & ~absent, style)


def simplify(cells: Cells, style: NumberStyle) -> Cells:
    """Rewrite each distinct cell as a plain number, where it is one in this style."""
    codes, distinct = pd.factorize(cells)
    plain = np.empty(len(distinct), dtype=object)
    plain[:] = [plain_text(cell, style) for cell in distinct]
    return np.asarray(plain[codes], dtype=object)


def plain_text(cell: str, style: NumberStyle) -> str:
    """`1.234,5 €` as `1234.5` in a style with a decimal comma."""
    if style.drop:
        cell = re.sub(style.drop, "", cell)
    cell = cell.replace("−", "-")
    if style.parentheses:
        cell = PARENTHESES.sub(r"-\1", cell)
    if not pattern(style.decimal, style.thousands).match(cell):
        return ""
    if style.thousands:
        cell = cell.replace(style.thousands, "")
    return cell.replace(style.decimal, ".")


@cache
def pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    """What a number looks like with these marks."""
    point, mark = re.escape(decimal), re.escape(thousands)
    whole = rf"(?:\d{{1,3}}(?:{mark}\d{{3}})+|\d+)" if thousands else r"\d+"
    return re.compile(rf"^[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?$")


def style_keys(style: NumberStyle) -> list[str]:
    """The keys of the changes that a style stands for."""
    keys = [key for key, rule in DROPS.items() if rule in style.drop]
    keys = keys if keys == ["blanks"] else [key for key in keys if key != "blanks"]
    return ["decimal"] * (style.decimal == ",") + ["thousands"] * bool(style.thousands) + keys


def is_known(style: NumberStyle) -> bool:
    """Whether a style is one that could be found here: no stranger's rule is ever searched for in a text."""
    drop = "|".join(rule for rule in DROPS.values() if rule in style.drop)
    marks = style.decimal in (".", ",") and style.thousands in ("", ".", ",", "'", "’", " ")
    return style.drop == drop and marks


def find_style(
    cells: Cells, failed: Flags, fixed: Overrides, comma_likely: bool, missing: frozenset[str]
) -> NumberStyle:
    """The style in which most cells of a column are numbers; plain where none helps."""
    held = _sample(cells[~failed]) + _sample(cells[failed])
    held = [cell for cell in held if cell.lower() not in missing]
    drops = [rule for key, rule in DROPS.items() if any(re.search(rule, cell) for cell in held)]
    drop = "|".join(drops)
    parentheses = any(PARENTHESES.match(cell) for cell in held)
    bare = [_bare(cell, drop, parentheses) for cell in held]
    decimal, thousands = _find_marks(bare, fixed, comma_likely)
    return NumberStyle(decimal=decimal, thousands=thousands, drop=drop, parentheses=parentheses)


def _sample(cells: Cells) -> list[str]:
    return list(dict.fromkeys(cells[: SAMPLE * 20]))[:SAMPLE]


def _bare(cell: str, drop: str, parentheses: bool) -> str:
    cell = re.sub(drop, "", cell).replace("−", "-") if drop else cell.replace("−", "-")
    return PARENTHESES.sub(r"-\1", cell) if parentheses else cell


def _find_marks(bare: Sequence[str], fixed: Overrides, comma_likely: bool) -> tuple[str, str]:
    """Decimal and thousands mark by vote. `1,234` alone fits two ways: the separator decides."""
    allowed = [
        (decimal, thousands)
        for decimal, thousands in MARKS
        if fixed.decimal in (None, decimal) and fixed.thousands in (None, thousands)
    ]  # fmt: skip
    if not allowed:
        return fixed.decimal or ".", "" if fixed.thousands in (None, " ") else fixed.thousands
    votes = {marks: sum(1 for cell in bare if pattern(*marks).match(cell)) for marks in allowed}
    order = allowed if not comma_likely else sorted(allowed, key=lambda marks: marks[0] != ",")
    best = max(order, key=lambda marks: votes[marks])
    return best if votes[best] else order[0] if fixed.decimal else (".", "")
