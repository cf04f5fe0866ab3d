"""The Model part: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.classify.data_part import Loaded
from pages.ui.classify.page import PAGE
from pages.ui.classify.row_kinds import KINDS
from pages.ui.form import forms
from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import t

DEFAULT = ("BiLSTM",)
SIZE = ("hidden_size", "num_layers", "embedding_size", "nets")
AGAINST = ("dropout", "word_dropout", "embedding_dropout", "label_smoothing", "class_weights")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    model_frame(PAGE, loaded.dataset.id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(ClassifyConfig, DEFAULT)
    partner = forms.field(ClassifyConfig, "partner")
    sizes = st.container()
    values: dict[str, Any] = loaded.cut | {"partner": partner} | budget_field()
    auto = suggested(PAGE, loaded.dataset.id, values, cells, DEFAULT)
    with sizes:
        values |= field_rows(ClassifyConfig, SIZE, auto)
        values |= field_rows(ClassifyConfig, ("pooling",), {}, width=3)
    groups = {
        t("The network"): KINDS[loaded.data.kind].network,
        t("Against learning by heart"): AGAINST,
        t("The training"): TRAINING,
    }
    values |= more_settings(ClassifyConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    return values, cells
