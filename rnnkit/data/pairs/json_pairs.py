"""Pairs in JSON: an object or a list a line, a list of them, or one object from sources to targets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rnnkit.data.pairs.pair_records import PairRecords, lines_of
from rnnkit.data.pairs.pairs import LeftOutLine
from rnnkit.errors import DataError
from rnnkit.words import t

DEEPEST = 3
MOST_COLUMNS = 50
MOST_BROKEN = 0.2  # of the lines; more, and it is no JSON by lines

Item = tuple[int, dict[str, str | None]]


def read_json_pairs(text: str, encoding: str) -> PairRecords:
    """Rows of the texts in each object, by name however its keys are ordered, nested ones by dotted names.

    Raises `DataError` that names the first line that is no JSON.

    >>> found = read_json_pairs('{"id": "0", "translation": {"en": "Yes", "fr": "Oui"}}', "utf-8")
    >>> found.columns, found.rows
    (('id', 'translation.en', 'translation.fr'), [('0', 'Yes', 'Oui')])
    """
    spoilt: list[LeftOutLine] = []
    form, values = _values(text, spoilt)
    columns: dict[str, None] = {}
    items: list[Item] = []
    for line, value in values:
        for flat in _flat_items(value):
            columns |= dict.fromkeys(flat)
            if len(columns) > MOST_COLUMNS:
                raise DataError(t("Line {line}: more than {most} keys in all.", line=line, most=MOST_COLUMNS))
            items.append((line, flat))
    if len(columns) < 2:
        line = values[0][0] if values else 1
        raise DataError(t("Line {line} does not hold two texts, such as under source and target.", line=line))
    names = tuple(columns)
    placed: tuple[str | int, ...] = tuple(map(int, names)) if all(n.isdecimal() for n in names) else names
    rows = [tuple(flat.get(name) for name in names) for _, flat in items]
    return PairRecords(form, placed, [line for line, _ in items], rows, encoding, spoilt=spoilt)


def _values(text: str, spoilt: list[LeftOutLine]) -> tuple[str, list[tuple[int, Any]]]:
    """The form, and the values with their numbers: of lines, or of places in a list."""
    whole = _parsed(text)
    if isinstance(whole, list):
        return "json", list(enumerate(whole, 1))
    if isinstance(whole, dict):
        inner = next((value for value in whole.values() if isinstance(value, list) and value), None)
        if inner is not None and isinstance(inner[0], dict | list):
            return "json", list(enumerate(inner, 1))
        if len(whole) > 2 and all(isinstance(value, str) for value in whole.values()):
            return "json", list(enumerate(map(list, whole.items()), 1))
        return "jsonl", [(1, whole)]
    return "jsonl", list(_lines(text, spoilt))


def _lines(text: str, spoilt: list[LeftOutLine]) -> Iterator[tuple[int, Any]]:
    lines = lines_of(text)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = _parsed(line)
        if isinstance(value, dict | list):
            yield number, value
            continue
        spoilt.append(LeftOutLine(number, "json", line[:200]))
        if len(spoilt) > 1 + MOST_BROKEN * len(lines):
            raise DataError(t("Line {line} is no JSON object.", line=spoilt[0].line))


def _parsed(text: str) -> Any:
    """What JSON text says; an exception where it is none, which is never a value."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return error


def _flat_items(value: Any) -> Iterator[dict[str, str | None]]:
    """The texts of a value by name; one of several translations in a list makes a pair of its own."""
    if isinstance(value, list):
        value = {str(place): part for place, part in enumerate(value[:MOST_COLUMNS])}
    if not isinstance(value, dict):
        return
    flat: dict[str, Any] = {}
    _flatten(value, "", flat, 1)
    many = next((name for name, found in flat.items() if isinstance(found, list)), None)
    if many is None:
        yield flat
        return
    for one in flat[many][:MOST_COLUMNS]:
        yield {name: one if name == many else _first(found) for name, found in flat.items()}


def _first(found: Any) -> str | None:
    return found[0] if isinstance(found, list) and found else None if isinstance(found, list) else found


def _is_texts(found: object) -> bool:
    """Whether this is a list of texts."""
    return isinstance(found, list) and bool(found) and all(isinstance(part, str) for part in found)


def _flatten(value: Mapping[str, Any], before: str, into: dict[str, Any], depth: int) -> None:
    """Texts and numbers by dotted names; lists of texts as they are, all else is left out."""
    for key, found in value.items():
        name = f"{before}{key}"[:200]
        if isinstance(found, dict) and depth < DEEPEST:
            _flatten(found, f"{name}.", into, depth + 1)
        elif found is None or isinstance(found, str) or _is_texts(found):
            into[name] = found
        elif isinstance(found, int | float) and not isinstance(found, bool):
            into[name] = str(found)
