"""Frames of results as JSON and back: four kinds of columns, checked before a frame is made of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from annotated_types import Ge, Le, MaxLen
from pydantic import Field, TypeAdapter, ValidationError

from rnnkit.config import Settings
from rnnkit.files.encoding import finite
from rnnkit.files.safetensors_file import damaged
from rnnkit.words import t

MOST_ROWS = 20_000
LONGEST = 5_000  # characters of a cell
YEAR_9999 = 253_000_000_000_000_000  # microseconds since 1970, about

Strict = Field(strict=True)
Few = Field(
    max_length=10 * MOST_ROWS, fail_fast=True
)  # a problem of each value would take the memory of a host


class TextColumn(Settings):
    """A column of texts."""

    kind: Literal["text"] = "text"
    values: Annotated[tuple[Annotated[str, Strict, MaxLen(LONGEST)], ...], Few]


class TimeColumn(Settings):
    """A column of moments, in microseconds since 1970."""

    kind: Literal["time"] = "time"
    values: Annotated[tuple[Annotated[int, Strict, Ge(-YEAR_9999), Le(YEAR_9999)], ...], Few]


class WholeColumn(Settings):
    """A column of whole numbers."""

    kind: Literal["whole"] = "whole"
    values: Annotated[tuple[Annotated[int, Strict, Ge(-(2**62)), Le(2**62)], ...], Few]


class NumberColumn(Settings):
    """A column of numbers; those that are missing are null."""

    kind: Literal["number"] = "number"
    values: Annotated[tuple[Annotated[float, Strict, Field(allow_inf_nan=False)] | None, ...], Few]


Column = Annotated[TextColumn | TimeColumn | WholeColumn | NumberColumn, Field(discriminator="kind")]
TABLES = TypeAdapter(dict[Annotated[str, MaxLen(80)], dict[Annotated[str, MaxLen(80)], Column]])

TEXT, WHOLE, NUMBER = frozenset({"text"}), frozenset({"whole"}), frozenset({"number"})
CURVE = dict.fromkeys(("step", "seconds", "train_loss", "valid_loss", "learning_rate"), WHOLE | NUMBER)
Wanted = Mapping[str, Mapping[str, frozenset[str]]]
"""The frames of a task and the columns they must have; further ones are the baselines, all numbers."""

# Columns of texts that only some frames have.
OPTIONAL: Mapping[str, frozenset[str]] = {"method": TEXT}


def to_json(frames: Mapping[str, pd.DataFrame], wanted: Wanted) -> bytes:
    """The frames of a task, at most so many rows of each as a chart needs."""
    return TABLES.dump_json(
        {name: _table(bounded(frames[name]), columns) for name, columns in wanted.items()}
    )


def from_json(content: bytes, wanted: Wanted) -> dict[str, pd.DataFrame]:
    """The frames of a task. Raises `DataError` where they are not those that its page shows."""
    try:
        tables = TABLES.validate_json(content)
    except ValidationError:
        raise damaged(t("tables")) from None
    if set(tables) != set(wanted) or not all(_fits(tables[name], wanted[name]) for name in wanted):
        raise damaged(t("tables"))
    return {
        name: pd.DataFrame({key: _series(column) for key, column in table.items()})
        for name, table in tables.items()
    }


def bounded(frame: pd.DataFrame) -> pd.DataFrame:
    """At most so many rows: of forecasts every n-th whole, of a past its newest part."""
    if len(frame) <= MOST_ROWS:
        return frame
    if "cutoff" in frame:
        number = frame.groupby(["unique_id", "target", "cutoff"], sort=False).ngroup()
        return frame[number % -(-len(frame) // MOST_ROWS) == 0]
    if "unique_id" in frame:
        lines = frame.groupby(["unique_id", "target"], sort=False)
        return lines.tail(max(1, MOST_ROWS // lines.ngroups))
    return frame.tail(MOST_ROWS)


def _table(frame: pd.DataFrame, wanted: Mapping[str, frozenset[str]]) -> dict[str, Column]:
    kinds = {**OPTIONAL, **wanted}
    return {str(name): _column(frame[name], kinds.get(str(name), NUMBER)) for name in frame}


def _column(column: "pd.Series[Any]", wanted: frozenset[str]) -> Column:
    """A column as what is wanted of it; one without rows may be of any type."""
    if wanted == TEXT:
        return TextColumn(values=tuple(str(value)[:LONGEST] for value in column))
    if pd.api.types.is_datetime64_any_dtype(column):
        return TimeColumn(values=tuple(column.astype("datetime64[us]").astype("int64").tolist()))
    if "whole" in wanted and (pd.api.types.is_integer_dtype(column) or not len(column)):
        return WholeColumn(values=tuple(column.tolist()))
    return NumberColumn(values=tuple(finite(number) for number in column.astype("float64").tolist()))


def _series(column: Column) -> "pd.Series[Any]":
    if isinstance(column, TimeColumn):
        return pd.Series(np.array(column.values, dtype="int64").astype("datetime64[us]"))
    if isinstance(column, WholeColumn):
        return pd.Series(column.values, dtype="int64")
    if isinstance(column, NumberColumn):
        return pd.Series(column.values, dtype="float64")
    return pd.Series(column.values, dtype="str")


def _fits(table: Mapping[str, Column], wanted: Mapping[str, frozenset[str]]) -> bool:
    """Whether a table has its columns, all of one length, and else only numbers."""
    kinds = {name: column.kind for name, column in table.items()}
    lengths = {len(column.values) for column in table.values()}
    needed = all(kinds.get(name) in allowed for name, allowed in wanted.items())
    rest = all(kind in OPTIONAL.get(name, NUMBER) for name, kind in kinds.items() if name not in wanted)
    return needed and rest and len(lengths) == 1 and max(lengths) <= 10 * MOST_ROWS
