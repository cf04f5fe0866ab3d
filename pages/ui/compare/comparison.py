"""The picked runs side by side: live ones first, then who is better, what differs, and every overlay."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from pages.ui.compare.compared_runs import Record, basis_of, lettered, repeats
from pages.ui.compare.curves import curves_tab, effort_tab
from pages.ui.compare.ranking import ranking
from pages.ui.compare.settings_view import settings_table
from pages.ui.result.live.live import live
from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.compare import groups
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

TABS = "overlays"


def comparison(picked: Sequence[Record], everything: Sequence[Record]) -> None:
    """Everything about the picked runs; `everything` holds their repeats, too."""
    named = lettered(picked)
    if active := _active(named, everything):
        live(active)
    if len(picked) < 2:
        st.caption(t("Select two or more runs above to compare them here."))
        return
    scored = {record.run.id: record for record in named if record.score}
    bases = {run_id: basis_of(record) for run_id, record in scored.items()}
    together = [[scored[run_id] for run_id in group] for group in groups(bases)]
    ranking(together, list(bases.values()), everything)
    st.subheader(t("Settings that differ"))
    settings_table(named)
    st.subheader(t("Overlaid"))
    _tabs(named, together)


def _active(named: Sequence[Record], everything: Sequence[Record]) -> list[Run]:
    """The picked runs that work, and repeats of picked ones."""
    runs = {record.run.id: record.run for record in named}
    for record in named:
        for other in repeats(record, everything):
            runs.setdefault(other.run.id, other.run)
    return [run for run in runs.values() if run.active]


def _tabs(named: Sequence[Record], together: Sequence[Sequence[Record]]) -> None:
    """One tab a question; only those that these runs can answer."""
    questions: list[tuple[str, object, Callable[[], None]]] = [
        (t("Learning curves"), named, partial(curves_tab, named)),
        *_overlays(together),
        (t("Score and time"), together, partial(effort_tab, together)),
    ]
    useful = [(title, draw) for title, runs, draw in questions if runs]
    titles = [title for title, _ in useful]
    tabs = st.tabs(titles, key=TABS, on_change="rerun")  # only the open one is computed
    for tab, (_, draw) in zip(tabs, useful, strict=True):
        if tab.open:
            with tab:
                draw()


def _overlays(
    together: Sequence[Sequence[Record]],
) -> Iterator[tuple[str, object, Callable[[], None]]]:
    """For each task that has one, the tab that lays its runs over each other."""
    for page in TASKS.values():
        groups = [group for group in together if group[0].task is page]
        if page.overlay:
            title, draw = page.overlay
            yield title, groups, partial(drawn_by(draw), groups)
