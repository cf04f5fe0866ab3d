"""The runs a link points at: found, their data shown with them, their settings put into the form once."""

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields, cells_of, unasked
from pages.ui.frame import address, state
from pages.ui.frame.folds import fold
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS, known_settings
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

_SEEN = "_seen_run"
PRIVATE = (
    "This run is not in your browser: a run is private to the browser that made it, and gone once it is "
    "deleted. Ask whoever sent you the address for a share link."
)
WITH_RESULTS = frozenset({"finished", "stopped"})


def follow(task: TaskPage) -> list[Run]:
    """The runs of `?run=`: one by its id, or all of a group. An unknown id changes nothing.

    Runs of another task are shown on their own page.
    """
    wanted = address.wanted(address.RUN)
    if not wanted:
        return []
    runs = _find(wanted)
    if not runs:
        st.warning(t(PRIVATE), icon=":material/link_off:")
        return []
    if runs[0].task != task.name:
        address.forget(task.name)
        st.switch_page(TASKS[runs[0].task].page, query_params={address.RUN: wanted})
    if state.get(_SEEN) != wanted:
        state.put({_SEEN: wanted})
        _arrive(runs)
    return runs


def _find(wanted: str) -> list[Run]:
    """Runs that have a page; a job that uses a model is shown beside the run of that model."""
    if runs := visitor().runs.find(group=wanted):
        return [run for run in runs if run.task in TASKS]
    try:
        return [run for run in [visitor().runs.get(wanted)] if run.task in TASKS]
    except NotFoundError:
        return []


def _arrive(runs: list[Run]) -> None:
    """Show the data of the runs, fold what is decided, and let the form tell what they were trained with.

    Settings in the link win: they are what the sender last had in the form. What no link says is as the runs
    had it: examples and other runs fill fields, and Streamlit writes into the address what a person typed.
    """
    visitor().library.touch(runs[0].group)
    if not address.wanted(address.DATA):
        address.show_run(runs[0].dataset_id, address.wanted(address.RUN))
    fold(data=False, model=not any(run.active or run.state in WITH_RESULTS for run in runs))
    forms.fill(unasked(as_fields(known_settings(runs[0]).config, cells_of(runs))))
