"""What every column holds: numbers (and in which style), words, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rnnkit.data.layout import Cells, Grid, Raw
from rnnkit.data.look import look, majority
from rnnkit.data.notes import Notes, listing
from rnnkit.data.numeric import PLAIN, Floats, Numbers, find_style, missing_words, read_numbers, style_keys
from rnnkit.data.recipe import NumberStyle, Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.text import plural, t

Kind = Literal["number", "text", "empty"]

MOSTLY = 0.8
"""A column with at least this share of numbers is a column of numbers."""
LARGEST = 1e30
"""Beyond it a value is a typing error: no float32 sum of squares survives it."""
DATE_SAMPLE = 50
SAMPLE = 200


STYLES = {
    "decimal": "Decimal comma in {names}.",
    "thousands": "Thousands mark {marks} taken out of {names}.",
    "percent": "Percent signs taken off {names}; 12 % stays 12.",
    "currency": "Currency signs taken off {names}.",
    "blanks": "Blanks inside the numbers of {names} taken out.",
    "apostrophe": "Leading apostrophes taken off {names}.",
}


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
    cells = raw.cells
    if style in (None, PLAIN) and fixed.decimal != "," and not _maybe_numbers(cells):
        return _words(name, raw, missing)
    numbers = read_numbers(cells, style or PLAIN, missing)
    found = style or PLAIN
    if style is None and (numbers.bad.any() or fixed.decimal == ",") and not _dates(cells[numbers.bad]):
        found = find_style(cells, numbers.bad, fixed, comma_likely, missing)
        better = read_numbers(cells, found, missing)
        if better.good <= numbers.good and fixed.decimal != ",":
            found = PLAIN
        elif not fixed.off & set(style_keys(found)):
            numbers = better
    kind: Kind = "empty" if not numbers.known else "number" if numbers.good >= 0.5 else "text"
    return Column(name, raw, kind, numbers, found)


def _maybe_numbers(cells: Cells) -> bool:
    """Whether a sample holds anything like a number; trying each cell of a column of words takes long."""
    sample = cells[:: max(1, len(cells) // SAMPLE)]
    looks = [look(str(cell)) for cell in sample]
    words = sum(1 for kind in looks if kind in {"text", "date"})
    return words == 0 or words < 0.95 * sum(1 for kind in looks if kind != "blank")


def _words(name: str, raw: Raw, missing: frozenset[str]) -> Column:
    """A column of text, or of dates."""
    cells = raw.cells
    codes, distinct = pd.factorize(cells)
    absent = np.array([str(cell).lower() in missing for cell in distinct], dtype=bool)[codes]
    numbers = Numbers(np.full(len(cells), np.nan), absent, ~absent, PLAIN)
    return Column(name, raw, "text" if numbers.known else "empty", numbers)


def _dates(cells: Cells) -> bool:
    return majority(cells[:DATE_SAMPLE]) == "date"


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
    """Say how a column of numbers was read, and refuse what cannot be one."""
    _refuse_too_large(column, grid)
    _note_bad(column, grid, notes)


def _refuse_too_large(column: Column, grid: Grid) -> None:
    with np.errstate(invalid="ignore"):
        large = np.abs(column.values) > LARGEST
    if large.any():
        row = int(large.argmax())
        raise DataError(
            t(
                "Line {line}: value too large in {name}: {cell}.",
                line=int(grid.lines[row]),
                name=column.name[:40],
                cell=str(column.cells[row])[:40],
            )
        )


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
        notes.change(key, t(STYLES[key], names=names, marks=marks), rows, _before_and_after(found[0]))


def _before_and_after(column: Column) -> list[str]:
    """The first cells of a column as they stand there and as they are read."""
    cells = column.cells[:200]
    values = read_numbers(cells, column.style, frozenset()).values
    return [f"{cell} -> {value:g}" for cell, value in zip(cells, values, strict=True) if np.isfinite(value)]


def _note_bad(column: Column, grid: Grid, notes: Notes) -> None:
    """Name the first cell that is not a number; too many of them are refused."""
    bad = column.numbers.bad
    count = int(bad.sum())
    if not count:
        return
    row = int(bad.argmax())
    where = {"line": int(grid.lines[row]), "cell": str(column.cells[row])[:30]}
    if column.numbers.good < MOSTLY:
        sentence = t(
            "{name}: {percent:.0f} % are not numbers, first line {line} '{cell}'; "
            "correct them or leave the column out.",
            name=column.name[:30],
            percent=100 * (1 - column.numbers.good),
            **where,
        )
        raise DataError(sentence)
    sentence = plural(
        "Line {line} '{cell}' is not a number; {number} gap filled.",
        "Line {line} '{cell}' is not a number; {number} gaps filled.",
        count,
        **where,
    )
    lines = [f"{grid.lines[i]}: {column.cells[i]}" for i in np.flatnonzero(bad)[:5]]
    notes.change("not_numbers", sentence, count, lines, warning=True)


def note_missing(columns: list[Column], notes: Notes) -> None:
    """Say which spellings of "missing" were met."""
    words: dict[str, int] = {}
    for column in columns:
        for cell in column.cells[column.numbers.missing]:
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
