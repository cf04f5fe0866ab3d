"""The Model part of pairs: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from pages.ui.translate.data_part import Loaded
from pages.ui.translate.page import PAGE
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.words import t

CELLS = ("BiLSTM",)
SIZE = ("attention", "hidden_size", "embedding_size", "num_layers")
NETWORK = ("dropout", "label_smoothing", "layer_norm", "activation", "bias", "initialization", "forget_bias")
TEACHING = ("teacher_forcing_ratio", "teacher_forcing_schedule", "sample_every")
WRITING = ("beam", "length_penalty")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    model_frame(PAGE, loaded.dataset.id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(TranslateConfig, CELLS)
    st.caption(
        t(
            "An encoder reads the source, from both ends where the name begins with Bi; a decoder of the "
            "same cell writes the target and looks back at the source by attention."
        )
    )
    sizes = st.container()
    values: dict[str, Any] = loaded.cut | budget_field()
    auto = suggested(PAGE, loaded.dataset.id, values, cells, CELLS)
    with sizes:
        values |= field_rows(TranslateConfig, SIZE, auto)
    groups = {
        t("The network"): NETWORK,
        t("Teacher forcing and samples"): TEACHING,
        t("How it writes"): WRITING,
        t("The training"): TRAINING,
    }
    values |= more_settings(TranslateConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    return values, cells
