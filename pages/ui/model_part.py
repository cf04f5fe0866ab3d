"""The Model part: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from pages.ui import forms, state
from pages.ui.budget import budget_field, budget_words
from pages.ui.cells import CELLS
from pages.ui.fixes import first_fix
from pages.ui.part import folded, is_open, part
from pages.ui.press import pressed
from pages.ui.resources import plan
from pages.ui.settings import (
    ADVANCED,
    CELL_KEY,
    DEFAULT_CELLS,
    INPUTS,
    LENGTHS,
    NETWORK,
    SCORING,
    SIZE,
    TRAINING,
    configurations,
)
from pages.ui.start import start_runs
from pages.ui.words import count, duration, literal, three
from rnnkit.config import ForecastConfig, ResolvedForecast, parse
from rnnkit.data import Table
from rnnkit.errors import RnnkitError
from rnnkit.tasks.forecast_plan import Estimate
from rnnkit.text import plural, t

_SUMMARY = "_model_summary"


def model_part(dataset_id: str, table: Table, busy: bool) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    forms.fill_waiting()
    before = state.get(_SUMMARY, "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        values, cells = _fields(dataset_id, table)
        configs = _checked(dataset_id, values, cells)
        if configs:
            _train_button(dataset_id, configs, busy)
    if state.get(_SUMMARY) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


def _fields(dataset_id: str, table: Table) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    columns = table.value_columns
    auto = _suggested(dataset_id, {})
    values: dict[str, Any] = {}
    cells = _cell_field()
    if len(columns) > 1:
        values["targets"] = forms.field("targets", options=columns, auto=auto.get("targets"))
    for box, name in zip(st.columns(3), LENGTHS, strict=True):
        with box:
            values[name] = forms.field(name, auto=auto.get(name))
        auto |= _suggested(dataset_id, values)
    for box, name in zip(st.columns(3), SIZE, strict=True):
        with box:
            values[name] = forms.field(name)
    values |= budget_field()
    values |= _advanced(columns, auto)
    state.put({_SUMMARY: _summary(values, cells, auto)})
    return values, cells


def _cell_field() -> tuple[str, ...]:
    """Which networks to train; several start together and end on one chart."""
    chosen = st.pills(
        t("Networks"),
        list(CELLS),
        selection_mode="multi",
        default=list(DEFAULT_CELLS),
        key=CELL_KEY,
        bind=forms.BIND,
        help=t(
            "RNN is the simplest and forgets soonest; GRU and LSTM remember by gates; "
            "Bi reads the past from both ends. Several are trained at once and compared."
        ),
    )
    return tuple(chosen)


def _advanced(columns: Sequence[str], auto: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that have good defaults."""
    number = forms.changed(ADVANCED)
    label = t("More settings") + (
        f" · {plural('{number} changed', '{number} changed', number)}" if number else ""
    )
    values: dict[str, Any] = {}
    with folded("more_settings", label, ":material/instant_mix:"):
        for title, names in (
            (t("What it reads"), INPUTS if len(columns) > 1 else INPUTS[2:]),
            (t("The network"), NETWORK),
            (t("The training"), TRAINING),
            (t("The scoring"), SCORING),
        ):
            st.markdown(f"**{title}**")
            values |= _rows(names, columns, auto)
        st.button(
            t("Back to the defaults"),
            icon=":material/restart_alt:",
            on_click=forms.reset,
            args=(ADVANCED,),
            disabled=not number,
        )
    return values


def _rows(names: Sequence[str], columns: Sequence[str], auto: Mapping[str, Any]) -> dict[str, Any]:
    """Fields in rows of four."""
    values: dict[str, Any] = {}
    for start in range(0, len(names), 4):
        for box, name in zip(
            st.columns(4, vertical_alignment="bottom"), names[start : start + 4], strict=False
        ):
            with box:
                values[name] = forms.field(name, options=columns, auto=auto.get(name))
    return values


def _suggested(dataset_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the empty fields will become, given the ones filled in so far."""
    try:
        resolved, _ = plan(dataset_id, parse(ForecastConfig, values).model_dump_json())
    except RnnkitError:
        return {}
    config = parse(ResolvedForecast, resolved)
    return {name: getattr(config, name) for name in forms.NAMES if values.get(name) is None}


def _checked(dataset_id: str, values: Mapping[str, Any], cells: tuple[str, ...]) -> dict[str, ForecastConfig]:
    """The configurations to train after their cost was shown; empty when something is wrong."""
    if not cells:
        st.info(t("Choose at least one network above."), icon=":material/arrow_upward:")
        return {}
    try:
        configs, estimates = _planned(dataset_id, values, cells)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        _offer_fix(values, lambda changed: _planned(dataset_id, changed, cells))
        return {}
    _cost(estimates, values)
    return configs


def _planned(
    dataset_id: str, values: Mapping[str, Any], cells: tuple[str, ...]
) -> tuple[dict[str, ForecastConfig], dict[str, Estimate]]:
    configs = configurations(values, cells)
    return configs, {name: plan(dataset_id, config.model_dump_json())[1] for name, config in configs.items()}


def _offer_fix(values: Mapping[str, Any], works: Callable[[Mapping[str, Any]], object]) -> None:
    """A button that sets the fields so that they can be trained, where there is such a way."""
    if fix := first_fix(values, works):
        words, changes = fix
        st.button(words, icon=":material/auto_fix_high:", on_click=forms.fill, args=(changes,))


def _cost(estimates: Mapping[str, Estimate], values: Mapping[str, Any]) -> None:
    """Weights, memory, time and windows, one quiet line a network."""
    for name, cost in estimates.items():
        time = duration(cost.seconds) if cost.seconds else budget_words(dict(values))
        st.caption(
            t(
                "**{name}** · {weights} weights · {megabytes} MB · {time} · {windows} windows to learn from",
                name=name,
                weights=count(cost.weights),
                megabytes=three(cost.megabytes),
                time=time,
                windows=count(cost.windows),
            )
        )


def _train_button(dataset_id: str, configs: Mapping[str, ForecastConfig], busy: bool) -> None:
    """The one primary button of the page; while its runs are active it steps back."""
    names = list(configs)
    label = (
        t("Train {name}", name=names[0])
        if len(names) == 1
        else t("Train {number} networks", number=len(names))
    )
    kind: Literal["primary", "secondary"] = "secondary" if busy else "primary"
    if pressed(label, key="train", icon=":material/play_arrow:", type=kind, shortcut="Ctrl+Enter"):
        start_runs(dataset_id, configs)
        st.rerun()


def _summary(values: Mapping[str, Any], cells: Sequence[str], auto: Mapping[str, Any]) -> str:
    """The model in one line, for its folded heading."""
    horizon, lookback = (values[name] or auto.get(name) for name in ("horizon", "lookback"))
    if not horizon or not lookback:
        return ", ".join(cells)
    return t(
        "{cells} · {lookback} steps back, {horizon} ahead · {time}",
        cells=", ".join(cells) or t("no network"),
        lookback=lookback,
        horizon=horizon,
        time=budget_words(dict(values)),
    )
