"""Tables with a column of ABC, as data sets of tunes are passed on: which column it is, and its tunes."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnnkit.data.limits import Limits
from rnnkit.data.source.json_rows import find_records, json_lines, json_value, rows_of
from rnnkit.data.source.json_table import check_width
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.tunes.cut import FIELD, Raw, cut, is_music
from rnnkit.errors import DataError
from rnnkit.words import plural, t

SEPARATORS = ",\t;"
LOOKED = 200
"""Rows that tell which column holds tunes."""
ROLES: Mapping[str, tuple[str, ...]] = {
    "T": ("name", "title", "tune", "tune_name", "t"),
    "M": ("meter", "metre", "time", "time_signature", "signature", "m"),
    "L": ("unit", "note_length", "default_note_length", "l"),
    "K": ("mode", "key", "k"),
}
"""Columns beside the tunes that hold what heads of ABC say."""


@dataclass
class Grid:
    """Rows of text, the line of each, and the names of the columns where they have some."""

    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    form: str

    @property
    def has_tunes(self) -> bool:
        """Whether half of the first rows have a cell that is a tune."""
        rows = self.rows[:50]
        return bool(rows) and 2 * sum(any(map(is_abc, row)) for row in rows) >= len(rows)


def grid_of_text(text: str) -> Grid | None:
    """The rows of CSV or TSV whose first line is no line of a tune; `None` where this is no table."""
    start = text.lstrip()[:2000].split("\n", 1)[0]
    separator = max(SEPARATORS, key=start.count)
    if FIELD.match(start) or start.startswith("%") or not start.count(separator):
        return None
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    begun = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begun)
            begun = reader.line_num + 1
    except csv.Error:  # a cell longer than the standard library takes
        return None
    form = "tsv" if separator == "\t" else "csv"
    if any(map(is_abc, rows[0])):
        return Grid([], rows, lines, form)
    return Grid(rows[0], rows[1:], lines[1:], form)


def grid_of_json(text: str, limits: Limits) -> Grid:
    """The records of JSON or JSON lines.

    Raises `DataError` that names the line which is damaged, or where there are too many columns or cells.
    """
    value, numbers = _json(text)
    records = find_records(value)[0]
    if not records:
        raise DataError(t("This JSON holds no records with tunes; a list of objects is needed."))
    if not isinstance(records[0], dict | list):
        records = [{"abc": record} for record in records]
    check_width(records, limits)
    rows, _, named = rows_of(records)
    names = rows.pop(0) if named else []
    lines = numbers if len(numbers) == len(rows) else list(range(1, len(rows) + 1))
    return Grid(names, rows, lines, "json")


def _json(text: str) -> tuple[Any, list[int]]:
    try:
        return json_value(text), []
    except RecursionError:
        raise DataError(t("This JSON is nested too deeply; a list of records is needed.")) from None
    except ValueError:
        values, numbers, broken = json_lines(text)
        if broken:
            raise DataError(
                t("Line {line} is no whole JSON object; mend the line or take it out.", line=broken)
            ) from None
        return values, numbers


def is_abc(cell: str) -> bool:
    r"""Whether a cell holds a tune, with or without its head.

    >>> is_abc("X:1\nK:D\ndef|"), is_abc("|:d2 dA F2|G2 B2:|"), is_abc("D major"), is_abc("a | b")
    (True, True, False, False)
    """
    text = _lines(cell[:4000])
    if "K:" in text and re.search(r"^\s*K:", text, re.MULTILINE) and "|" in text:
        return True
    return text.count("|") > 1 and all(is_music(line) for line in text.split("\n") if line.strip())


def raws_of(grid: Grid, wanted: str | None, notes: Notes) -> tuple[list[Raw], int]:
    """The tunes of the column that holds them, and its place; the line of each is that of its row.

    Raises `DataError` where no column holds tunes, or the one that is wanted is not there.
    """
    place = _column(grid, wanted)
    beside = _beside(grid, place)
    found: list[Raw] = []
    empty = []
    for line, row in zip(grid.lines, grid.rows, strict=True):
        known = {name: row[at] for name, at in beside.items() if at < len(row)}
        tunes = cut(_headed(_lines(row[place]), known)).tunes if place < len(row) else []
        for raw in tunes:
            raw.line = line
            found.append(raw)
        if not tunes:
            empty.append(line)
    sentence = plural(
        "{number} row holds no tune and was left out: line {line}.",
        "{number} rows hold no tune and were left out, the first in line {line}.",
        len(empty),
        line=empty[0] if empty else 0,
    )
    if empty:
        notes.change("rows", sentence, len(empty), warning=True)
    return found, place


def _column(grid: Grid, wanted: str | None) -> int:
    """The place of the column with the most cells that are tunes, or of the one that is wanted."""
    width = max((len(row) for row in grid.rows[:LOOKED]), default=0)
    if wanted is not None:
        if wanted in grid.names:
            return grid.names.index(wanted)
        if wanted.isdecimal() and len(wanted) < 6 and int(wanted) < width:
            return int(wanted)
        there = listing(grid.names or [str(i) for i in range(width)], 6)
        raise DataError(
            t("There is no column {name}; there are {there}.", name=repr(wanted[:40]), there=there)
        )
    scores = [
        sum(is_abc(row[place]) for row in grid.rows[:LOOKED] if place < len(row)) for place in range(width)
    ]
    if not scores or 2 * max(scores) < len(grid.rows[:LOOKED]):
        raise DataError(t("No column holds tunes in ABC notation."))
    return scores.index(max(scores))


def _beside(grid: Grid, place: int) -> dict[str, int]:
    """Columns that hold title, meter, unit and key."""
    low = [name.strip().lower().replace(" ", "_") for name in grid.names]
    found = {}
    for field, names in ROLES.items():
        at = next((low.index(name) for name in names if name in low and low.index(name) != place), None)
        if at is not None:
            found[field] = at
    return found


def _headed(text: str, beside: Mapping[str, str]) -> str:
    """A tune with the fields that it lacks and its row has; a body alone counts in eighths."""
    has = set(re.findall(r"^\s*([A-Z]):", text, re.MULTILINE))
    if "K" in has:
        given = {name: value for name, value in beside.items() if name not in has and name != "L"}
    else:
        given = {"L": "1/8", **{name: value for name, value in beside.items() if name not in has}}
    head = [f"{name}:{' '.join(given[name].split())[:200]}" for name in "TML" if given.get(name, "").strip()]
    tail = [f"K:{given['K'].strip()[:40]}"] if given.get("K", "").strip() else []
    return "\n".join([*head, text, *tail] if "K" in has or not tail else [*head, *tail, text])


def _lines(cell: str) -> str:
    r"""A cell whose breaks are written as `\n` with real ones."""
    if "\n" not in cell:
        cell = cell.replace("\\r", "").replace("\\n", "\n")
    return cell.replace("\r\n", "\n").replace("\r", "\n")
