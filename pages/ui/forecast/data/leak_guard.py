"""The leak guard of the Forecast page: in the Data part, for the settings as they are in the Model part."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.reread import reread
from pages.ui.forecast.access import forecast_leaks
from pages.ui.forecast.data.data_part import Loaded
from pages.ui.forecast.page import PAGE
from pages.ui.form import forms
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import literal
from pages.ui.result.leaks import guard
from rnnkit.config import parse
from rnnkit.data import Overrides, read_table
from rnnkit.data.table.notes import listing
from rnnkit.errors import RnnkitError
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.forecast.settings import ForecastConfig, ForecastData
from rnnkit.words import t

SKIP = "skip_repeats"


def leak_guard(loaded: Loaded, values: Mapping[str, Any]) -> dict[str, Any]:
    """Draw what leaks; returns the setting that leaves repeats out, where there are some."""
    findings = _findings(loaded.dataset_id, values)
    if findings is None or loaded.guard is None:
        return {}
    chosen: dict[str, Any] = {}
    with loaded.guard:
        box = st.container()
        if any(finding.skip for finding in findings):
            chosen[SKIP] = forms.field(ForecastConfig, SKIP)
        _left_out(loaded)
    with box:
        guard(findings, PAGE.task, mended=bool(chosen.get(SKIP)), switch=partial(_switch, loaded))
    return chosen


def _findings(dataset_id: str, values: Mapping[str, Any]) -> tuple[Finding, ...] | None:
    """None where the settings are not possible, which is said where the button to train would stand."""
    asked = {name: value for name, value in values.items() if name in ForecastData.model_fields}
    try:
        config = parse(ForecastConfig, asked).model_dump_json(include=set(ForecastData.model_fields))
        return forecast_leaks(dataset_id, config)
    except RnnkitError:
        return None


def _switch(loaded: Loaded, finding: Finding) -> None:
    """A switch that leaves out the columns which give the answers away."""
    if finding.without:
        names = listing(finding.without)
        key = f"leak_{loaded.dataset_id[:16]}_{finding.kind}_{'_'.join(finding.without)[:40]}"
        st.toggle(
            t("Leave out {names}", names=literal(names)),
            value=False,
            key=key,
            on_change=_leave_out,
            args=(loaded.dataset_id, finding.without, key),
        )


def _left_out(loaded: Loaded) -> None:
    """Columns that were left out, to be taken back."""
    without = Overrides.from_json(loaded.dataset.overrides).without
    if without:
        key = f"left_{loaded.dataset_id[:16]}"
        st.toggle(
            t("Leave out {names}", names=literal(listing(without))),
            value=True,
            key=key,
            on_change=_take_back,
            args=(loaded.dataset_id, key),
        )


@safely
def _leave_out(dataset_id: str, names: tuple[str, ...], key: str) -> None:
    """Read the file without these columns; the switch of this reading stays off, should that fail."""
    dataset = resources.dataset(dataset_id)
    overrides = Overrides.from_json(dataset.overrides)
    without = tuple(dict.fromkeys((*overrides.without, *names)))
    state.put({key: False})
    reread(dataset, overrides.replace(without=without), read_table)


@safely
def _take_back(dataset_id: str, key: str) -> None:
    """Read the file with all of its columns; the switch of this reading stays on, should that fail."""
    dataset = resources.dataset(dataset_id)
    state.put({key: True})
    reread(dataset, Overrides.from_json(dataset.overrides).replace(without=()), read_table)
