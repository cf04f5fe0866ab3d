"""The Model part: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.compose.data_part import Loaded
from pages.ui.compose.page import PAGE
from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.words import t

DEFAULT = ("LSTM",)
SIZE = ("hidden_size", "num_layers", "embedding_size", "dropout")
SWITCHES = ("look_back",)
NETWORK = ("layer_norm", "activation", "bias", "initialization", "forget_bias")
DATA = ("transposed_copies",)
SAMPLES = ("sample_every",)


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    model_frame(PAGE, loaded.dataset.id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(ComposeConfig, DEFAULT)
    sizes = st.container()
    values: dict[str, Any] = loaded.chosen | budget_field()
    auto = suggested(PAGE, loaded.dataset.id, values, cells, DEFAULT)
    with sizes:
        values |= field_rows(ComposeConfig, SIZE, auto)
        values |= field_rows(ComposeConfig, SWITCHES, auto, width=2)
    groups = {
        t("The tunes"): DATA,
        t("The network"): NETWORK,
        t("The training"): TRAINING,
        t("The samples"): SAMPLES,
    }
    values |= more_settings(ComposeConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    return values, cells
