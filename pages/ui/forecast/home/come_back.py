"""Coming back to a forecast with newer rows: it is scored on them, and learns from all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui.access.resources import only_looking, visitor
from pages.ui.access.results import Result, best, results_of
from pages.ui.access.start_runs import queue
from pages.ui.forecast.home.new_data import new_forecast
from pages.ui.forecast.home.visit_scores import last_scores, trend
from pages.ui.frame import address
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.words import literal
from pages.ui.result.drop_file import DropJob, answer_of, drop_file
from pages.ui.result.model_files import is_imported, is_whole, resolved_settings
from pages.ui.result.your_run_link import WITH_NETWORK
from pages.ui.tasks import TASKS, settings_of
from rnnkit.config import parse
from rnnkit.config.visit import READING, ROWS, VisitConfig
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

AGAIN = "again-"  # before the id of a visit: the group of the run that was trained on all its rows


@dataclass(frozen=True)
class Visits:
    """The visits to a run, oldest first, those that came to an end, and who forecasts now.

    `forecaster` made the last forecast: the run, what was trained again since, or the last visit.
    """

    root: Run
    every: Sequence[Run]
    finished: Sequence[Run]
    model: Run
    forecaster: Run


def come_back(results: Sequence[Result]) -> None:
    """The place to drop newer rows, and what became of the forecast before them."""
    able = [result for result in results if is_whole(result) and resolved_settings(result)]
    if not able or only_looking() or any(map(is_imported, able)):
        return
    box = folded("back", t("Come back with newer rows"), ":material/event_repeat:")
    if not box.open:
        return
    with box:
        try:
            visits = _visits(best(able).run)
        except NotFoundError:
            st.caption(t("The run that this one goes back to was deleted, and its visits with it."))
            return
        visitor().library.touch(_group(visits.root))
        _place(visits)
        if visits.every:
            _last(visits)
        if visits.finished:
            trend(results_of(visits.finished))


def _visits(run: Run) -> Visits:
    """The visits to this run, or to the one whose rows it was trained on."""
    root = run
    if run.group.startswith(AGAIN):
        visit = visitor().runs.get(run.group.removeprefix(AGAIN))
        root = visitor().runs.get(parse(VisitConfig, visit.config).root)
    every = visitor().runs.find(group=_group(root))
    finished = [visit for visit in every if visit.state == "finished"]
    if not finished:
        return Visits(root, every, finished, root, root)
    last = finished[-1]
    refits = [
        one for one in visitor().runs.find(group=AGAIN + last.id) if one.state in ("finished", "stopped")
    ]
    if refits:
        return Visits(root, every, finished, refits[-1], refits[-1])
    model = visitor().runs.get(parse(VisitConfig, last.config).model)
    return Visits(root, every, finished, model, last)


def _group(root: Run) -> str:
    return f"back-{root.id}"


def _place(visits: Visits) -> None:
    """What to do, and where the file goes."""
    days = visitor().quotas.keep_days
    st.markdown(
        t(
            "Bookmark this page. When there are newer rows, drop them here: the old rows stay, the last "
            "forecast is scored on what came, and a new one is made. What nobody opens for {days:g} days "
            "is deleted.",
            days=days,
        )
    )
    words = t("The newer rows, with the same columns, for {name}", name=literal(visits.root.label))
    drop_file("back", words, visits.root, DropJob(_group(visits.root), lambda: _config(visits)))


def _config(visits: Visits) -> str:
    before = visits.finished[-1].id if visits.finished else ""
    return VisitConfig(
        root=visits.root.id, model=visits.model.id, last=visits.forecaster.id, before=before
    ).model_dump_json()


def _last(visits: Visits) -> None:
    """The newest visit: how far it is, what was wrong, or what came of it."""
    run = visits.every[-1]
    answer = answer_of(run)
    if answer is None:
        return
    last_scores(answer)
    (model,) = results_of([visits.model]) or [answer]
    new_forecast(model, answer)
    _again(visits, run)


def _again(visits: Visits, visit: Run) -> None:
    """Train on all rows with the settings of the model, or the way to the run that did."""
    group = AGAIN + visit.id
    there = [run for run in visitor().runs.find(group=group) if run.active or run.state in WITH_NETWORK]
    if there:
        st.page_link(
            TASKS[visits.root.task].page,
            label=t("Trained again with these rows: {name}", name=literal(there[-1].label)),
            icon=":material/model_training:",
            query_params={address.RUN: group},
        )
        return
    if pressed(
        t("Train again with all rows"),
        key="again",
        icon=":material/model_training:",
        help=t("A new run with the same settings on all rows; from then on it makes the forecasts."),
    ):
        _train_again(visits, visit, group)
        st.rerun()


def _train_again(visits: Visits, visit: Run, group: str) -> None:
    """Queue the run and show it; a second click finds it there."""
    mine = visitor()
    files = mine.results.files(visit.id)
    name = t("{data}, with {newer}", data=mine.datasets.get(visits.root.dataset_id).name, newer=visit.label)
    dataset_id = mine.uploads.add(name[:80], files[ROWS], files[READING].decode())
    decided = mine.results.summary(visits.model.id)["config"]
    config = settings_of(visits.model).replace(targets=decided["targets"], start_from="")
    if not any(run.active for run in mine.runs.find(group=group)):
        queue(dataset_id, [(visits.model.label, config)], group)
    address.show_run(dataset_id, group)
    fold(data=False, model=False)
