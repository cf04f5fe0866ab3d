"""Text to rows of cells, each with the line it starts on."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from rnnkit.data.limits import Limits
from rnnkit.data.lines.find_lines import find_columns, find_lines
from rnnkit.data.lines.plain_lines import plain_lines
from rnnkit.data.lines.read_rows import split_rows
from rnnkit.data.lines.separator import check_first_line, collapse, find_separator
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Lines, Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.words import t

Row = list[str]

NAMES = {"\t": "tab", " ": "space"}
HINT = re.compile(r"^\"?sep=(.)\"?[,;\t]*$", re.IGNORECASE)
NOTHING = " \t\n\x0b\x0c,;|\"'\u3000\xa0\x1a"
SEEN = 200


@dataclass
class Records:
    """Rows that are not blank, and the number of the line where each begins."""

    rows: list[Row]
    lines: list[int]
    plan: Lines | None = None
    """How the lines were made plain before they were split."""

    def __len__(self) -> int:
        return len(self.rows)

    def between(self, start: int, end: int | None = None) -> Self:
        """The rows from `start` up to `end`."""
        return type(self)(self.rows[start:end], self.lines[start:end])

    def without(self, drop: Iterable[int]) -> Self:
        """All rows but these."""
        gone = set(drop)
        keep = [i for i in range(len(self.rows)) if i not in gone]
        return type(self)([self.rows[i] for i in keep], [self.lines[i] for i in keep])


def read_records(text: str, fixed: Overrides, limits: Limits, notes: Notes) -> tuple[Records, str]:
    r"""Split the text by its separator. Returns the rows and the separator.

    >>> records, separator = read_records("a;b\r\n1;2", Overrides(), Limits.from_environment(), Notes())
    >>> records.rows, separator
    ([['a', 'b'], ['1', '2']], ';')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(NOTHING):
        raise DataError(t("The file is empty; choose another one."))
    if "\0" in text:
        raise DataError(t("Contains binary zeros; not a text CSV: export the table as CSV."))
    lines = text.split("\n")
    hint = HINT.match(lines[0].strip(" "))
    lines = ["", *lines[1:]] if hint else lines
    plan = (fixed.lines or Lines()) if isinstance(fixed, Recipe) else find_lines(lines, notes)
    lines = plain_lines(lines, plan.model_dump()) if plan != Lines() else lines
    separator = _separator(lines, hint[1] if hint else None, (fixed, limits), notes)
    if not isinstance(fixed, Recipe):
        given = fixed.separator is not None or hint is not None
        plan, before = find_columns(lines, plan, separator, given=given), plan
        separator = _spaces(before, plan, separator, notes)
        lines = plain_lines(lines, Lines(cuts=plan.cuts, gaps=plan.gaps).model_dump()) if plan.tabs else lines
    if separator == " " and not plan.tabs:
        lines = list(map(collapse, lines))
    records = _split("\n".join(lines), "\t" if plan.tabs else separator)
    _check_quotes(lines, separator, records)
    if not len(records):
        raise DataError(t("The file is empty; choose another one."))
    records.plan = plan if plan != Lines() else None
    return records, separator


def _spaces(before: Lines, plan: Lines, separator: str, notes: Notes) -> str:
    """A space as the separator, where columns are told by their places; said where it was not before."""
    if plan == before or separator == " ":
        return separator
    notes.change("separator", t("Separator {sign} detected.", sign=NAMES[" "]))
    return " "


def _separator(lines: list[str], hint: str | None, given: tuple[Overrides, Limits], notes: Notes) -> str:
    fixed, limits = given
    if fixed.separator is not None:
        return fixed.separator
    check_first_line(lines, limits)
    found = hint or find_separator(lines)
    if found == "," or not any(found in line for line in lines[:SEEN]):
        return found
    sentence = t("Separator {sign} detected.", sign=NAMES.get(found, found))
    return found if notes.change("separator", sentence) else ","


def _split(text: str, separator: str) -> Records:
    records = Records([], [])
    try:
        for row, line in split_rows(text, separator):
            records.rows.append(row)
            records.lines.append(line)
    except csv.Error:
        line = records.lines[-1] + 1 if records.lines else 1
        sentence = t("Line {line}: a cell is too long or its quotes do not match; correct it.", line=line)
        raise DataError(sentence) from None
    except (TypeError, ValueError):
        raise DataError(
            t("{sign!r} cannot be a separator; take a single sign such as ; or |.", sign=separator)
        ) from None
    return records


def _check_quotes(lines: list[str], separator: str, records: Records) -> None:
    """Refuse a quote that is opened and never closed: it swallows the rest of the file into one cell."""
    if not len(records):
        return
    last = records.lines[-1] - 1
    if "\n" not in "".join(records.rows[-1]) and '"' not in lines[last]:
        return
    rest = io.StringIO("\n".join(lines[last:]))
    try:
        list(csv.reader(rest, delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise DataError(
                t("Quote opened on line {line} never closes; close or remove it.", line=last + 1)
            ) from None
