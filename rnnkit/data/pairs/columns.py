"""Which two columns are source and target: by their names, by languages, or by what stands in them."""

import re
from collections import Counter
from collections.abc import Sequence

from rnnkit.data.pairs.header import is_language, role_of
from rnnkit.data.pairs.pair_records import PairRecords
from rnnkit.data.pairs.pairs import Column, PairOverrides
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import plural, t

SEEN = 2_000  # rows by which a column is judged
CREDIT = re.compile(r"CC[- ]BY|attribution|https?://|©|licen[cs]e", re.IGNORECASE)
WHOLE = re.compile(r"\s*[-+]?\d+\s*")
NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][-+]?\d+)?\s*")
MOSTLY = 0.9
ENOUGH = 40  # rows from which on few different short values are groups and no texts
FEW = 0.05


def choose_columns(records: PairRecords, fixed: PairOverrides, notes: Notes) -> tuple[int, int]:
    """The places of source and target; further columns are said.

    Raises `DataError` for one that is not there.
    """
    source, target = (_named(records, name) for name in (fixed.source, fixed.target))
    if source is None or target is None:
        guessed = [place for place in _guessed(records) if place not in (source, target)]
        source = guessed.pop(0) if source is None else source
        target = guessed.pop(0) if target is None else target
    if source == target:
        raise DataError(t("Source and target are the same column; choose two."))
    others = [str(column) for i, column in enumerate(records.columns) if i not in (source, target)]
    if others:
        _say_others(records, (source, target), others, notes)
    return (target, source) if fixed.swap else (source, target)


def _say_others(records: PairRecords, chosen: tuple[int, int], others: Sequence[str], notes: Notes) -> None:
    """Which columns are neither side."""
    first, second = (shown(records.columns[place]) for place in chosen)
    sentence = plural(
        "Pairs are {first} and {second}; {number} further column is neither side: {names}.",
        "Pairs are {first} and {second}; {number} further columns are neither side: {names}.",
        len(others),
        first=first,
        second=second,
        names=listing(
            [shown(int(name) if name.isdecimal() and not records.named else name) for name in others]
        ),
    )
    notes.change("columns", sentence, examples=others)


def shown(column: Column) -> str:
    """A column as a person reads it: its name, or its number from 1."""
    return t("column {number}", number=column + 1) if isinstance(column, int) else f"'{column[:30]}'"


def _named(records: PairRecords, name: str | None) -> int | None:
    """The place of a column that the person named."""
    if name is None:
        return None
    for place, column in enumerate(records.columns):
        if str(column) == name:
            return place
    if name.isdecimal() and int(name) < len(records.columns):
        return int(name)
    known = listing([str(column) for column in records.columns], 5)
    raise DataError(t("There is no column {name!r}; found {known}.", name=name[:30], known=known))


def _guessed(records: PairRecords) -> list[int]:
    """All columns, the likeliest source first and the likeliest target second."""
    places = list(range(len(records.columns)))
    if len(places) < 2:
        raise DataError(t("Line {line} holds one text; a pair needs two.", line=(records.lines or [1])[0]))
    if len(places) == 2 or records.form == "tmx":
        return _by_names(records, places) if len(places) == 2 else places
    aside = {place for place in places if _is_aside(records, place)}
    ranked = [place for place in places if place not in aside] + [place for place in places if place in aside]
    return _by_names(records, ranked)


def _by_names(records: PairRecords, ranked: list[int]) -> list[int]:
    """The same order, but columns called source and target first, or else two of languages."""
    if not records.named or records.files:
        return ranked
    roles = {place: role_of(str(records.columns[place])) for place in ranked}
    source = next((place for place in ranked if roles[place] == "source"), None)
    target = next((place for place in ranked if roles[place] == "target" and place != source), None)
    languages = [place for place in sorted(ranked) if roles[place] == "language"]
    texts = [place for place in ranked if roles[place] not in ("aside", "source", "target")]
    if source is not None or target is not None:
        first = source if source is not None else next((p for p in texts if p != target), None)
        second = target if target is not None else next((p for p in texts if p != first), None)
    else:
        first, second = languages[:2] if len(languages) >= 2 else [None, None]
    chosen = [place for place in (first, second) if place is not None]
    return [*chosen, *(place for place in ranked if place not in chosen)] if len(chosen) == 2 else ranked


def _is_aside(records: PairRecords, place: int) -> bool:
    """Whether a column of three or more is neither side: numbers, credits, codes, groups."""
    column = records.columns[place]
    if isinstance(column, str) and role_of(column) == "aside":
        return True
    cells = [(row[place] or "").strip() for row in records.rows[:SEEN] if place < len(row)]
    filled = [cell for cell in cells if cell]
    if len(filled) < max(1, len(cells) // 2):
        return True
    tests = (WHOLE.fullmatch, NUMBER.fullmatch, CREDIT.search, lambda cell: is_language(cell.lower()))
    if any(sum(bool(test(cell)) for cell in filled) >= MOSTLY * len(filled) for test in tests):
        return True
    different = Counter(filled)
    if len(filled) >= 3 and len(different) == 1:
        return True
    short = sum(map(len, filled)) <= 20 * len(filled)
    return len(filled) >= ENOUGH and short and len(different) <= FEW * len(filled)
