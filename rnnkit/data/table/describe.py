"""What a table is, in plain JSON: for the command line, for other programs, and for the page's details."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from rnnkit.data.table.table import Table

FIRST_ROWS = 5


def describe(table: Table, rows: int = FIRST_ROWS) -> dict[str, object]:
    """What was understood and changed, what is still asked, and the first rows; every value is JSON-able."""
    return {
        "understood": dict(table.understood),
        "changes": [_plain(asdict(change)) for change in table.changes],
        "questions": [_plain(asdict(question)) for question in table.questions],
        "series": list(table.series[:20]),
        "value_columns": list(table.value_columns),
        "suggested_targets": list(table.suggested_targets),
        "seasonality": table.seasonality,
        "imputed": int(table.imputed.to_numpy().sum()),
        "first_rows": first_rows(table.frame, rows),
    }


def first_rows(frame: pd.DataFrame, rows: int = FIRST_ROWS) -> list[dict[str, object]]:
    """The first rows as plain values; missing ones are `None`, as JSON knows no NaN."""
    head = frame.head(rows).astype({"ds": "str"}) if frame["ds"].dtype.kind == "M" else frame.head(rows)
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in head.to_dict(orient="records")
    ]


def _plain(entry: Mapping[str, object]) -> dict[str, object]:
    """Tuples as lists, the way they come back from JSON."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in entry.items()}
