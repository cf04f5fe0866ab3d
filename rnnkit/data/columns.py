"""What every column holds: numbers (and in which style), words, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnkit.data.layout import Cells, Grid
from rnnkit.data.look import majority
from rnnkit.data.notes import Notes, listing
from rnnkit.data.numeric import DROPS, PLAIN, Floats, Numbers, find_style, missing_words, read_numbers
from rnnkit.data.recipe import NumberStyle, Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.text import plural, t

Kind = Literal["number", "text", "empty"]

MOSTLY = 0.8
"""A column with at least this share of numbers is a column of numbers."""
LARGEST = 1e30
"""Beyond it a value is a typing error: no float32 sum of squares survives it."""
DATE_SAMPLE = 50


DROPPED = {
    "percent": "Percent signs taken off {name}; 12 % stays 12.",
    "currency": "Currency signs taken off {name}.",
    "blanks": "Blanks inside the numbers of {name} taken out.",
    "apostrophe": "Leading apostrophes taken off {name}.",
}


@dataclass
class Column:
    """One column of the file, as cells and, where it holds numbers, as numbers."""

    name: str
    cells: Cells
    kind: Kind
    numbers: Numbers

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
        _read(name, cells, fixed, missing, style=known.get(name), comma_likely=grid.separator == ";")
        for name, cells in zip(grid.names, grid.columns, strict=True)
    ]
    if not isinstance(fixed, Recipe):
        _share_decimal_comma(columns, missing, fixed)
    return columns


def _read(
    name: str,
    cells: Cells,
    fixed: Overrides,
    missing: frozenset[str],
    *,
    style: NumberStyle | None,
    comma_likely: bool,
) -> Column:
    numbers = read_numbers(cells, style or PLAIN, missing)
    if style is None and (numbers.bad.any() or fixed.decimal == ",") and not _dates(cells[numbers.bad]):
        found = find_style(cells, numbers.bad, fixed, comma_likely, missing)
        if not found.plain:
            better = read_numbers(cells, found, missing)
            if better.good > numbers.good or fixed.decimal == ",":
                numbers = better
    kind: Kind = "empty" if not numbers.known else "number" if numbers.good >= 0.5 else "text"
    return Column(name, cells, kind, numbers)


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


def note_numbers(column: Column, grid: Grid, notes: Notes) -> None:
    """Say how a column of numbers was read, and refuse what cannot be one."""
    _refuse_too_large(column, grid)
    _note_style(column, notes)
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


def _note_style(column: Column, notes: Notes) -> None:
    style, name = column.numbers.style, column.name
    if style.plain:
        return
    rows = column.numbers.known
    first = zip(column.cells[:200], column.values[:200], strict=True)
    shown = [f"{cell} -> {value:g}" for cell, value in first if cell and not np.isnan(value)]
    if style.decimal == ",":
        notes.change("decimal", t("Decimal comma in {name}.", name=name), rows, shown)
    if style.thousands:
        sentence = t("Thousands mark {mark} taken out of {name}.", mark=style.thousands, name=name)
        notes.change("thousands", sentence, rows, shown)
    used = [key for key, rule in DROPS.items() if rule in style.drop]
    for key in used if used == ["blanks"] else [key for key in used if key != "blanks"]:
        notes.change(key, t(DROPPED[key], name=name), rows, shown)


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
