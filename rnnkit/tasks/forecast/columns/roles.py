"""What each column of a file is for: forecast, name of the series, known ahead, known so far, or left out.

Roles are no settings of their own: they stand in the targets and covariates of a run, and which columns name
the series in the reading of the file. Here the one is told by the other, there and back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rnnkit.data import Overrides, Table
from rnnkit.data.series.ahead import stamp_words
from rnnkit.data.series.shape import JOINT
from rnnkit.data.times.calendar import future_stamps
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.words import t

Role = Literal["target", "series", "ahead", "past", "out"]
FIELDS: Mapping[Role, str] = {
    "target": "targets",
    "ahead": "future_covariates",
    "past": "past_covariates",
}
"""The roles that are settings of a run."""
WORDS: Mapping[Role, str] = {
    "target": "forecast it",
    "series": "names the series",
    "ahead": "known ahead",
    "past": "known so far",
    "out": "leave out",
}
"""The roles as they are written, in the order in which they are offered."""


@dataclass(frozen=True)
class ColumnRole:
    """A column of the file, the value columns that it was read as (none, or one for each word), its role, and
    what a coming row has to hold of it."""

    name: str
    columns: tuple[str, ...]
    role: Role
    coming: str


def roles_of(table: Table, config: ForecastConfig) -> tuple[ColumnRole, ...]:
    """Every column of the file but the time, in the order of the file, with its role under these settings."""
    row = coming_row(table, targets_of(table, config))
    parts: Mapping[Role, Sequence[str]] = {
        "target": targets_of(table, config),
        "past": config.past_covariates,
        "ahead": config.future_covariates,
    }
    roles: dict[str, Role] = {name: role for role, names in parts.items() for name in names}
    found = []
    for name, columns in source_columns(table).items():
        own: Role = next((roles[column] for column in columns if column in roles), "out")
        if name in table.recipe.series:
            own = "series"
        found.append(ColumnRole(name, columns, own, _coming(row, name, columns, own)))
    return tuple(found)


def targets_of(table: Table, config: ForecastConfig) -> tuple[str, ...]:
    """What is forecast: what was asked for, else what is likely and nothing else."""
    covariates = {*config.past_covariates, *config.future_covariates}
    return config.targets or tuple(name for name in table.suggested_targets if name not in covariates)


def settings_after(table: Table, config: ForecastConfig, name: str, role: Role) -> dict[str, tuple[str, ...]]:
    """Targets and covariates once a column of the file has this role; no targets where none would be left."""
    columns = source_columns(table).get(name, ())
    found = {field: getattr(config, field) for field in FIELDS.values()}
    found["targets"] = targets_of(table, config)
    found = {
        field: tuple(column for column in names if column not in columns) for field, names in found.items()
    }
    if role in FIELDS:
        found[FIELDS[role]] = (*found[FIELDS[role]], *columns)
    return found


def reading_after(table: Table, held: Overrides, name: str, role: Role) -> Overrides | None:
    """How the file is read once a column has this role; `None` where that stays as it is.

    A column that names the series is no value, and one that was left out in reading becomes one when it is
    given a part.
    """
    recipe, named = table.recipe, table.recipe.series
    if (role == "series") != (name in named):
        series = (*named, name) if role == "series" else tuple(other for other in named if other != name)
        values = tuple(other for other in held.values if other != name)
        return held.replace(series=series, layout=None if series else "wide", values=values)
    if role in FIELDS and not source_columns(table)[name]:
        return held.replace(
            values=(*recipe.values, name), without=tuple(other for other in held.without if other != name)
        )
    return None


def left_out(table: Table) -> list[str]:
    """The columns of the file that are not read as anything."""
    recipe = table.recipe
    used = {*recipe.time, *recipe.series, *recipe.values}
    found = [name for name in recipe.names if name not in used]
    return [*found, *(recipe.unpivot.left_out if recipe.unpivot else ())]


@dataclass(frozen=True)
class ComingRow:
    """The first row behind the last value of a series: what is known of it, and when it is."""

    at: str
    series: Mapping[str, str]
    values: Mapping[str, float]


def coming_row(table: Table, targets: Sequence[str]) -> ComingRow:
    """The row that the first series goes on with; where the file holds it, with what stands there."""
    frame = table.frame[table.frame["unique_id"] == table.series[0]]
    known = frame[list(targets)].notna().any(axis=1).to_numpy() if targets else np.ones(len(frame), bool)
    end = int(np.flatnonzero(known)[-1]) + 1 if known.any() else len(frame)
    later = frame.iloc[end : end + 1]
    stamp = later["ds"].iloc[0] if len(later) else future_stamps(frame["ds"], table.freq, 1).iloc[0]
    values = {name: float(later[name].iloc[0]) for name in table.value_columns} if len(later) else {}
    names = table.series[0].split(JOINT)
    whole = len(names) == len(table.recipe.series)
    series = dict(zip(table.recipe.series, names if whole else [table.series[0]], strict=False))
    return ComingRow(stamp_words(stamp), series, values)


def values_words(values: Mapping[str, float], columns: Sequence[str]) -> str:
    """What a coming row holds of a column of the file; empty where it holds nothing.

    `{"price": 12.5}` and `["price"]` give `12.5`; of columns of 0 and 1 the word is given.
    """
    known = {name: values[name] for name in columns if name in values and pd.notna(values[name])}
    if len(columns) == 1 and "=" not in columns[0]:
        return "".join(f"{value:.12g}" for value in known.values())
    return next((name.partition("=")[2] for name, value in known.items() if value == 1), "")


def _coming(row: ComingRow, name: str, columns: Sequence[str], role: Role) -> str:
    if role == "target":
        return t("is forecast")
    if role == "series":
        return row.series.get(name, "")
    if role == "ahead":
        return values_words(row.values, columns) or t("you have to know it")
    return t("not needed")


def source_columns(table: Table) -> dict[str, tuple[str, ...]]:
    """Each column of the file but the time, and the value columns that it was read as."""
    recipe = table.recipe
    times = {*recipe.time}
    if recipe.stacked or not set(recipe.values) <= set(recipe.names):
        return {name: (name,) for name in table.value_columns} | dict.fromkeys(recipe.series, ())
    values: dict[str, tuple[str, ...]] = {name: () for name in recipe.names if name not in times}
    for column in table.value_columns:
        name = column if column in values else column.partition("=")[0]
        values[name] = (*values.get(name, ()), column)
    return values
