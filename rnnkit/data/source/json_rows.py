"""JSON as rows of text: lines of records, a list of records or of rows, or values by column.

Needs nothing of here: the exported code copies this module by its source, so that both read alike.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Rows = list[list[str]]
DEEPEST = 3
"""Levels of objects that are looked through for the table."""


def json_value(text: str) -> Any:
    """The value of a JSON text, its numbers as they are written."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def json_lines(text: str) -> tuple[list[Any], list[int], int]:
    """The values of JSON lines, the numbers of their lines, and the first line that is none (0: all are)."""
    values: list[Any] = []
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values.append(json_value(line))
            except (ValueError, RecursionError):
                return values, numbers, number
            numbers.append(number)
    return values, numbers, 0


def find_records(value: Any, depth: int = 0) -> tuple[list[Any], str]:
    """The longest table inside a JSON value as a list of records or rows, and the path to it.

    `{"data": [{"a": 1}, {"a": 2}]}` gives `[{"a": 1}, {"a": 2}], "data"`.

    >>> find_records({"data": [{"a": 1}, {"a": 2}]})
    ([{'a': 1}, {'a': 2}], 'data')
    """
    if isinstance(value, list):
        return (value, "") if _is_table(value) else ([], "")
    if not isinstance(value, dict):
        return [], ""
    best, path = _of_columns(value), ""
    if depth < DEEPEST:
        for key, inner in value.items():
            found, below = find_records(inner, depth + 1) if _holds_more(inner) else ([], "")
            if len(found) > len(best):
                best, path = found, f"{key}.{below}".rstrip(".")
    return best, path


def uneven_columns(value: Any, path: str) -> list[str]:
    """Lists beside those of a table at this path that are not as long, and so no columns of it.

    >>> uneven_columns({"of": {"day": [1, 2, 3], "sales": [5, 6, 7], "costs": [2, 2]}}, "of")
    ['costs']
    """
    while path and isinstance(value, dict):
        key = next((key for key in value if f"{path}.".startswith(f"{key}.")), "")
        value, path = value.get(key), path[len(key) + 1 :]
    if not isinstance(value, dict) or {"columns", "data"} <= set(value):
        return []
    lengths = {key: len(v) for key, v in value.items() if isinstance(v, list) and not _nested(v)}
    longest = max(lengths.values(), default=0)
    return [key for key, length in lengths.items() if length < longest] if longest > 1 else []


def flatten(records: list[Any]) -> tuple[list[str], list[dict[str, str]], list[str]]:
    """Names, records with all values as text, and the names of what is nested deeper and left out.

    `{"a": 1, "b": {"c": 2, "d": [3]}}` gives `a`, `b.c` and leaves out `b.d`.
    """
    names: dict[str, None] = {}
    left: dict[str, None] = {}
    flat = []
    for record in records:
        cells: dict[str, str] = {}
        for key, value in record.items():
            if not isinstance(value, (dict, list)):
                cells[key] = cell(value)
                continue
            inner = value.items() if isinstance(value, dict) else ()
            plain = {f"{key}.{k}": cell(v) for k, v in inner if not isinstance(v, (dict, list))}
            cells |= plain
            if len(plain) < max(1, len(value)):
                left[key] = None
        if cells.keys() - names.keys():
            names |= dict.fromkeys(cells)
        flat.append(cells)
    return list(names), flat, list(left)


def cell(value: Any) -> str:
    """A JSON value as the text of a cell."""
    if isinstance(value, str):
        return value
    return "" if value is None else "TRUE" if value is True else "FALSE" if value is False else str(value)


def rows_of(records: list[Any]) -> tuple[Rows, list[str], bool]:
    """Rows of text with the names first, what was left out, and whether there are names at all."""
    if isinstance(records[0], dict):
        names, flat, left = flatten(records)
        return [names, *([cells.get(name, "") for name in names] for cells in flat)], left, True
    rows = [row if isinstance(row, list) else [row] for row in records]
    nested = any(isinstance(value, (dict, list)) for row in rows for value in row)
    left = ["[]"] if nested else []
    return [["" if isinstance(v, (dict, list)) else cell(v) for v in row] for row in rows], left, False


def json_table(text: str, lines: bool) -> Rows:
    """All of the above at once: the rows of a JSON text or of JSON lines."""
    value = json_lines(text)[0] if lines else json_value(text)
    return rows_of(find_records(value)[0])[0]


def _holds_more(value: Any) -> bool:
    return isinstance(value, (dict, list)) and bool(value)


def _is_table(value: list[Any]) -> bool:
    """Records throughout, or rows throughout, or plain values throughout."""
    if all(isinstance(item, dict) for item in value):
        return bool(value)
    if all(isinstance(item, list) for item in value):
        return bool(value)
    return bool(value) and not any(isinstance(item, (dict, list)) for item in value)


def _of_columns(value: Mapping[str, Any]) -> list[Any]:
    """Records from an object that holds values by column, in one of the ways in which this is done.

    `{"a": [1, 2]}`; `{"a": {"0": 1, "1": 2}}`; `{"columns": ["a"], "data": [[1], [2]]}`;
    `{"2023-01-01": 1, "2023-01-02": 2}`.
    """
    if {"columns", "data"} <= set(value) and _is_rows(value["data"]) and isinstance(value["columns"], list):
        return _split(value)
    lists = {k: v for k, v in value.items() if isinstance(v, list) and not _nested(v)}
    longest = max(map(len, lists.values()), default=0)
    lists = {k: v for k, v in lists.items() if len(v) == longest}
    if longest > 1 and lists:
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    by_index = {k: v for k, v in value.items() if isinstance(v, dict) and v and not _nested(v.values())}
    if by_index and len(by_index) == len(value):
        return _by_index(by_index)
    if len(value) > 2 and not _nested(value.values()) and all(key[:1].isdigit() for key in value):
        return [{"index": key, "value": cells} for key, cells in value.items()]
    return []


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _nested(values: Iterable[Any]) -> bool:
    return any(isinstance(value, (dict, list)) for value in values)


def _split(value: Mapping[str, Any]) -> list[Any]:
    """Names, rows and perhaps an index, each by itself."""
    names = [cell(name) if not isinstance(name, (dict, list)) else "" for name in value["columns"]]
    index = value.get("index")
    if not isinstance(index, list) or len(index) != len(value["data"]) or _plain_count(index):
        return [names, *value["data"]]
    return [["index", *names], *([i, *row] for i, row in zip(index, value["data"], strict=True))]


def _by_index(columns: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """Records from columns that each hold their values by the name of the row.

    Where the rows have more names in common than there are rows, it is the other way round.
    """
    index: dict[str, None] = {}
    for cells in columns.values():
        index |= dict.fromkeys(cells)
    if len(columns) > len(index):  # rows by name, each with its columns
        plain = _plain_count(list(columns))
        return [({} if plain else {"index": key}) | dict(cells) for key, cells in columns.items()]
    plain = _plain_count(list(index))
    named = columns.items()
    return [({} if plain else {"index": i}) | {name: c.get(i) for name, c in named} for i in index]


def _plain_count(index: list[Any]) -> bool:
    """Whether the rows are just counted from 0."""
    return [str(i) for i in index] == [str(i) for i in range(len(index))]
