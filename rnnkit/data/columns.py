"""What every column holds: numbers (and in which style), words, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnkit.data.layout import Cells, Grid, Raw
from rnnkit.data.look import look, majority
from rnnkit.data.notes import Notes, listing
from rnnkit.data.number_style import find_style, reads, sample
from rnnkit.data.number_text import LONGEST_NUMBER
from rnnkit.data.numeric import (
    PLAIN,
    Floats,
    Numbers,
    missing_words,
    numbers_from,
    read_numbers,
    style_keys,
)
from rnnkit.data.recipe import NumberStyle, Overrides, Recipe
from rnnkit.text import plural, t

Kind = Literal["number", "text", "empty"]

MOSTLY = 0.8
"""A column with at least this share of numbers is a column of numbers."""
DATE_SAMPLE = 50
SAMPLE = 200


STYLES = {
    "decimal": "Decimal comma in {names}.",
    "thousands": "Thousands mark {marks} taken out of {names}.",
    "percent": "Percent signs taken off {names}; 12 % stays 12.",
    "currency": "Currency signs taken off {names}.",
    "blanks": "Blanks inside the numbers of {names} taken out.",
    "apostrophe": "Leading apostrophes taken off {names}.",
    "excel": 'Numbers of {names} stood in formulas such as ="12"; read as 12.',
    "underscore": "Underscores inside the numbers of {names} taken out.",
    "bounds": "Limits in {names}: <1 is read as its half, 0.5; >100 as 100.",
    "footnotes": "Marks of footnotes and flags taken off the numbers of {names}.",
    "trailing": "Signs behind the numbers of {names} read: 12- as -12.",
    "power": "Powers of ten in {names} read: 1.2x10^5 as 120000.",
    "fractions": "Fractions in {names} read: 1 1/2 as 1.5.",
    "either": "{names} mixes decimal points and commas; 1.5 and 1,5 are read alike.",
    "digits": "Digits of another script in {names} read as 0 to 9.",
    "words": "Words of {names} read as numbers: {words}.",
    "units": "Units taken off {names}: {units}.",
}
WARNED = frozenset({"bounds", "either"})
"""Ways to write numbers that may hide something else."""


@dataclass
class Column:
    """One column of the file, as cells and, where it holds numbers, as numbers."""

    name: str
    raw: Raw
    kind: Kind
    numbers: Numbers
    style: NumberStyle = PLAIN

    @property
    def cells(self) -> Cells:
        """The cells as text; written out where the file was read as numbers, so ask only where needed."""
        return self.raw.cells

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def values(self) -> Floats:
        """The numbers of the column."""
        return self.numbers.values


def read_columns(grid: Grid, fixed: Overrides) -> list[Column]:
    """Read every column as numbers where it is one; nothing is noted yet, as some will be dates."""
    missing = missing_words(fixed.missing, fixed.off)
    known: Mapping[str, NumberStyle] = {}
    if isinstance(fixed, Recipe):
        known = {name: fixed.styles.get(name, PLAIN) for name in grid.names}
    columns = [
        _read(name, raw, fixed, missing, style=known.get(name), comma_likely=grid.separator == ";")
        for name, raw in zip(grid.names, grid.columns, strict=True)
    ]
    if not isinstance(fixed, Recipe):
        _share_decimal_comma(columns, missing, fixed)
    return columns


def _read(
    name: str,
    raw: Raw,
    fixed: Overrides,
    missing: frozenset[str],
    *,
    style: NumberStyle | None,
    comma_likely: bool,
) -> Column:
    if raw.numbers is not None and style in (None, PLAIN) and fixed.decimal != ",":
        numbers = numbers_from(raw.numbers, np.isnan(raw.numbers), PLAIN)
        return Column(name, raw, "number" if numbers.known else "empty", numbers)
    cells = raw.cells
    if style is not None and not style.plain:
        return _column(name, raw, read_numbers(cells, style, missing), style)
    if fixed.decimal != "," and not _maybe_numbers(cells):
        found = PLAIN if style or _dates(cells) else _hidden(cells, fixed, comma_likely, missing)
        if found.plain or fixed.off & set(style_keys(found)):
            return _words(name, raw, missing, found)
        return _column(name, raw, read_numbers(cells, found, missing), found)
    numbers = read_numbers(cells, PLAIN, missing)
    found = PLAIN
    if style is None and (numbers.bad.any() or fixed.decimal == ",") and not _dates(cells[numbers.bad]):
        found = find_style(cells[~numbers.bad], cells[numbers.bad], fixed, comma_likely, missing)
        better = read_numbers(cells, found, missing)
        if better.good <= numbers.good and fixed.decimal != ",":
            found = PLAIN
        elif not fixed.off & set(style_keys(found)):
            numbers = better
    return _column(name, raw, numbers, found)


def _column(name: str, raw: Raw, numbers: Numbers, style: NumberStyle) -> Column:
    kind: Kind = "empty" if not numbers.known else "number" if numbers.good >= 0.5 else "text"
    return Column(name, raw, kind, numbers, style)


def _maybe_numbers(cells: Cells) -> bool:
    """Whether a sample holds anything like a number; trying each cell of a column of words takes long."""
    some = cells[:: max(1, len(cells) // SAMPLE)]
    looks = [look(str(cell)) for cell in some]
    words = sum(1 for kind in looks if kind in {"text", "date"})
    return words == 0 or words < 0.95 * sum(1 for kind in looks if kind != "blank")


def _hidden(cells: Cells, fixed: Overrides, comma_likely: bool, missing: frozenset[str]) -> NumberStyle:
    """The style of numbers that look like words, such as `312.4 W`, `1.2M` or yes; plain for other words."""
    some = cells[:: max(1, len(cells) // SAMPLE)]
    held = [cell for cell in sample(some) if cell.lower() not in missing]
    numeric = sum(any(letter.isdigit() for letter in cell) for cell in held)
    if numeric < 0.5 * len(held) and len(held) > 2:
        return PLAIN
    found = find_style(some, some[:0], fixed, comma_likely, missing)
    return found if reads(held, found) >= MOSTLY else PLAIN


def _words(name: str, raw: Raw, missing: frozenset[str], style: NumberStyle = PLAIN) -> Column:
    """A column of text, or of dates; `style` is how it would be read were that not switched off."""
    cells = raw.cells
    longest = max(map(len, missing))
    absent = np.array([len(cell) <= longest and cell.lower() in missing for cell in cells], dtype=bool)
    numbers = Numbers(np.full(len(cells), np.nan), absent, ~absent, PLAIN)
    return Column(name, raw, "text" if numbers.known else "empty", numbers, style)


def _dates(cells: Cells) -> bool:
    """Whether cells are dates, also without what stands behind their last digit: `312.4 W` is none."""
    return majority(_to_last_digit(str(cell)) for cell in cells[:DATE_SAMPLE]) == "date"


def _to_last_digit(cell: str) -> str:
    cell = cell[:LONGEST_NUMBER]
    while cell and not cell[-1].isdecimal():
        cell = cell[:-1]
    return cell


def _share_decimal_comma(columns: list[Column], missing: frozenset[str], fixed: Overrides) -> None:
    """Where one column has decimal commas, `1.234` in another means 1234."""
    if not any(column.numbers.style.decimal == "," for column in columns):
        return
    style = NumberStyle(decimal=",", thousands=".")
    for column in columns:
        if column.kind != "number" or not column.numbers.style.plain or "thousands" in fixed.off:
            continue
        dotted = [cell for cell in column.cells if "." in cell]
        if dotted and all(len(part) == 3 for cell in dotted for part in cell.split(".")[1:]):
            column.numbers = read_numbers(column.cells, style, missing)
            column.style = style


def note_numbers(column: Column, grid: Grid, notes: Notes) -> None:
    """Say which cells of a column of numbers could not be read, or hold a number beyond all sense."""
    _note_large(column, grid, notes)
    _note_bad(column, grid, notes)


def _note_large(column: Column, grid: Grid, notes: Notes) -> None:
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
        notes.change(key, t(STYLES[key], **said), rows, changed, warning=key in WARNED)


def _truths(column: Column) -> str:
    return ", ".join(f"{word} = {number:g}" for word, number in column.style.words.items())


def _units(column: Column) -> str:
    """The units that were met in the first cells, and what those are multiplied by that are converted."""
    units = column.style.units
    cells = column.raw.cells[:1000]
    met = [unit for unit in units if any(str(c).endswith(unit) or str(c).startswith(unit) for c in cells)]
    plain = [unit for unit in met if units[unit] == 1]
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


def is_doubtful(column: Column) -> bool:
    """Whether many cells of a column of numbers cannot be read."""
    return column.numbers.good < MOSTLY


def note_unreadable(columns: Sequence[Column], grid: Grid, notes: Notes) -> None:
    """Say which columns are left out because many of their cells are no numbers."""
    for column in columns:
        sentence = t(
            "Column {name}: {percent:.0f} % are not numbers, first line {line} '{cell}'; left out.",
            name=column.name[:30],
            percent=100 * (1 - column.numbers.good),
            **_first_bad(column, grid),
        )
        notes.change("unreadable", sentence, int(column.numbers.bad.sum()), warning=True)


def _first_bad(column: Column, grid: Grid) -> dict[str, object]:
    row = int(column.numbers.bad.argmax())
    return {"line": int(grid.lines[row]), "cell": str(column.cells[row])[:30]}


def _note_bad(column: Column, grid: Grid, notes: Notes) -> None:
    """Name the first cell that is not a number."""
    bad = column.numbers.bad
    count = int(bad.sum())
    if not count:
        return
    sentence = plural(
        "Line {line} '{cell}' is not a number; {number} gap filled.",
        "Line {line} '{cell}' is not a number; {number} gaps filled.",
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
