"""The settings of a forecast as the page groups them, and the way between fields and configurations."""

from collections.abc import Mapping
from typing import Any

from pages.ui.budget import budget_values
from pages.ui.cells import CELLS, cell_name
from rnnkit.config import ForecastConfig, parse

CELL_KEY = "cells"
DEFAULT_CELLS = ("LSTM",)
LENGTH = frozenset({"budget", "epochs", "steps"})
LENGTHS = ("horizon", "lookback", "test")
SIZE = ("hidden_size", "num_layers", "dropout")
INPUTS = ("past_covariates", "future_covariates", "calendar", "normalization", "segment")
NETWORK = ("strategy", "shortcut", "layer_norm", "initialization", "forget_bias")
TRAINING = (
    "learning_rate",
    "batch_size",
    "schedule",
    "weight_decay",
    "grad_clip",
    "patience",
    "seed",
    "device",
)
SCORING = ("level", "stride")
ADVANCED = (*INPUTS, *NETWORK, *TRAINING, *SCORING)
ALL = ("targets", *LENGTHS, *SIZE, *ADVANCED, "budget", "epochs", "steps", CELL_KEY)


def configurations(values: Mapping[str, object], cells: tuple[str, ...]) -> dict[str, ForecastConfig]:
    """One configuration a chosen network, by its name. Raises `ConfigError` for settings that cannot be."""
    return {name: parse(ForecastConfig, {**values, **_look(name)}) for name in cells}


def as_fields(config: ForecastConfig, cells: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the fields of the page hold for a configuration."""
    values = config.model_dump(exclude={"task", "cell", "bidirectional"})
    length = budget_values(config.budget, config.epochs, config.steps)
    return values | length | {CELL_KEY: list(cells or (cell_name(config),))}


def changed(config: ForecastConfig, changes: Mapping[str, Any]) -> ForecastConfig:
    """The configuration after a suggestion was taken."""
    values = config.model_dump()
    if LENGTH & set(changes):
        values |= dict.fromkeys(LENGTH)
    return parse(ForecastConfig, values | dict(changes))


def _look(name: str) -> dict[str, object]:
    cell, bidirectional = CELLS[name]
    return {"cell": cell, "bidirectional": bidirectional}
