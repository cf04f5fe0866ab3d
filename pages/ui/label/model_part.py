"""The Model part: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.model_frame import keep_essence, model_frame, suggested
from pages.ui.label.data_part import Loaded
from pages.ui.label.page import PAGE
from rnnkit.config.cells import CELLS
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import t

DEFAULT = ("BiLSTM",)
SIZE = ("hidden_size", "num_layers", "embedding_size", "dropout")
READS = ("counts", "crf", "characters", "neighbours")
NETWORK = ("layer_norm", "word_dropout", "activation", "bias", "initialization", "forget_bias")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    model_frame(PAGE, loaded.dataset.id, runs, lambda: _fields(loaded))


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(LabelConfig, DEFAULT)
    if any(not CELLS[name][1] for name in cells):
        st.caption(
            t(
                "A network of one direction tags each token before it has read the next; those with Bi in "
                "their name read the whole sentence first."
            )
        )
    sizes = st.container()
    values: dict[str, Any] = loaded.chosen | budget_field()
    auto = suggested(PAGE, loaded.dataset.id, values, cells, DEFAULT)
    with sizes:
        values |= field_rows(LabelConfig, SIZE, auto)
        values |= field_rows(LabelConfig, READS, auto)
    groups = {t("The network"): NETWORK, t("The training"): TRAINING}
    values |= more_settings(LabelConfig, groups, auto, cells)
    keep_essence(PAGE, values, cells, auto)
    return values, cells
