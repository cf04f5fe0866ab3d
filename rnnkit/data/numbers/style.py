"""How the numbers of a column are written, found by vote of a sample of its distinct cells."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from rnnkit.data.lines.grid import Cells
from rnnkit.data.numbers.cell import (
    BEFORE_NUMBER,
    BLANK,
    BOUND,
    FRACTION,
    LONGEST_NUMBER,
    PARENTHESES,
    POWER,
    core_of,
    number_of,
    pattern,
    without_footnote,
    without_trailing,
)
from rnnkit.data.numbers.digits import plain_digits
from rnnkit.data.numbers.measurement_units import are_flags, find_units
from rnnkit.data.table.recipe import NumberStyle, Overrides

SAMPLE = 1000
LEAST = 3
# Signs taken out of a number, by the key of the change that says so.
DROPS: dict[str, str] = {
    "percent": "[%‰]",
    "currency": "[€$£¥₹元]|USD|EUR|GBP|CNY|CHF|JPY",
    "currencies": r"(?:US|R|A|C|HK|NT|S)\$|[₩₽₺₫฿₪₴₦₱]",
    "apostrophe": "^'",
    "excel": '^="|"$',
    "underscore": r"(?<=\d)_(?=\d{3}(?!\d))",
}
BLANKS = "[\\s\xa0\u2009\u202f]"
"""How models of an earlier version took blanks out."""
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
YES = ("true", "yes", "y", "oui", "ja", "si", "sí", "sì", "sim", "да", "tak", "evet", "是", "はい", "예")
NO = ("false", "no", "n", "non", "nein", "nee", "não", "нет", "nie", "hayır", "否", "いいえ", "아니요")
TRUTHS = dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0)


def find_style(
    good: Cells, failed: Cells, fixed: Overrides, comma_likely: bool, missing: frozenset[str]
) -> NumberStyle:
    """The style in which most cells of a column are numbers; plain where none helps.

    >>> cells = np.array(["1.234,5", "2.000,0"], dtype=object)
    >>> style = find_style(cells[:0], cells, Overrides(), False, frozenset())
    >>> style.decimal, style.thousands
    (',', '.')
    """
    held = [cell for cell in sample(good) + sample(failed) if cell.lower() not in missing]
    held = [cell for cell in held if len(cell) <= LONGEST_NUMBER]
    words = {cell.lower() for cell in held}
    if words and len(words) <= 2 and words <= set(TRUTHS):
        return NumberStyle(words={word: TRUTHS[word] for word in sorted(words)})
    style = _signs(held)
    cores = [core_of(cell, style)[0] for cell in held]
    decimal, thousands = _find_marks(cores, fixed, comma_likely)
    style = style.replace(decimal=decimal, thousands=thousands)
    return style.replace(decimal=".", thousands="", either=True) if _either(cores, style, fixed) else style


def sample(cells: Cells) -> list[str]:
    """The first distinct cells of a column."""
    return [str(cell) for cell in dict.fromkeys(cells[: SAMPLE * 20])][:SAMPLE]


def _signs(held: Sequence[str]) -> NumberStyle:
    """All of a style but its marks; each sign is taken off before the next is looked for."""
    digits = any("−" in cell or plain_digits(cell) != cell for cell in held)
    cells = [plain_digits(cell) for cell in held] if digits else list(held)
    drop = "|".join(_ordered(rule for rule in DROPS.values() if any(re.search(rule, c) for c in cells)))
    cells = [re.sub(drop, "", cell).strip() for cell in cells] if drop else cells
    bounds = any(BOUND.match(cell) for cell in cells)
    cells = [BOUND.sub("", cell) for cell in cells] if bounds else cells
    power = any(POWER.match(cell) for cell in cells)
    footnotes = _has_footnotes(cells)
    style = NumberStyle(digits=digits, drop=drop, bounds=bounds, power=power, footnotes=footnotes)
    cells = [core_of(cell, style)[0] for cell in cells]
    fractions = any(FRACTION.match(cell) and (" " in cell or "/" not in cell) for cell in cells)
    units = find_units([cell for cell in cells if not FRACTION.match(cell)])
    style = style.replace(units=units, fractions=fractions)
    cells = [core_of(cell, style)[0] for cell in cells]
    return style.replace(
        blanks=any(BLANK.search(cell) for cell in cells),
        parentheses=any(PARENTHESES.match(cell) for cell in cells),
        trailing=any(without_trailing(cell) != cell for cell in cells),
    )


def _ordered(rules: Iterable[str]) -> list[str]:
    """Longer signs first, so that `US$` goes as a whole."""
    return sorted(rules, key=lambda rule: rule != DROPS["currencies"])


def _has_footnotes(cells: Sequence[str]) -> bool:
    """Marks behind some of the numbers; letters only where they are flags and no unit."""
    marked = [cell for cell in cells if without_footnote(cell) != cell]
    if any(BEFORE_NUMBER.match(cell) for cell in cells):
        return True
    if not marked:
        return False
    return are_flags(cells) or any(not without_footnote(c)[-1:] or not c[-1].isalpha() for c in marked)


def _find_marks(cores: Sequence[str], fixed: Overrides, comma_likely: bool) -> tuple[str, str]:
    """Decimal and thousands mark by vote. `1,234` alone fits two ways: the separator decides."""
    allowed = [
        (decimal, thousands)
        for decimal, thousands in MARKS
        if fixed.decimal in (None, decimal) and fixed.thousands in (None, thousands)
    ]  # fmt: skip
    if not allowed:
        return fixed.decimal or ".", "" if fixed.thousands in (None, " ") else fixed.thousands
    if fixed.decimal is None and fixed.thousands is None and is_grouped(cores, ","):
        return ".", ","
    votes = {marks: sum(1 for core in cores if pattern(*marks).match(core)) for marks in allowed}
    order = allowed if not comma_likely else sorted(allowed, key=lambda marks: marks[0] != ",")
    best = max(order, key=lambda marks: votes[marks])
    return best if votes[best] else order[0] if fixed.decimal else (".", "")


GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+$")
SCATTER = 30.0
"""Numbers with a mark are so many times smaller than those without, were it a decimal mark."""


def is_grouped(cells: Iterable[str], mark: str) -> bool:
    """Whether a mark before three digits parts thousands: in `980`, `1.004`, but not in `2`, `1.004`."""
    marked = [cell for cell in cells if mark in cell]
    whole = [cell for cell in cells if mark not in cell]
    if len(marked) < LEAST or not whole or not all(map(GROUPED.match, marked)):
        return False
    digits = [cell.lstrip("+-") for cell in whole]
    sizes = [int(cell) for cell in digits if cell.isdecimal() and len(cell) < 64]
    if len(sizes) < len(whole):
        return False
    read = [abs(float(cell.replace(mark, ".", 1))) for cell in marked if cell.count(mark) == 1]
    return not read or float(np.median(sizes)) > SCATTER * float(np.median(read))


def _either(cores: Sequence[str], style: NumberStyle, fixed: Overrides) -> bool:
    """Whether some cells have a decimal point and some a decimal comma, and no single way reads both."""
    if (
        fixed.decimal
        or fixed.thousands
        or all(pattern(style.decimal, style.thousands).match(c) for c in cores)
    ):
        return False
    point, comma = pattern(".", ""), pattern(",", "")
    both = [core for core in cores if point.match(core) or comma.match(core)]
    dotted = sum("." in core for core in both)
    return len(both) >= 0.8 * len(cores) and 0 < dotted < sum(not core.isdigit() for core in both)


def reads(cells: Sequence[str], style: NumberStyle) -> float:
    """Share of the cells that are numbers in a style.

    >>> reads(["1,5", "2", "many", "3"], NumberStyle(decimal=","))
    0.75
    """
    return sum(number_of(cell, style) == number_of(cell, style) for cell in cells) / max(1, len(cells))
