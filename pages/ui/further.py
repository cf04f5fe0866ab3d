"""Train further: a new run that begins with the best weights of an ended one, on the same data."""

import streamlit as st

from pages.ui import forms
from pages.ui.model_files import is_imported
from pages.ui.press import pressed
from pages.ui.resources import only_looking
from pages.ui.results import Result
from pages.ui.settings import as_fields
from pages.ui.start import start_runs
from pages.ui.tasks import settings_of
from pages.ui.words import literal
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.config import further
from rnnkit.text import t


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
