"""Train further: a new run that begins with the best weights of an ended one, on the same data."""

import streamlit as st

from pages.ui.access.resources import only_looking, reader, summary
from pages.ui.access.results import Result
from pages.ui.access.start_runs import start_runs
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields
from pages.ui.frame.address import RUN
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.result.model_files import is_imported
from pages.ui.tasks import TASKS, known_settings, settings_of
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.config import further
from rnnkit.errors import NotFoundError
from rnnkit.metrics import METRICS
from rnnkit.words import t


def further_line(result: Result) -> None:
    """What training further has changed, and the way to the run it began with; nothing for any other run."""
    earlier_id = known_settings(result.run).config.start_from
    if not earlier_id:
        return
    try:
        run = reader().runs.get(earlier_id)
        found = Result(run, summary(run))
    except NotFoundError:  # deleted, or not shared
        return
    name = next((name for name in METRICS if result.own.get(name) is not None), "")
    if found.own.get(name) is None:
        return
    metric = METRICS[name]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t(
                "Trained further: {before} → {now} {metric}.",
                before=metric.written(found.own[name]),
                now=metric.written(result.own[name]),
                metric=t(metric.name),
            ),
            width="content",
        )
        st.page_link(
            TASKS[found.run.task].page,
            label=t("The run before: {name}", name=literal(found.run.label)),
            icon=":material/arrow_back:",
            query_params={RUN: found.run.id},
        )


def further_button(result: Result) -> None:
    """Offer it for a run whose data is here; a model that was brought from elsewhere came without.

    A network of a version without test parts has learned from what would now choose its weights.
    """
    if only_looking() or is_imported(result) or CHOSEN_BY_SCORE in result.scores:
        return
    if pressed(
        t("Train further"),
        key="train_further",
        icon=":material/resume:",
        help=t(
            "A new run that begins with the best weights of {name}, has as much time, "
            "and is scored on the same rows.",
            name=literal(result.run.label),
        ),
    ):
        config = further(settings_of(result.run), result.summary.get("config") or {}, result.run.id)
        forms.fill_later(as_fields(config))
        start_runs(result.run.dataset_id, {result.run.label: config})
        st.rerun()
