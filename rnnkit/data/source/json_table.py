"""The table of a JSON file, or one sentence about why there is none."""

from typing import Any

from rnnkit.data.limits import Limits
from rnnkit.data.source.json_rows import Rows, find_records, json_lines, json_value, rows_of, uneven_columns
from rnnkit.errors import DataError
from rnnkit.words import t

NO_TABLE = "This JSON holds no table: a list of records, or a list of values for each column, is needed."


def read_json(text: str, limits: Limits) -> tuple[Rows, list[str], bool, bool]:
    """Rows of text, what was left out, whether the first row holds names, and whether it is JSON lines.

    >>> read_json('[{"day": 1, "sales": 5}, {"day": 2, "sales": 6}]', Limits.from_environment())
    ([['day', 'sales'], ['1', '5'], ['2', '6']], [], True, False)
    """
    lines, value = _value(text.lstrip("\ufeff"))
    records, path = find_records(value)
    if len(records) < 2:
        raise DataError(t(NO_TABLE))
    check_width(records, limits)
    rows, left, named = rows_of(records)
    if not rows[0]:
        raise DataError(t(NO_TABLE))
    return rows, left + uneven_columns(value, path), named, lines


def _value(text: str) -> tuple[bool, Any]:
    """The value of the whole text, or those of its lines as a list."""
    try:
        return False, json_value(text)
    except RecursionError:
        raise DataError(t("This JSON is nested too deeply; a list of records is needed.")) from None
    except ValueError as error:
        values, _, broken = json_lines(text)
        rest = text.rstrip().count("\n") + 1
        if len(values) > 1 and broken in (0, rest):  # a last line that was cut off is no line
            return True, values
        line = broken if len(values) > 1 else getattr(error, "lineno", broken)
        raise DataError(t("This JSON is damaged on line {line}; get or make it again.", line=line)) from None


def check_width(records: list[Any], limits: Limits) -> None:
    """Refuse more columns than allowed, or cells, before one is written: each record may bring new names."""
    names: set[str] = set()
    widest = 0
    for record in records:
        if isinstance(record, dict) and not record.keys() <= names:
            for key, value in record.items():
                names |= {f"{key}.{k}" for k in value} if isinstance(value, dict) else {key}
            widest = len(names)
        elif isinstance(record, list):
            widest = max(widest, len(record))
        if widest > limits.columns:
            limits.check_columns(widest)
    limits.check_cells(len(records), widest)
