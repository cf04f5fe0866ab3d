"""Tables of numbers to series with a class: a series a row, or many rows a series."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from rnnkit.data.labelled.classes import classed
from rnnkit.data.labelled.columns import Look
from rnnkit.data.labelled.labelled import Labelled, Origin, Part
from rnnkit.data.labelled.names import part_of
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.pick import place_of
from rnnkit.data.labelled.roles import label_score
from rnnkit.data.labelled.tables.table import LabelledGrid
from rnnkit.data.labelled.tables.ts import dimension, numbers_of
from rnnkit.data.numbers.cell import LARGEST
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import plural, t

FEWEST = 3
"""Columns of numbers from which on a row may be a series."""
SHORT = 10
"""Below, a row of numbers may be a few measures that have no order."""
Row = tuple[np.ndarray, str, int]
"""A series (T, F), the cell of its class, and its line."""
Parted = tuple[np.ndarray, str, int, str]
"""The same with its part."""


def as_series(
    parts: Sequence[tuple[str | None, LabelledGrid]], fixed: LabelledOverrides, notes: Notes
) -> Labelled | None:
    """The series of these tables; nothing where they hold texts."""
    grid = parts[0][1]
    if fixed.kind == "text" or (fixed.text and fixed.kind is None):
        return None
    if grid.form == "ts":
        rows = [(part, *_of_ts(one)) for part, one in parts]
        origin = Origin("ts", (), "after the last colon", grid.encoding)
        return _finished(rows, origin, fixed, notes)
    columns = grid.looks()
    label = _label(grid, columns, fixed)
    if label is None or not (fixed.kind == "series" or _is_series(columns, label)):
        return None
    header = grid.names is not None
    key = _key(columns, label, grid)
    if key is None and label.number and not fixed.label and sum(c.number for c in columns) < FEWEST + 1:
        return None
    rest = [c for c in columns if c.count and c.place not in (label.place, key) and not _is_clock(c)]
    numbers = [c for c in rest if c.number]
    if not numbers or (key is None and len(numbers) < FEWEST and fixed.kind is None):
        return None
    _say_left([str(c.called(header)) for c in rest if not c.number], notes)
    form = "wide" if key is None else "long"
    read = _wide if key is None else _long
    rows = [(part, *read(one, [c.place for c in numbers], label.place, key)) for part, one in parts]
    offered = tuple(c.called(header) for c in columns)
    origin = Origin(form, (), label.called(header), grid.encoding, header, grid.separator, None, offered[:50])
    if key is None and len(numbers) < SHORT:
        sentence = (
            "Each row is read as a series of {count} steps; or are these columns measures without an order?"
        )
        notes.ask("kind", t(sentence, count=len(numbers)))
    return _finished(rows, origin, fixed, notes)


def _say_left(names: Sequence[str], notes: Notes) -> None:
    """Tell which columns are no steps: a single word among numbers is enough."""
    if not names:
        return
    sentence = plural(
        "Column {names} is left out: not all of its cells are numbers.",
        "Columns {names} are left out: not all of their cells are numbers.",
        len(names),
        names=listing(names),
    )
    notes.change("no_numbers", sentence, examples=names, warning=True)


def _label(grid: LabelledGrid, columns: Sequence[Look], fixed: LabelledOverrides) -> Look | None:
    """The column of classes: the one given, one called so, one of words, or one of few numbers at an end."""
    if not columns:
        return None
    if fixed.label:
        return columns[place_of(grid, fixed.label[0])]
    words = [
        c
        for c in columns
        if c.letters and not c.number and c.distinct > 1 and c.fresh <= 0.5 and c.longest <= 60
    ]
    named = [c for c in columns if c.role == "label" and c.count and c.sure == 2]
    ends = [
        c for c in (columns[0], columns[-1]) if c.whole and 1 < c.distinct <= max(2, min(60, c.count // 2))
    ]
    pool = named or words or ends
    return max(pool, key=lambda c: (label_score(c), -c.place), default=None)


def _is_series(columns: Sequence[Look], label: Look) -> bool:
    """Whether all but a few columns are numbers, and none of them holds a text."""
    rest = [c for c in columns if c is not label and c.count]
    numbers = [c for c in rest if c.number]
    texts = [c for c in rest if not c.number and c.words > 1.5 and c.letters and not c.stamped]
    return not texts and len(numbers) >= 1 and len(numbers) >= 0.6 * len(rest) - 1


def _key(columns: Sequence[Look], label: Look, grid: LabelledGrid) -> int | None:
    """The column that names the series in a table with many rows a series: its blocks have one class each."""
    labels = grid.column(label.place)
    able = [
        c
        for c in columns
        if c is not label and c.distinct > 1 and c.fresh <= 0.5 and (c.whole or not c.number)
    ]
    named = [c for c in able if c.name and any(word in c.name.lower() for word in KEYS)]
    for column in named or (able[:2] if len(columns) <= 6 else []):
        seen: dict[str, str] = {}
        if all(seen.setdefault(k, v) == v for k, v in zip(grid.column(column.place), labels, strict=True)):
            return column.place if len(set(labels)) <= len(seen) else None
    return None


KEYS = (
    "id",
    "series",
    "case",
    "sample",
    "sequence",
    "subject",
    "instance",
    "dim",
    "unit",
    "nr",
    "no",
    "trial",
)


def _is_clock(column: Look) -> bool:
    """Whether a column only counts or names times."""
    return column.name.lower() in (
        "time",
        "t",
        "step",
        "index",
        "timestamp",
        "date",
        "frame",
        "tick",
        "zeit",
        "row",
        "unnamed: 0",
        "id",
    )


def _of_ts(grid: LabelledGrid) -> tuple[list[Row]]:
    rows = []
    for cells, line in zip(grid.rows, grid.lines, strict=True):
        parts = [dimension(cell, line) for cell in cells[:-1]]
        longest = max(map(len, parts))
        found = np.full((longest, len(parts)), np.nan, dtype=np.float32)
        for i, part in enumerate(parts):
            found[: len(part), i] = part
        rows.append((found, cells[-1], line))
    return (rows,)


def _wide(grid: LabelledGrid, places: Sequence[int], label: int, _: int | None) -> tuple[list[Row]]:
    """A series a row; blank cells at its end are no steps."""
    rows = []
    for cells, line in zip(grid.rows, grid.lines, strict=True):
        own = [cells[i] if i < len(cells) else "" for i in places]
        while own and not own[-1].strip():
            own.pop()
        found = numbers_of(own, line)[:, None]
        rows.append((found, cells[label] if label < len(cells) else "", line))
    return (rows,)


def _long(grid: LabelledGrid, places: Sequence[int], label: int, key: int | None) -> tuple[list[Row]]:
    """Many rows a series: one step a row, in their order in the file."""
    steps: dict[str, list[np.ndarray]] = {}
    about: dict[str, tuple[str, int]] = {}
    for cells, line in zip(grid.rows, grid.lines, strict=True):
        padded = [*cells, *[""] * (grid.width - len(cells))]
        name = padded[cast("int", key)]
        steps.setdefault(name, []).append(numbers_of([padded[i] for i in places], line))
        about.setdefault(name, (padded[label], line))
    return ([(np.stack(steps[name]), *about[name]) for name in steps],)


def _without_large(rows: list[Parted], notes: Notes) -> list[Parted]:
    """Numbers beyond all sense, from which no network could learn, as gaps."""
    large = [np.abs(row[0]) > LARGEST for row in rows]
    number = sum(int(flags.sum()) for flags in large)
    if not number:
        return rows
    sentence = plural(
        "{number} number is too large and counts as a gap, first on line {line}.",
        "{number} numbers are too large and count as gaps, first on line {line}.",
        number,
        line=next(row[2] for row, flags in zip(rows, large, strict=True) if flags.any()),
    )
    notes.change("too_large", sentence, number, warning=True)
    return [
        (np.where(flags, np.float32(np.nan), row[0]), *row[1:])
        for row, flags in zip(rows, large, strict=True)
    ]


def _finished(
    parts: Sequence[tuple[str | None, list[Row]]], origin: Origin, fixed: LabelledOverrides, notes: Notes
) -> Labelled:
    """What is handed over: series without a class or without a number left out and counted."""
    rows: list[Parted] = [
        (*row, part if part and part_of(part) != "unlabelled" else "train")
        for part, own in parts
        for row in own
    ]
    rows = _without_large(rows, notes)
    found = classed([row[1] for row in rows], fixed, notes, called=str(origin.label))
    if found.multilabel:
        raise DataError(
            t("A series has one class; {column} holds several in one cell.", column=str(origin.label))
        )
    kept = [i for i, row in enumerate(rows) if found.rows[i] and np.isfinite(row[0]).any()]
    if dropped := len(rows) - len(kept):
        sentence = plural(
            "{number} series without a class or without numbers left out.",
            "{number} series without a class or without numbers left out.",
            dropped,
        )
        notes.change("no_label", sentence, dropped, warning=True)
    if not kept:
        raise DataError(t("No series has both numbers and a class; choose the column of classes."))
    gaps = sum(int(np.isnan(rows[i][0]).sum()) for i in kept)
    if gaps:
        notes.change(
            "gaps", plural("{number} gap in the series.", "{number} gaps in the series.", gaps), gaps
        )
    place = {name: i for i, name in enumerate(found.classes)}
    return Labelled(
        kind="series",
        texts=(),
        series=tuple(rows[i][0] for i in kept),
        labels=tuple((place[(found.rows[i] or ("",))[0]],) for i in kept),
        classes=found.classes,
        multilabel=False,
        ordered=found.ordered,
        parts=cast("tuple[Part, ...]", tuple(rows[i][3] for i in kept)),
        lines=tuple(rows[i][2] for i in kept),
        unlabelled=(),
        dropped=dropped,
        origin=origin,
        changes=tuple(notes.changes),
        questions=tuple(notes.questions),
        overrides=fixed,
    )
