"""A result keeps its own settings; where the form has come to differ, that is told between the two."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan, summary
from pages.ui.form import forms
from pages.ui.form.budget import budget_words
from pages.ui.form.field_settings import LENGTH, as_fields, cells_of, look, network_name
from pages.ui.form.setting_words import size_words, title_of, value_words
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import known_settings
from rnnkit.config import BY_STEP, TrainingSettings, parse
from rnnkit.config.cells import cell_name
from rnnkit.errors import NotFoundError, RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

NAMED = 4  # settings that are told one by one; of more, the number


def settings_line(runs: Sequence[Run]) -> str:
    """What these runs were asked to do; those that differ in their network alone share one part."""
    cells: dict[str, dict[str, None]] = {}
    for run in runs:
        cells.setdefault(size_words(run.task, _decided(run)), {})[network_name(run)] = None
    return " | ".join(f"{', '.join(names)} · {words}" for words, names in cells.items())


def say_since(
    task: TaskPage, values: Mapping[str, Any], cells: Sequence[str], runs: Sequence[Run], dataset_id: str = ""
) -> None:
    """Between form and result: in what the form differs from the runs below, and the way back to theirs."""
    if not runs or not cells:
        return
    if dataset_id and runs[0].dataset_id != dataset_id:
        st.info(t("The result below comes from different data."), icon=":material/history:")
        return
    changes = changes_since(task, values, cells, runs)
    if not changes:
        return
    named = "; ".join(literal(change) for change in changes[:NAMED])
    more = t("and {number} more", number=len(changes) - NAMED) if len(changes) > NAMED else ""
    with st.container(horizontal=True, vertical_alignment="center", key="since"):
        st.info(
            t(
                "**Settings changed since the result below:** {changes}. Train again to see what they do.",
                changes=" ".join(filter(None, (named, more))),
            ),
            icon=":material/history:",
            width="stretch",
        )
        st.button(
            t("Undo the changes"),
            key="undo_changes",
            icon=":material/undo:",
            help=t("Puts the settings of the result back into the form."),
            on_click=forms.fill,
            args=(as_fields(known_settings(runs[0]).config, cells_of(runs)),),
        )


def changes_since(
    task: TaskPage, values: Mapping[str, Any], cells: Sequence[str], runs: Sequence[Run]
) -> list[str]:
    """Each setting of the form that none of the runs has, with the value of the nearest run."""
    found = min((_changes(task, values, run) for run in runs), key=len)
    trained = cells_of(runs)
    if set(cells) != set(trained):
        found.insert(0, _change(t("Networks"), ", ".join(cells), ", ".join(trained)))
    return found


def _changes(task: TaskPage, values: Mapping[str, Any], run: Run) -> list[str]:
    """The differences between the form and one run, both with what the data decide filled in."""
    asked = known_settings(run).config
    try:
        wanted = parse(task.settings, {**values, **look(cell_name(asked))})
    except RnnkitError:  # settings that cannot be, which the form says itself
        return []
    now, then = (_planned(run, config) for config in (wanted, asked))
    found = [
        _change(title_of(task.settings, name), value_words(name, now[name]), value_words(name, then[name]))
        for name in values
        if name not in LENGTH and getattr(wanted, name) != getattr(asked, name) and now[name] != then[name]
    ]
    if budget_words(now) != budget_words(then):
        found.append(_change(t("Time to train"), budget_words(now), budget_words(then)))
    return found


def _change(title: str, now: str, then: str) -> str:
    return t("{title} {now} (was {then})", title=title, now=now, then=then)


def _planned(run: Run, config: TrainingSettings) -> dict[str, Any]:
    """Settings with every gap filled from the data of a run, as far as they can be."""
    try:
        resolved, _ = plan(run.task, run.dataset_id, config.model_dump_json())
    except RnnkitError:
        return config.model_dump(mode="json")
    return _filled(config, json.loads(resolved))


def _decided(run: Run) -> dict[str, Any]:
    """What a run did, or while it works, what it is going to do."""
    asked = known_settings(run).config
    try:
        resolved = summary(run)["config"]
    except NotFoundError:
        return _planned(run, asked)
    return _filled(asked, resolved)


def _filled(asked: TrainingSettings, resolved: Mapping[str, Any]) -> dict[str, Any]:
    """What was decided, and the length of training as it was asked for."""
    values = asked.model_dump(mode="json")
    return {**values, **resolved, **{name: values[name] for name in (*LENGTH, *BY_STEP)}}
