"""The Model part of a text: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan
from pages.ui.form.budget import budget_field
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.setting_words import essence
from pages.ui.form.settings import DEFAULT_CELLS, TRAINING, configurations
from pages.ui.form.since import say_since
from pages.ui.form.train_button import offer
from pages.ui.frame import state
from pages.ui.frame.folds import is_open, part
from pages.ui.tasks import WRITING
from pages.ui.text.data_part import Loaded
from rnnkit.config import parse
from rnnkit.config.cells import CELLS
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.text.settings import ResolvedText, TextConfig
from rnnkit.words import t

_SUMMARY = "_text_model_summary"
SIZE = ("hidden_size", "num_layers", "embedding_size", "dropout")
SWITCHES = ("attention", "layer_norm")
NETWORK = ("tied", "recurrent_dropout", "bptt", "context", "initialization", "forget_bias", "precision")
SAMPLES = ("sample_prompt", "sample_every")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    before = state.get(_SUMMARY, "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        values, cells = _fields(loaded)
        offer(WRITING, loaded.dataset.id, values, cells, runs)
    say_since(WRITING, values, cells, runs, loaded.dataset.id)
    if state.get(_SUMMARY) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


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
    auto = _suggested(loaded, values, cells)
    with sizes:
        values |= field_rows(TextConfig, SIZE, auto)
        values |= field_rows(TextConfig, SWITCHES, {}, width=3)
    groups = {t("The network"): NETWORK, t("The training"): TRAINING, t("The samples"): SAMPLES}
    values |= more_settings(TextConfig, groups, auto)
    state.put({_SUMMARY: _summary(values, cells, auto)})
    return values, cells


def _suggested(loaded: Loaded, values: Mapping[str, Any], cells: Sequence[str]) -> dict[str, Any]:
    """What the empty fields will become for the first of the networks, with that much time."""
    try:
        first = next(iter(configurations(TextConfig, values, tuple(cells[:1] or DEFAULT_CELLS)).values()))
        resolved, _ = plan(WRITING.name, loaded.dataset.id, first.model_dump_json())
    except RnnkitError:
        return {}
    config = parse(ResolvedText, resolved)
    return {name: getattr(config, name) for name in WRITING.fields if getattr(first, name) is None}


def _summary(values: Mapping[str, Any], cells: Sequence[str], auto: Mapping[str, Any]) -> str:
    """The model in one line, for its folded heading."""
    filled = {name: auto.get(name) if value is None else value for name, value in values.items()}
    return essence(WRITING.name, cells, filled)
