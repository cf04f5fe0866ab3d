"""The Model part of a forecast: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.forecast.access import cycle_of
from pages.ui.forecast.data.data_part import Loaded
from pages.ui.forecast.data.leak_guard import leak_guard
from pages.ui.forecast.data.roles_table import role_settings, roles_table
from pages.ui.forecast.page import PAGE
from pages.ui.forecast.season_words import cycle_words
from pages.ui.form import forms
from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import DEFAULT_CELLS, TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.forecast.plan import daily
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.week import DAYS
from rnnkit.words import t

LENGTHS = ("horizon", "lookback", "test")
SIZE = ("hidden_size", "num_layers", "dropout")
INPUTS = ("calendar", "holidays", "normalization", "segment")
VALUES = ("transform", "like_data", "floor", "ceiling")
NETWORK = (
    "strategy",
    "shortcut",
    "start_with",
    "layer_norm",
    "activation",
    "bias",
    "initialization",
    "forget_bias",
)
SCORING = ("level", "stride", "refit")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    forms.fill_waiting()
    model_frame(PAGE, loaded.dataset_id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    roles = role_settings(loaded.table)
    cells = cell_field(ForecastConfig)
    suggestion = partial(suggested, PAGE, loaded.dataset_id, cells=cells, default=DEFAULT_CELLS)
    values: dict[str, Any] = {**roles}
    auto = suggestion(values=values)
    for box, name in zip(st.columns(3), LENGTHS, strict=True):
        with box:
            values[name] = forms.field(ForecastConfig, name, auto=auto.get(name))
        auto |= suggestion(values=values)
    _say_cycle(loaded, {**auto, **{name: value for name, value in values.items() if value}})
    values |= field_rows(ForecastConfig, SIZE, {}, width=3)
    values |= budget_field()
    groups = {
        t("What it reads"): [name for name in INPUTS if name != "holidays" or daily(loaded.table)],
        t("The values"): VALUES,
        t("The network"): NETWORK,
        t("The training"): ("loss", *TRAINING),
        t("The scoring"): SCORING,
    }
    values |= more_settings(ForecastConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    if loaded.roles is not None:
        with loaded.roles:
            roles_table(loaded.dataset_id, loaded.table, values)
    return values | leak_guard(loaded, values), cells


def _say_cycle(loaded: Loaded, settings: Mapping[str, Any]) -> None:
    """Say where more than a season is read back, as with days that make up weeks."""
    table, lookback, test = loaded.table, settings.get("lookback"), settings.get("test")
    if forms.is_hidden(ForecastConfig, "lookback") or not lookback or not test:
        return
    if lookback < DAYS * table.seasonality:  # far cheaper to ask than the data
        return
    cycle = cycle_of(loaded.dataset_id, tuple(settings.get("targets", ())), test)
    if sentence := cycle_words(table.seasonality, table.freq, cycle, lookback):
        st.caption(sentence)
