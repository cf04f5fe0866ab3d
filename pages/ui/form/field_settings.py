"""The way between the fields of a form and configurations, whatever the task."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.form.budget import budget_values
from pages.ui.task_page import NETWORK
from pages.ui.tasks import known_settings, network_of
from rnnkit.config import BY_STEP, TrainingSettings, parse
from rnnkit.config.cells import CELLS, cell_name
from rnnkit.runs.sql.rows import Run

CELL_KEY = "cells"
DEFAULT_CELLS = ("LSTM",)
LENGTH = frozenset({"budget", "epochs", "steps"})
OF_THE_DATA = frozenset({"targets", "past_covariates", "future_covariates"})  # names of columns
TRAINING = (
    "optimizer",
    "learning_rate",
    "batch_size",
    "schedule",
    "weight_decay",
    "grad_clip",
    "patience",
    "seed",
    "device",
)


def configurations(
    kind: type[TrainingSettings], values: Mapping[str, object], cells: tuple[str, ...]
) -> dict[str, TrainingSettings]:
    """One configuration a chosen network, by its name. Raises `ConfigError` for settings that cannot be."""
    return {name: parse(kind, {**values, **look(name)}) for name in cells}


def as_fields(config: TrainingSettings, cells: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the fields of the page hold for a configuration."""
    values = config.model_dump(exclude=set(NETWORK))
    if config.pace:  # of a run that repeats another: its number of steps, which is what it shares with it
        length = budget_values(None, None, config.pace[-1][1])
    else:
        length = budget_values(config.budget, config.epochs, config.steps)
    return values | length | {CELL_KEY: list(cells or (cell_name(config),))}


def unasked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields of a form of which the address says nothing."""
    asked = set(st.query_params) & {*fields, CELL_KEY}
    asked |= LENGTH if LENGTH & asked else set()
    return {name: value for name, value in fields.items() if name not in asked}


def cells_of(runs: Sequence[Run]) -> tuple[str, ...]:
    """The networks of these runs, whatever the runs are called."""
    return tuple(dict.fromkeys(cell_name(known_settings(run).config) for run in runs))


def network_name(run: Run) -> str:
    """What the network of a run is called, also where this version of the app does not have it."""
    known, network = known_settings(run).config, network_of(run)
    return cell_name(known) if network == known.cell else network


def changed(config: TrainingSettings, changes: Mapping[str, Any]) -> TrainingSettings:
    """The configuration after a suggestion was taken; its network begins anew."""
    values = config.model_dump() | {"start_from": ""}
    if LENGTH & set(changes):
        values |= {**dict.fromkeys(LENGTH), **BY_STEP}
    return parse(type(config), values | dict(changes))


def look(name: str) -> dict[str, object]:
    """The settings that a network's name stands for."""
    cell, bidirectional = CELLS[name]
    return {"cell": cell, "bidirectional": bidirectional}
