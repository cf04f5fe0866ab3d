"""Records of JSON to a table: an object a line or a list of them, by name; a list of labels is several."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rnnkit.data.labelled.names import part_of
from rnnkit.data.labelled.tables.table import LabelledGrid, with_names
from rnnkit.data.limits import Limits
from rnnkit.data.source.json_rows import cell, find_records, json_value
from rnnkit.errors import DataError
from rnnkit.words import t

PART = "split"
DEEPEST = 6
WHERE = "Line {line} is no whole JSON object; mend the line or take it out."
NONE = "This JSON holds no records: a list of objects with text and label, or one object per line, is needed."


def read_records(text: str, limits: Limits) -> LabelledGrid:
    r"""The records of a JSON text as a table.

    Raises `DataError` that names the line which is damaged, or where they have too many keys.

    A list of plain values is several labels, parted by line feeds; what is nested is called `a.b`.

    >>> lines = '{"text": "so good", "label": ["a", "b"]}\n{"label": "b", "text": "no"}'
    >>> grid = read_records(lines, Limits.from_environment())
    >>> grid.names, grid.rows
    (['text', 'label'], [['so good', 'a\nb'], ['no', 'b']])
    """
    records, lines = _records(text)
    if not records:
        raise DataError(t(NONE))
    if all(isinstance(record, list) for record in records):
        rows = [[_cell(value) or "" for value in record] for record in records]
        return with_names(LabelledGrid(rows, lines, None, "json"), None)
    if not all(isinstance(record, dict) for record in records):
        raise DataError(t(NONE))
    flat = [dict(_flat(record)) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    limits.check_cells(len(flat), len(names))
    return LabelledGrid([[record.get(name, "") for name in names] for record in flat], lines, names, "json")


def _records(text: str) -> tuple[list[Any], list[int]]:
    """The records and the line (or number) of each."""
    try:
        value = json_value(text)
    except RecursionError:
        raise DataError(t("This JSON is nested too deeply; a list of records is needed.")) from None
    except ValueError as error:
        return _of_lines(text, error)
    found = _of_parts(value) or _of_classes(value) or find_records(value)[0]
    if isinstance(value, dict) and not found:
        found = [value]
    return found, list(range(1, len(found) + 1))


def _of_lines(text: str, error: ValueError) -> tuple[list[Any], list[int]]:
    """Records of JSON lines; the first line that is none is named, unless it is the last, cut off one."""
    values: list[Any] = []
    numbers: list[int] = []
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values.append(json_value(line))
        except (ValueError, RecursionError):
            if number == len(lines) and len(values) > 1:
                break
            whole = getattr(error, "lineno", number) if number == 1 else number
            raise DataError(t(WHERE, line=whole)) from None
        numbers.append(number)
    return values, numbers


def _of_parts(value: Any) -> list[Any]:
    """Records by the part they are in: `{"train": [...], "test": [...]}`; each is told its part."""
    if not isinstance(value, dict) or not value:
        return []
    known = {key: inner for key, inner in value.items() if part_of(key) and isinstance(inner, list)}
    if not known or len(known) < len([v for v in value.values() if isinstance(v, list)]):
        return []
    found: list[Any] = []
    for key, inner in known.items():
        for record in inner:
            if isinstance(record, dict):
                found.append({**record, PART: key})
            elif isinstance(record, list):
                found.append({**{f"column {i}": v for i, v in enumerate(record)}, PART: key})
    return found


def _of_classes(value: Any) -> list[Any]:
    """Texts by their class: `{"sport": ["...", "..."], "news": ["..."]}`."""
    if not isinstance(value, dict) or len(value) < 2:
        return []
    lists = all(isinstance(inner, list) and inner for inner in value.values())
    if not lists or not all(isinstance(text, str) for inner in value.values() for text in inner):
        return []
    if any(key.lower() in ("text", "texts", "label", "labels") for key in value):
        return []  # values by column
    return [{"text": text, "label": key} for key, inner in value.items() for text in inner]


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> Iterable[tuple[str, str]]:
    """The values of an object as cells, nested ones by `a.b`; those of a list of objects one a line."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(inner, dict) for inner in value):
            yield from _merged(value, name, depth)
        elif (text := _cell(value)) is not None:
            yield name, text


def _merged(values: Iterable[Mapping[str, Any]], name: str, depth: int) -> Iterable[tuple[str, str]]:
    """The cells of several objects, those of one name below each other."""
    found: dict[str, list[str]] = {}
    for inner in values if depth < DEEPEST else ():
        for key, text in _flat(inner, f"{name}.", depth + 1):
            found.setdefault(key, []).append(text)
    yield from ((key, "\n".join(texts)) for key, texts in found.items())


def _cell(value: Any) -> str | None:
    """A value as the text of a cell; a list of plain values is one line each; other lists are none."""
    if isinstance(value, list):
        if any(isinstance(inner, dict | list) for inner in value):
            return None
        return "\n".join(cell(inner) for inner in value)
    return json.dumps(value) if isinstance(value, dict) else cell(value)
