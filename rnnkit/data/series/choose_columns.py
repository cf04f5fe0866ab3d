"""Which columns become values, and which is the likely target. What stays out is said, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnkit.data.lines.layout import RawTable
from rnnkit.data.numbers.columns import Column, is_doubtful
from rnnkit.data.numbers.durations import read_durations
from rnnkit.data.numbers.number_notes import note_missing, note_numbers, note_styles, note_unreadable
from rnnkit.data.numbers.numeric import Floats
from rnnkit.data.series.shape import Codes, is_part_label
from rnnkit.data.series.targets import Candidate, is_identifier, is_named, target_of
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.words import plural, t

INDEX_NAMES = frozenset(
    {"no", "no.", "unnamed: 0", "index", "idx", "id", "row", "row_id", "nr", "#", "序号", "rownames", ""}
)
FEW_WORDS = 10
FEW_CLASSES = 12
"""Numbers with a unit that are so few are classes, such as runs of 5K, 10K and 21K."""
MANY_WORDS = 50
MOST_KINDS = 100
"""Columns of 0 and 1 that words make together, unless a person asks for more: each is as wide as a number."""
RESERVED = frozenset({"ds", "unique_id"})


@dataclass
class Values:
    """The value columns by name, each as floats, and where they came from."""

    columns: dict[str, Floats]
    sources: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]
    targets: tuple[str, ...]


def choose_values(
    columns: Sequence[Column],
    used: Sequence[str],
    grid: RawTable,
    fixed: Overrides,
    notes: Notes,
    *,
    series: Sequence[str] = (),
) -> Values:
    """Turn the columns that are neither time nor series into value columns.

    The suggested target is one column: one named like a target (`y`, `value`, `close`, `OT` ...), else the
    first that is a measured number and changes.
    """
    rest = _without_reserved([column for column in columns if column.name not in used], notes)
    numbers, words = _numbers_and_words(_asked_for(rest, fixed), grid, fixed, notes)
    index = _index_like(numbers, fixed, notes)
    values = {column.name: column.values.copy() for column in numbers if column.name not in index}
    constant = _constant(values, notes)
    categories = _categories(words, fixed, notes)
    for name, kinds in categories.items():
        cells = next(column.cells for column in words if column.name == name)
        values |= _one_hot(name, np.array([cell.removeprefix("'") for cell in cells], dtype=object), kinds)
    sources = (*(c.name for c in numbers if c.name not in index), *categories)
    classes = {c.name for c in numbers if c.style.units and len(np.unique(c.values)) <= FEW_CLASSES}
    measured = [Candidate(name, values[name], name in classes) for name in sources if name not in categories]
    targets = _targets(measured, _series_codes(columns, series), constant, fixed)
    return Values(values, sources, categories, targets)


def _asked_for(rest: list[Column], fixed: Overrides) -> list[Column]:
    """The columns that a person did not leave out, or those that were asked for."""
    if fixed.without and not isinstance(fixed, Recipe):
        left = {column.name for column in _wanted(rest, fixed.without)}
        rest = [column for column in rest if column.name not in left]
    return _wanted(rest, fixed.values) if fixed.values else rest


def _numbers_and_words(
    rest: list[Column], grid: RawTable, fixed: Overrides, notes: Notes
) -> tuple[list[Column], list[Column]]:
    """The columns that can be read as numbers, and those of words and codes; how they were read is said."""
    if not isinstance(fixed, Recipe):
        read_durations(rest, fixed)
    numbers = [column for column in rest if column.kind == "number"]
    words = [column for column in rest if column.kind == "text"]
    _note_empty(rest, numbers, notes)
    if not numbers:
        _refuse_no_numbers(rest, words)
    numbers, codes = _without_codes(numbers, fixed)
    readable = _readable(numbers, grid, fixed, notes)
    unread = [column for column in numbers if column not in readable]
    note_styles([column for column in rest if column not in codes and column not in unread], notes)
    for column in readable:
        note_numbers(column, grid, notes)
    note_missing(readable, notes)
    return readable, words + codes


def _without_reserved(rest: Sequence[Column], notes: Notes) -> list[Column]:
    """The columns but those that are called like the time or the series of every table here."""
    reserved = [column.name for column in rest if column.name in RESERVED]
    if reserved:
        sentence = plural(
            "{names} left out: the name is kept for time and series.",
            "{names} left out: the names are kept for time and series.",
            len(reserved),
            names=listing(reserved),
        )
        notes.change("reserved", sentence, warning=True)
    return [column for column in rest if column.name not in RESERVED]


def _wanted(rest: Sequence[Column], wanted: Sequence[str]) -> list[Column]:
    """Only the columns that were asked for; `cbwd=NW` asks for `cbwd`."""
    names = {column.name for column in rest}
    for name in wanted:
        if name not in names and name.split("=")[0] not in names:
            raise DataError(
                t(
                    "There is no value column {name!r}; found {names}.",
                    name=name[:40],
                    names=listing(sorted(names), 4),
                )
            )
    sources = {name if name in names else name.split("=")[0] for name in wanted}
    return [column for column in rest if column.name in sources]


def _note_empty(rest: Sequence[Column], numbers: Sequence[Column], notes: Notes) -> None:
    empty = [column.name for column in rest if column.kind == "empty"]
    if empty and not numbers:
        raise DataError(t("Column {name} is empty; fill it or choose another file.", name=empty[0]))
    if empty:
        sentence = plural(
            "Column {names} is empty; left out.",
            "Columns {names} are empty; left out.",
            len(empty),
            names=listing(empty),
        )
        notes.change("empty", sentence)


def _refuse_no_numbers(rest: Sequence[Column], words: Sequence[Column]) -> None:
    if words:
        raise DataError(
            t(
                "No numeric column. Found text: {names}; add a column of numbers.",
                names=listing([c.name for c in words]),
            )
        )
    if rest:
        raise DataError(t("Column {name} is empty; fill it or choose another file.", name=rest[0].name))
    raise DataError(t("No numeric column besides the time; add a column of values."))


def _without_codes(numbers: Sequence[Column], fixed: Overrides) -> tuple[list[Column], list[Column]]:
    """Codes such as 000001 are names, not numbers; they are set apart unless there is nothing else."""
    codes = [] if isinstance(fixed, Recipe) else [column for column in numbers if _is_code(column)]
    if len(codes) == len(numbers):
        codes = []
    return [column for column in numbers if column not in codes], codes


def _is_code(column: Column) -> bool:
    if column.raw.plain:
        return False
    held = column.cells[~column.numbers.missing][:200]
    bare = [cell.removeprefix("'") for cell in held]
    return bool(bare) and all(cell.isdigit() and len(cell) > 1 for cell in bare) and (
        sum(cell[0] == "0" for cell in bare) > 0.5 * len(bare) and len({len(cell) for cell in bare}) == 1
    )  # fmt: skip


def _index_like(numbers: Sequence[Column], fixed: Overrides, notes: Notes) -> set[str]:
    """Columns that only count the rows, or only name things (order_id, zip)."""
    if len(numbers) < 2 or fixed.values:
        return set()
    found = [c.name for c in numbers if c.name.strip().lower() in INDEX_NAMES and _counts(c.values)]
    first = numbers[0]
    if first.name == t("column {number}", number=1) and grid_index(first.values):
        found.append(first.name)
    named = [c.name for c in numbers if c.name not in found and is_identifier(c.name, c.values)]
    if len(found) + len(named) == len(numbers):
        return set()
    left: set[str] = set()
    for key, names, one, many in (
        ("index", found, "{names} only counts the rows; left out.", "{names} only count the rows; left out."),
        ("identifier", named, "{names} only names things; left out.", "{names} only name things; left out."),
    ):
        if names and notes.change(key, plural(one, many, len(names), names=listing(names))):
            left |= set(names)
    return left


def _counts(values: Floats) -> bool:
    return (
        bool(np.isfinite(values).all())
        and bool((values % 1 == 0).all())
        and len(np.unique(values)) == len(values)
    )


def grid_index(values: Floats) -> bool:
    """Whether the values are 0, 1, 2 ... or 1, 2, 3 ..."""
    return bool(values[0] in (0, 1)) and bool((np.diff(values) == 1).all())


def _moves(first: Floats) -> bool:
    """Whether the first values already differ."""
    known = first[np.isfinite(first)]
    return len(known) > 1 and bool((known != known[0]).any())


def _constant(values: Mapping[str, Floats], notes: Notes) -> set[str]:
    """Columns without change: kept, but no target."""
    still = {name: column for name, column in values.items() if not _moves(column[:50])}
    known = {name: column[np.isfinite(column)] for name, column in still.items()}
    found = [name for name, column in known.items() if len(column) and np.ptp(column) == 0]
    if not found:
        return set()
    sentence = plural(
        "{names} never changes: nothing to learn.",
        "{names} never change: nothing to learn.",
        len(found),
        names=listing(found),
    )
    shown = [f"{name} = {known[name][0]:g}" for name in found]
    rows = max(len(known[name]) for name in found)
    return set(found) if notes.change("constant", sentence, rows, shown, warning=True) else set()


def _categories(words: Sequence[Column], fixed: Overrides, notes: Notes) -> dict[str, tuple[str, ...]]:
    """Columns of few words become one column of 0 and 1 for each word; other text is left out."""
    if isinstance(fixed, Recipe):
        return dict(fixed.categories)
    labels = [c for c in words if is_part_label(c)]
    sentence = plural(
        "{names} only labels train and test rows; left out.",
        "{names} only label train and test rows; left out.",
        len(labels),
        names=listing([c.name for c in labels]),
    )
    if labels and not notes.change("part", sentence):
        labels = []
    few: dict[str, tuple[str, ...]] = {}
    room = MOST_KINDS
    for column in words:
        kinds = tuple(sorted({str(cell).removeprefix("'") for cell in pd.unique(column.cells)} - {""}))
        most = MANY_WORDS if "text" in notes.off or column.name in fixed.values else FEW_WORDS
        fits = column.name in fixed.values or len(kinds) <= room
        if column not in labels and fits and 2 <= len(kinds) <= min(most, len(column.cells) // 5):
            few[column.name] = kinds
            room -= len(kinds)
    if few:
        shown = [f"{name}={kind}" for name, kinds in few.items() for kind in kinds]
        sentence = t("Words of {names} became columns of 0 and 1.", names=listing(list(few)))
        if not notes.change("categories", sentence, 0, shown):
            few = {}
    left = [column.name for column in words if column.name not in few and column not in labels]
    if left or "text" in notes.off:
        sentence = t("Text in {names} left out.", names=listing(left) or "-")
        notes.change("text", sentence)
    return few


def _one_hot(name: str, cells: np.ndarray, kinds: Sequence[str]) -> dict[str, Floats]:
    missing = cells == ""
    return {f"{name}={kind}": np.where(missing, np.nan, (cells == kind).astype(np.float64)) for kind in kinds}


def _targets(
    measured: Sequence[Candidate], codes: Codes | None, constant: set[str], fixed: Overrides
) -> tuple[str, ...]:
    if isinstance(fixed, Recipe):
        return fixed.targets
    target = target_of(measured, codes, constant)
    return () if target is None else (target,)


def _series_codes(columns: Sequence[Column], series: Sequence[str]) -> Codes | None:
    """The number of the series of each row; `None` where there is one series."""
    codes: Codes | None = None
    for column in columns:
        if column.name in series:
            own = pd.factorize(column.values if column.raw.plain else column.cells)[0].astype(np.int64)
            codes = own if codes is None else pd.factorize(codes * (own.max() + 1) + own)[0].astype(np.int64)
    return codes


def _readable(numbers: list[Column], grid: RawTable, fixed: Overrides, notes: Notes) -> list[Column]:
    """Without columns of many cells that are no numbers, unless one is the target or there is no other."""
    doubtful = [column for column in numbers if is_doubtful(column)]
    if isinstance(fixed, Recipe) or fixed.values or not doubtful or len(doubtful) == len(numbers):
        return numbers
    target = target_of([Candidate(column.name, column.values) for column in numbers], None, set())
    left = [column for column in doubtful if column.name != target or not is_named(column.name)]
    note_unreadable(left, grid, notes)
    return [column for column in numbers if column not in left]
