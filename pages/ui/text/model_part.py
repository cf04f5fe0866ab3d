"""The Model part of a text: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import DEFAULT_CELLS, TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from pages.ui.text.data_part import Loaded
from pages.ui.text.page import PAGE
from rnnkit.config.cells import CELLS
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

SIZE = ("hidden_size", "num_layers", "embedding_size", "dropout")
SWITCHES = ("attention", "layer_norm")
NETWORK = (
    "tied",
    "recurrent_dropout",
    "bptt",
    "context",
    "activation",
    "bias",
    "initialization",
    "forget_bias",
    "precision",
)
SAMPLES = ("sample_prompt", "sample_every")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    model_frame(PAGE, loaded.dataset.id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(TextConfig)
    if any(CELLS[name][1] for name in cells):
        st.caption(
            t(
                "A bidirectional network would see the symbol it is to predict, so it cannot learn at every "
                "step like the others: it reads a window from both ends and predicts what comes after."
            )
        )
    sizes = st.container()
    values: dict[str, Any] = loaded.cut | budget_field()
    auto = suggested(PAGE, loaded.dataset.id, values, cells, DEFAULT_CELLS)
    with sizes:
        values |= field_rows(TextConfig, SIZE, auto)
        values |= field_rows(TextConfig, SWITCHES, {}, width=3)
    groups = {t("The network"): NETWORK, t("The training"): TRAINING, t("The samples"): SAMPLES}
    values |= more_settings(TextConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    return values, cells
