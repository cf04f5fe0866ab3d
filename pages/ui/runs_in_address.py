"""The runs a link points at: found, their data shown with them, their settings put into the form once."""

import streamlit as st

from pages.ui import address, forms, state
from pages.ui.part import fold
from pages.ui.resources import store
from pages.ui.settings import ALL, as_fields
from rnnkit.config import ForecastConfig, parse
from rnnkit.errors import NotFoundError
from rnnkit.runs.rows import Run
from rnnkit.text import t

_SEEN = "_seen_run"
WITH_RESULTS = frozenset({"finished", "stopped"})


def follow() -> list[Run]:
    """The runs of `?run=`: one by its id, or all of a group. An unknown id changes nothing."""
    wanted = address.wanted(address.RUN)
    if not wanted:
        return []
    runs = _find(wanted)
    if not runs:
        st.warning(
            t("Run not found; the link may be old, or the run was deleted."), icon=":material/link_off:"
        )
        return []
    if state.get(_SEEN) != wanted:
        state.put({_SEEN: wanted})
        _arrive(runs)
    return runs


def _find(wanted: str) -> list[Run]:
    if runs := store().runs(group=wanted):
        return runs
    try:
        return [store().run(wanted)]
    except NotFoundError:
        return []


def _arrive(runs: list[Run]) -> None:
    """Show the data of the runs, fold what is decided, and let the form tell what they were trained with.

    Settings in the link win: they are what the sender last had in the form.
    """
    if not address.wanted(address.DATA):
        address.show_run(runs[0].dataset_id, address.wanted(address.RUN))
    fold(data=False, model=not any(run.active or run.state in WITH_RESULTS for run in runs))
    if not set(ALL) & set(st.query_params):
        configs = [parse(ForecastConfig, run.config) for run in runs]
        forms.fill(as_fields(configs[0], tuple(dict.fromkeys(run.label for run in runs))))
