"""The Model part of a forecast: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan
from pages.ui.forecast.data.data_part import Loaded
from pages.ui.forecast.data.leak_guard import leak_guard
from pages.ui.forecast.page import PAGE
from pages.ui.form import forms
from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.setting_words import essence
from pages.ui.form.since import say_since
from pages.ui.form.train_button import offer
from pages.ui.frame import state
from pages.ui.frame.folds import is_open, part
from rnnkit.config import parse
from rnnkit.data import Table
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.words import t

_SUMMARY = "_model_summary"
LENGTHS = ("horizon", "lookback", "test")
SIZE = ("hidden_size", "num_layers", "dropout")
INPUTS = ("past_covariates", "future_covariates", "calendar", "normalization", "segment")
NETWORK = ("strategy", "shortcut", "layer_norm", "initialization", "forget_bias")
SCORING = ("level", "stride")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    forms.fill_waiting()
    before = state.get(_SUMMARY, "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        values, cells = _fields(loaded.dataset_id, loaded.table)
        values |= leak_guard(loaded, values)
        offer(PAGE, loaded.dataset_id, values, cells, runs)
    say_since(PAGE, values, cells, runs, loaded.dataset_id)
    if state.get(_SUMMARY) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


def _fields(dataset_id: str, table: Table) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    columns = table.value_columns
    auto = _suggested(dataset_id, {})
    values: dict[str, Any] = {}
    cells = cell_field(ForecastConfig)
    if len(columns) > 1:
        values["targets"] = forms.field(ForecastConfig, "targets", options=columns, auto=auto.get("targets"))
    for box, name in zip(st.columns(3), LENGTHS, strict=True):
        with box:
            values[name] = forms.field(ForecastConfig, name, auto=auto.get(name))
        auto |= _suggested(dataset_id, values)
    values |= field_rows(ForecastConfig, SIZE, {}, width=3)
    values |= budget_field()
    groups = {
        t("What it reads"): INPUTS if len(columns) > 1 else INPUTS[2:],
        t("The network"): NETWORK,
        t("The training"): TRAINING,
        t("The scoring"): SCORING,
    }
    values |= more_settings(ForecastConfig, groups, auto, columns)
    state.put({_SUMMARY: _summary(values, cells, auto)})
    return values, cells


def _suggested(dataset_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the empty fields will become, given the ones filled in so far."""
    try:
        resolved, _ = plan(PAGE.name, dataset_id, parse(ForecastConfig, values).model_dump_json())
    except RnnkitError:
        return {}
    config = parse(ResolvedForecast, resolved)
    return {name: getattr(config, name) for name in PAGE.fields if values.get(name) is None}


def _summary(values: Mapping[str, Any], cells: Sequence[str], auto: Mapping[str, Any]) -> str:
    """The model in one line, for its folded heading."""
    filled = {name: auto.get(name) if value is None else value for name, value in values.items()}
    return essence(PAGE.name, cells, filled)
