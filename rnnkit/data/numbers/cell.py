"""Text of one cell to a number, in a known style. `1.234,5 kW*` is 1234500 where the style says so.

Needs re, numpy and pandas alone and takes a style as any object with the fields of `NumberStyle`, so
that all below the imports can stand in a script of its own, together with `plain_digits`.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.data.numbers.digits import plain_digits

# ---- from here on a script can have it, too ----
LONGEST_NUMBER = 64
LARGEST = 1e30
"""Beyond it a value is a typing error or a mark: no float32 sum of squares survives it."""
PARENTHESES = re.compile(r"^\((.*)\)$")
BOUND = re.compile(r"^(<=|>=|[<>≤≥])\s*(?=[\d.,$€£+\-])")
FOOTNOTE = re.compile(
    r"^(.*[\d.,%)])\s*?(?:(?:\s*(?:[*†‡#!ªº¹²³⁰⁴-⁹]|\^\s?\d|\([\w*]{1,3}\)|\[[\w*]{1,3}\])){1,5}"
    r"|\s[1-9]\)|\s?[bcdefinprsuzEPRF]{1,3})$"
)
BEFORE_NUMBER = re.compile(r"^(?:[~≈*†]|ca\.?\s|approx\.?\s|est\.?\s)\s*(?=[\d.,+\-])", re.IGNORECASE)
POWER = re.compile(r"^(.*\d)\s?[x×·*]\s?10(?:\^?([+-]?\d{1,3})|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))$", re.IGNORECASE)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
FRACTION = re.compile(r"^([+-]?)(\d+)?\s?(?:(\d+)/(\d+)|([½¼¾⅓⅔⅛⅜⅝⅞]))$")
VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3,
          "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}  # fmt: skip
UNIT_BEHIND = re.compile(
    r"^([+\-(]{0,2}\s?(?:\d[\d.,'’_\s]*|[.,]\d+)(?:[eE][+-]?\d+)?)(?<![\s])?\s?"
    r"((?:[^\W\d_]|°|/(?=[^\W\d_]))(?:[^\W\d_]|[°/·.²³\-$]|[ ](?=[^\W\d_/])|[23](?!\d)){0,15})(\)?-?)$"
)
UNIT_BEFORE = re.compile(r"^([+\-(]?)((?:[^\W\d_]|[°])(?:[^\W\d_]|[°/·.²³]){0,9})\s+([+\-]?[\d.,].*)$")
DURATION = re.compile(
    r"^([+-]?)(?:(\d{1,3}) ?(?:d|days?),? )?(\d{1,6}):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d{1,9})?))?$"
)
LOOSE_BLANK = re.compile(r"\d\s+(?!\d{3}(?!\d))\d|\d{4}\s+\d")
BLANK = re.compile(r"\s")
ROUND_PRICE = re.compile(r"[.,][-–—]{1,2}$")


def number_of(cell: str, style: Any) -> float:
    """The number in a cell; NaN where there is none in this style."""
    word = style.words.get(cell.lower()) if style.words else None
    if word is not None:
        return float(word)
    if style.clock:
        return duration_of(cell)
    text, factor = core_of(cell, style)
    if style.fractions and text:
        found = fraction_of(text)
        if found is not None:
            return found * factor
    if style.either:
        text = text.replace(",", ".")
    if not text or not pattern(style.decimal, style.thousands).match(text):
        return np.nan
    if style.thousands:
        text = text.replace(style.thousands, "")
    value = float(text.replace(style.decimal, "."))
    return value if factor == 1 else float(f"{value * factor:.15g}")


def duration_of(cell: str) -> float:
    """`0:45:10` -> 2710.0; `5:32` -> 332.0, whether it means minutes and seconds or hours and minutes."""
    found = DURATION.match(cell) if len(cell) <= LONGEST_NUMBER else None
    if not found or (found[2] and not found[5]):
        return np.nan
    value = int(found[2] or 0) * 24.0 + int(found[3])
    value = value * 60 + int(found[4])
    value = value * 60 + float(found[5].replace(",", ".")) if found[5] else value
    return -value if found[1] == "-" else value


def core_of(cell: str, style: Any) -> tuple[str, float]:
    """The digits and marks of a number, and what it is to be multiplied by: `<3 kW` -> `3`, 500.0."""
    factor = 1.0
    if len(cell) > LONGEST_NUMBER:
        return "", factor
    cell = plain_digits(cell) if style.digits else cell
    if style.drop:
        cell = re.sub(style.drop, "", cell).strip()
    cell = cell.replace("−", "-")
    if style.bounds and (found := BOUND.match(cell)):
        cell, factor = cell[found.end() :], 0.5 if found[1] == "<" else 1.0
    if style.power and (found := POWER.match(cell)):
        cell = f"{found[1]}e{(found[2] or found[3]).translate(RAISED)}"
    if style.footnotes:
        cell = BEFORE_NUMBER.sub("", without_footnote(cell))
    if style.fractions and FRACTION.match(cell):
        return cell, factor
    if style.units:
        cell, times = without_unit(cell, style.units)
        factor *= times
    if style.blanks:
        cell = cell if LOOSE_BLANK.search(cell) else BLANK.sub("", cell)
    if style.parentheses:
        cell = PARENTHESES.sub(r"-\1", cell)
    if style.trailing:
        cell = without_trailing(cell)
    return cell, factor


def without_footnote(cell: str) -> str:
    """`93.3*`, `45(p)`, `12.3 b` and `10¹` without their mark; `:c` as `:`."""
    if cell[:1] == ":" and len(cell) <= 5 and cell[1:].strip().isalpha():
        return ":"
    found = FOOTNOTE.match(cell)
    return found[1].rstrip() if found else cell


def without_unit(cell: str, units: Mapping[str, float]) -> tuple[str, float]:
    """`3 kW` -> `3`, 1000.0 where the units are `{"W": 1, "kW": 1000}`; also `kW 3`."""
    if found := UNIT_BEHIND.match(cell):
        unit = found[2].strip()
        return (found[1].strip() + found[3], units[unit]) if unit in units else (cell, 1.0)
    if (found := UNIT_BEFORE.match(cell)) and found[2] in units:
        return found[1] + found[3], units[found[2]]
    return cell, 1.0


def without_trailing(cell: str) -> str:
    """`1.100,50-` -> `-1.100,50`; `12,-` is 12 and `100+` is 100."""
    if ROUND_PRICE.search(cell[-3:]) and cell[:1].isdigit():
        return cell.rstrip("-–—")[:-1]
    if cell[-1:] == "-" and cell[:1].isdigit():
        return "-" + cell[:-1].rstrip()
    return cell[:-1].rstrip() if cell[-1:] == "+" and cell[:1].isdigit() else cell


def fraction_of(text: str) -> float | None:
    """`1 1/2` -> 1.5; `3½` -> 3.5."""
    found = FRACTION.match(text)
    if not found or (found[4] and int(found[4]) == 0):
        return None
    part = VULGAR[found[5]] if found[5] else int(found[3]) / int(found[4])
    return (int(found[2] or 0) + part) * (-1 if found[1] == "-" else 1)


@cache
def pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    """What a number looks like with these marks; `1,23,456` too, as it is grouped in India."""
    point, mark = re.escape(decimal), re.escape(thousands)
    lakhs = rf"|\d{{1,2}}(?:{mark}\d{{2}})+{mark}\d{{3}}" if thousands == "," else ""
    whole = rf"(?:\d{{1,3}}(?:{mark}\d{{3}})+{lakhs}|\d+)" if thousands else r"\d+"
    return re.compile(rf"^[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?$", re.ASCII)


def is_missing(cell: str, style: Any, missing: Collection[str]) -> bool:
    """Whether a cell says that there is no value; `:c` too, where marks behind numbers are known."""
    low = cell.lower()
    return low in missing or (style.footnotes and without_footnote(low) in missing)


def read_cells(cells: Any, style: Any, missing: Collection[str], plain: bool) -> tuple[Any, Any]:
    """The numbers in the cells of a column (NaN where there are none), and which cells say "missing".

    >>> read_cells(["1.5", "n/a", "many"], None, {"n/a"}, True)
    (array([1.5, nan, nan]), array([False,  True, False]))
    """
    cells = np.asarray(cells, dtype=object)
    absent = np.zeros(len(cells), dtype=bool)
    if plain:
        values = np.array(pd.to_numeric(cells, errors="coerce"), dtype=np.float64)
        failed = np.isnan(values)
        absent[failed] = [cell.lower() in missing for cell in cells[failed]]
    else:
        codes, distinct = pd.factorize(cells)
        values = np.array([number_of(cell, style) for cell in distinct], dtype=np.float64)[codes]
        absent = np.array([is_missing(cell, style, missing) for cell in distinct], dtype=bool)[codes]
    if words := [word for word in missing if word[:1].isdigit() or word[1:2].isdigit()]:
        absent = absent | np.isin(cells, words)  # a number may itself be a spelling of "missing"
    values[absent] = np.nan
    return values, absent
