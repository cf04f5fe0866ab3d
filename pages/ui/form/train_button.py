"""What is asked for, checked before it starts: its cost, or what is wrong with a way out, and the button."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.ui.access.resources import plan, store
from pages.ui.access.start_runs import start_runs
from pages.ui.form import forms
from pages.ui.form.budget import budget_words
from pages.ui.form.field_settings import configurations
from pages.ui.form.fixes import Works, fix_of
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import folded
from pages.ui.frame.words import count, duration, literal, three
from pages.ui.task_page import TaskPage
from rnnkit.config import TrainingSettings, parse
from rnnkit.config.layers import letters, shape_words
from rnnkit.config.lowered import lowered
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.task import Cost
from rnnkit.words import t

Configs = dict[str, TrainingSettings]
Estimates = dict[str, Cost]


def offer(
    task: TaskPage, dataset_id: str, values: Mapping[str, Any], cells: tuple[str, ...], runs: Sequence[Run]
) -> None:
    """Show what training these networks costs and the button that starts it, or what is wrong."""
    if not cells:
        st.info(t("Choose at least one network above."), icon=":material/arrow_upward:")
        return
    try:
        configs, estimates, said = _planned(task, dataset_id, values, cells)
    except RnnkitError as error:
        refused(error, task, values, lambda changed: _planned(task, dataset_id, changed, cells))
        return
    _cost(estimates, values)
    layer_fold(estimates)
    if sentence := cut_short(estimates.values(), store().quotas.run_seconds):
        st.warning(literal(sentence), icon=":material/timer_off:")
    for sentence in said:
        st.info(literal(sentence), icon=":material/info:")
    _train_button(dataset_id, configs, busy=any(run.active for run in runs))


def _planned(
    task: TaskPage, dataset_id: str, values: Mapping[str, Any], cells: tuple[str, ...]
) -> tuple[Configs, Estimates, list[str]]:
    """The settings of each network, what they cost, and what is taken instead of what was asked for."""
    configs = configurations(task.settings, values, cells)
    plans = {name: plan(task.name, dataset_id, config.model_dump_json()) for name, config in configs.items()}
    resolved = {name: parse(task.settings, found) for name, (found, _) in plans.items()}
    said = [sentence for name, config in configs.items() for sentence in lowered(config, resolved[name])]
    return configs, {name: estimate for name, (_, estimate) in plans.items()}, list(dict.fromkeys(said))


def refused(error: RnnkitError, task: TaskPage, values: Mapping[str, Any], works: Works) -> None:
    """Say what is wrong, and offer a button that sets the fields so that they can be trained."""
    st.error(literal(error), icon=":material/block:")
    if fix := fix_of(error, task, values, works):
        words, changes = fix
        st.button(words, icon=":material/auto_fix_high:", on_click=forms.fill, args=(dict(changes),))


def _cost(estimates: Estimates, values: Mapping[str, Any]) -> None:
    """Weights, memory, time and what is learned from, one quiet line a network."""
    for name, cost in estimates.items():
        time = duration(cost.seconds) if cost.seconds else budget_words(dict(values))
        st.caption(
            t(
                "**{name}** · {weights} weights · {megabytes} MB · {time} · {lessons}",
                name=name,
                weights=count(cost.weights),
                megabytes=three(cost.megabytes),
                time=time,
                lessons=cost.lessons,
            )
        )


def layer_fold(costs: Estimates) -> None:
    """The layers of each network behind a fold: name, what it does, shape of its output, and weights."""
    if not (box := folded("layers", t("Layers"), ":material/layers:")).open:
        return
    with box:
        for name, cost in costs.items():
            st.dataframe(
                _layers(cost),
                hide_index=True,
                key=f"layers_{name}",
                column_config={t("Weights"): st.column_config.NumberColumn(format="localized")},
                alt=t("Layers of the network {name}: name, what each does, output and weights", name=name),
            )
            total = t("**{name}** · {weights} weights in all", name=name, weights=count(cost.weights))
            st.caption(f"{total} · {letters(cost.layers)}")


def _layers(cost: Cost) -> pd.DataFrame:
    columns = (t("Layer"), t("Output"), t("Weights"), t("What it does"))
    rows = [(layer.name, shape_words(layer.shape), layer.weights, layer.does) for layer in cost.layers]
    return pd.DataFrame(rows, columns=columns)


def cut_short(estimates: Iterable[Cost], limit: float) -> str:
    """What happens to a run that is planned to last longer than runs may here; empty where none is."""
    longest = max(cost.seconds or 0.0 for cost in estimates)
    if longest <= limit:
        return ""
    return t(
        "This takes about {time}, but a run is stopped after {limit} here and keeps its best weights so far: "
        "train for a shorter time, or take a smaller network.",
        time=duration(longest),
        limit=duration(limit),
    )


def _train_button(dataset_id: str, configs: Configs, busy: bool) -> None:
    """The one primary button of the page; while its runs are active it steps back."""
    names = list(configs)
    label = (
        t("Train {name}", name=names[0])
        if len(names) == 1
        else t("Train {number} networks", number=len(names))
    )
    kind: Literal["primary", "secondary"] = "secondary" if busy else "primary"
    if pressed(label, key="train", icon=":material/play_arrow:", type=kind):
        start_runs(dataset_id, configs)
        st.rerun()
