"""What is said about the numbers of columns: how they were read, and which cells could not be."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnkit.data.lines.grid import RawTable
from rnnkit.data.numbers.cell import LONGEST_NUMBER, UNIT_BEFORE, UNIT_BEHIND
from rnnkit.data.numbers.columns import Column
from rnnkit.data.numbers.numeric import PLAIN, read_numbers, style_keys
from rnnkit.data.numbers.style import DROPS, is_grouped, sample
from rnnkit.data.table.notes import Notes, listing
from rnnkit.words import plural, t

STYLES = {
    "decimal": "Decimal comma in {names}.",
    "thousands": "Thousands mark {marks} taken out of {names}.",
    "percent": "Percent signs taken off {names}; 12 % stays 12.",
    "currency": "Currency signs taken off {names}.",
    "blanks": "Blanks inside the numbers of {names} taken out.",
    "apostrophe": "Leading apostrophes taken off {names}.",
    "excel": 'Numbers of {names} stood in formulas such as ="12"; read as 12.',
    "underscore": "Underscores inside the numbers of {names} taken out.",
    "bounds": "Limits in {names} ({cells:,} cells): <1 is read as its half, 0.5; >100 as 100.",
    "bound": "Limits in {names} (1 cell): <1 is read as its half, 0.5; >100 as 100.",
    "clock": "Durations in {names} read in their smallest unit, such as {first}.",
    "mixed": "Amounts of {names} are in {signs}; all are read as they stand, none is converted.",
    "grouped": "Marks before three digits in {names} taken out as thousands: {first}.",
    "footnotes": "Marks of footnotes and flags taken off the numbers of {names}.",
    "parentheses": "Numbers of {names} in parentheses are read as negative: (12) as -12.",
    "trailing": "Signs behind the numbers of {names} read: 12- as -12.",
    "power": "Powers of ten in {names} read: 1.2x10^5 as 120000.",
    "fractions": "Fractions in {names} read: 1 1/2 as 1.5.",
    "either": "Decimal points and commas in {names}; 1.5 and 1,5 are read alike.",
    "digits": "Digits of another script in {names} read as 0 to 9.",
    "minus": "Long minus signs of {names} read as the usual ones.",
    "words": "Words of {names} read as numbers: {words}.",
    "units": "Units taken off {names}: {units}.",
}
WARNED = frozenset({"bounds", "bound", "either", "clock", "mixed", "grouped"})
"""Ways to write numbers that may hide something else."""


def note_numbers(column: Column, grid: RawTable, notes: Notes) -> None:
    """Say which cells of a column of numbers could not be read, or hold a number beyond all sense."""
    _note_large(column, grid, notes)
    _note_bad(column, grid, notes)


def _note_large(column: Column, grid: RawTable, notes: Notes) -> None:
    rows = np.flatnonzero(column.numbers.large)
    if not len(rows):
        return
    sentence = plural(
        "Line {line}: value too large in {name}: {cell}; {number} cell counts as missing.",
        "Line {line}: value too large in {name}: {cell}; {number} cells count as missing.",
        len(rows),
        line=int(grid.lines[rows[0]]),
        name=column.name[:40],
        cell=str(column.cells[rows[0]])[:40],
    )
    notes.change("too_large", sentence, len(rows), warning=True)


def note_styles(columns: Sequence[Column], notes: Notes) -> None:
    """Say which signs were read in a way of their own, or would be if that were not switched off."""
    users: dict[str, list[Column]] = {}
    for column in columns:
        for key in style_keys(column.style):
            users.setdefault(key, []).append(column)
    for key, found in users.items():
        names = listing([column.name for column in found])
        marks = " ".join(dict.fromkeys(column.style.thousands for column in found))
        rows = max(column.numbers.known for column in found)
        changed = _before_and_after(found[0])
        said = {"names": names, "marks": marks, "units": _units(found[0]), "words": _truths(found[0])}
        form, more = _form(key, found, changed)
        if form:
            converted = key == "units" and _is_converted(found[0])
            notes.change(key, t(STYLES[form], **said, **more), more.get("cells", rows), changed,
                         warning=form in WARNED or converted)  # fmt: skip


def _form(key: str, found: Sequence[Column], changed: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Which sentence tells a style, and what it needs besides the names."""
    first = changed[0] if changed else ""
    if key == "digits" and all(map(_is_minus, changed)):
        return "minus", {}
    if key == "bounds":
        cells = sum(sum(map(_is_bound, column.cells)) for column in found)
        return ("bound", {"cells": 1}) if cells == 1 else ("bounds", {"cells": cells})
    if key == "currency" and len(signs := _currencies(found)) > 1:
        return "mixed", {"signs": listing(signs)}
    if key == "clock":
        return "clock", {"first": first.replace(" -> ", t(" as "))}
    if key in ("decimal", "thousands") and all(map(_is_grouped, found)):
        return ("grouped" if key == "thousands" else ""), {"first": first.replace(" -> ", t(" as "))}
    return key, {}


