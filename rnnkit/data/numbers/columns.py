"""What every column holds: numbers (and in which style), words, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rnnkit.data.lines.layout import Cells, RawColumn, RawTable
from rnnkit.data.lines.look import MISSING, look, majority
from rnnkit.data.numbers.cell import LONGEST_NUMBER
from rnnkit.data.numbers.numeric import (
    PLAIN,
    Floats,
    Numbers,
    missing_words,
    numbers_from,
    read_numbers,
    style_keys,
)
from rnnkit.data.numbers.style import find_style, is_grouped, reads, sample
from rnnkit.data.table.recipe import NumberStyle, Overrides, Recipe

Kind = Literal["number", "text", "empty"]

DOTTED = NumberStyle(decimal=",", thousands=".")
MOSTLY = 0.8
"""A column with at least this share of numbers is a column of numbers."""
DATE_SAMPLE = 50
SAMPLE = 200
HEAD = 20_000
"""Cells of a column of numbers that are written out to see how they stand in the file."""


@dataclass
class Column:
    """One column of the file, as cells and, where it holds numbers, as numbers."""

    name: str
    raw: RawColumn
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


def read_columns(grid: RawTable, fixed: Overrides) -> list[Column]:
    r"""Read every column as numbers where it is one; nothing is noted yet, as some will be dates.

    >>> from rnnkit.data.limits import Limits
    >>> from rnnkit.data.lines.layout import read_grid
    >>> from rnnkit.data.table.notes import Notes
    >>> from rnnkit.data.source.unpacked import Unpacked
    >>> source = Unpacked("place;sales\nhere;1,5\nthere;2\nhere;2,5", "utf-8")
    >>> grid = read_grid(source, Overrides(), Limits.from_environment(), Notes())
    >>> [(column.name, column.kind, column.values.tolist()) for column in read_columns(grid, Overrides())]
    [('place', 'text', [nan, nan, nan]), ('sales', 'number', [1.5, 2.0, 2.5])]
    """
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
    raw: RawColumn,
    fixed: Overrides,
    missing: frozenset[str],
    *,
    style: NumberStyle | None,
    comma_likely: bool,
) -> Column:
    if style is None and _dotted_thousands(raw, fixed):
        return _column(name, raw, read_numbers(raw.cells, DOTTED, missing), DOTTED)
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


def _dotted_thousands(raw: RawColumn, fixed: Overrides) -> bool:
    """Whether dots part thousands, as in 980, 1.004: as decimal points they would make it fall by 1000."""
    if fixed.decimal is not None or fixed.thousands is not None or "thousands" in fixed.off:
        return False
    if raw.numbers is not None:
        known = raw.numbers[np.isfinite(raw.numbers)]
        small = np.abs(known) < 1000
        if not small.any() or not _three_decimals(known):
            return False
    cells = sample(raw.head(HEAD))
    return "." in "".join(cells[:SAMPLE]) and is_grouped(
        [cell for cell in cells if cell.lower() not in MISSING], "."
    )


def _three_decimals(known: Floats) -> bool:
    """Whether numbers have three decimals and no more; soon told of most columns by their first values."""
    for part in (known[:200], known):
        if len(part) < len(known) and not (part % 1 != 0).any():
            continue
        thousands = part * 1000
        if (np.abs(thousands - np.rint(thousands)) > 1e-6).any():
            return False
        if (np.abs(part * 100 - np.rint(part * 100)) < 1e-6).all():
            return False
    return True


def _column(name: str, raw: RawColumn, numbers: Numbers, style: NumberStyle) -> Column:
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


def _words(name: str, raw: RawColumn, missing: frozenset[str], style: NumberStyle = PLAIN) -> Column:
    """A column of text, or of dates; `style` is how it would be read were that not switched off."""
    cells = raw.cells
    longest = max(map(len, missing))
    absent = np.zeros(len(cells), dtype=bool)
    short = np.flatnonzero(np.fromiter(map(len, cells), dtype=np.int64, count=len(cells)) <= longest)
    codes, said = pd.factorize(cells[short])  # names of series are there once a row
    absent[short] = np.array([word.lower() in missing for word in said], dtype=bool)[codes]
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
    for column in columns:
        if column.kind != "number" or not column.numbers.style.plain or "thousands" in fixed.off:
            continue
        dotted = [cell for cell in column.cells if "." in cell]
        if dotted and all(len(part) == 3 for cell in dotted for part in cell.split(".")[1:]):
            column.numbers = read_numbers(column.cells, DOTTED, missing)
            column.style = DOTTED


def is_doubtful(column: Column) -> bool:
    """Whether many cells of a column of numbers cannot be read."""
    return column.numbers.good < MOSTLY