def _is_bound(cell: object) -> bool:
    return str(cell)[:1] in "<>≤≥" and bool(cell)


def _is_grouped(column: Column) -> bool:
    """Whether the marks of a column were told by the size of its numbers alone."""
    return column.style.thousands == "." and is_grouped(sample(column.cells), column.style.thousands)


def _is_converted(column: Column) -> bool:
    """Whether different units of one measure were met: W and kW."""
    units = set(_units(column).split(", "))
    return (
        len(units) > 1 and any(" x " in unit for unit in units) and any(" x " not in unit for unit in units)
    )


CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "JPY": "¥", "元": "¥"}
CURRENCY = re.compile("|".join((DROPS["currencies"], DROPS["currency"])))


def _currencies(found: Sequence[Column]) -> list[str]:
    """The currencies that stand in the cells of one column."""
    for column in found:
        signs = [sign[0] for cell in sample(column.cells) if (sign := CURRENCY.search(cell[:LONGEST_NUMBER]))]
        known = list(dict.fromkeys(CURRENCIES.get(sign, sign) for sign in signs))
        if len(known) > 1:
            return known
    return []


def _is_minus(example: str) -> bool:
    return "−" in example and all(sign.isascii() for sign in example if sign.isdecimal())


def _truths(column: Column) -> str:
    return ", ".join(f"{word} = {number:g}" for word, number in column.style.words.items())


def _units(column: Column) -> str:
    """The units that were met in the first cells, and what those are multiplied by that are converted."""
    units = column.style.units
    cells = {str(cell) for cell in column.raw.cells[:1000]}
    short = [cell for cell in cells if len(cell) <= LONGEST_NUMBER]
    found = [UNIT_BEHIND.match(cell) or UNIT_BEFORE.match(cell) for cell in short]
    words = {match[2].strip() for match in found if match}
    met = [unit for unit in units if unit in words]
    plain = [unit for unit in met if units[unit] == 1]
    if not met:
        return listing(list(units))
    return ", ".join(plain + [f"{unit} x {units[unit]:,.12g}" for unit in met if units[unit] != 1][:4])


def _before_and_after(column: Column) -> list[str]:
    """The first cells that a style changes, as they stand there and as they are read."""
    cells = column.cells[:1000]
    values = read_numbers(cells, column.style, frozenset()).values
    plain = read_numbers(cells, PLAIN, frozenset()).values
    pairs = [
        f"{cell} -> {value:g}"
        for cell, value, usual in zip(cells, values, plain, strict=True)
        if np.isfinite(value) and value != usual
    ]
    return list(dict.fromkeys(pairs))


def note_unreadable(columns: Sequence[Column], grid: RawTable, notes: Notes) -> None:
    """Say which columns are left out because many of their cells are no numbers."""
    for column in columns:
        sentence = t(
            "Column {name}: {percent:.0f} % are not numbers, first line {line} '{cell}'; left out.",
            name=column.name[:30],
            percent=100 * (1 - column.numbers.good),
            **_first_bad(column, grid),
        )
        notes.change("unreadable", sentence, int(column.numbers.bad.sum()), warning=True)


def _first_bad(column: Column, grid: RawTable) -> dict[str, object]:
    row = int(column.numbers.bad.argmax())
    return {"line": int(grid.lines[row]), "cell": str(column.cells[row])[:30]}


def _note_bad(column: Column, grid: RawTable, notes: Notes) -> None:
    """Name the first cell that is not a number."""
    bad = column.numbers.bad
    count = int(bad.sum())
    if not count:
        return
    sentence = plural(
        "Line {line} '{cell}' is not a number; {number} cell counts as missing.",
        "Line {line} '{cell}' is not a number; {number} cells count as missing.",
        count,
        **_first_bad(column, grid),
    )
    lines = [f"{grid.lines[i]}: {column.cells[i]}" for i in np.flatnonzero(bad)[:5]]
    notes.change("not_numbers", sentence, count, lines, warning=True)


def note_missing(columns: list[Column], notes: Notes) -> None:
    """Say which spellings of "missing" were met."""
    words: dict[str, int] = {}
    for column in columns:
        for cell in () if column.raw.plain else column.cells[column.numbers.missing]:
            if cell:
                words[cell] = words.get(cell, 0) + 1
    if words or "missing" in notes.off:
        total = sum(words.values())
        sentence = plural(
            "{words} read as missing in {number} cell.",
            "{words} read as missing in {number} cells.",
            total,
            words=listing(list(words)),
        )
        notes.change("missing", sentence, total, [f"{word}: {count:,}" for word, count in words.items()])
