"""The Model part of pairs: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan
from pages.ui.form.budget import budget_field
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.setting_words import essence
from pages.ui.form.settings import TRAINING, configurations
from pages.ui.form.since import say_since
from pages.ui.form.train_button import offer
from pages.ui.frame import state
from pages.ui.frame.folds import is_open, part
from pages.ui.tasks import TRANSLATING
from pages.ui.translate.data_part import Loaded
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig
from rnnkit.words import t

_SUMMARY = "_translate_model_summary"
CELLS = ("BiLSTM",)
SIZE = ("attention", "hidden_size", "embedding_size", "num_layers")
NETWORK = ("dropout", "label_smoothing", "layer_norm", "initialization", "forget_bias")
TEACHING = ("teacher_forcing_ratio", "teacher_forcing_schedule", "sample_every")
WRITING = ("beam", "length_penalty")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    before = state.get(_SUMMARY, "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        values, cells = _fields(loaded)
        offer(TRANSLATING, loaded.dataset.id, values, cells, runs)
    say_since(TRANSLATING, values, cells, runs, loaded.dataset.id)
    if state.get(_SUMMARY) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


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
    auto = _suggested(loaded, values, cells)
    with sizes:
        values |= field_rows(TranslateConfig, SIZE, auto)
    groups = {
        t("The network"): NETWORK,
        t("Teacher forcing and samples"): TEACHING,
        t("How it writes"): WRITING,
        t("The training"): TRAINING,
    }
    values |= more_settings(TranslateConfig, groups, auto)
    state.put({_SUMMARY: _summary(values, cells, auto)})
    return values, cells


def _suggested(loaded: Loaded, values: Mapping[str, Any], cells: Sequence[str]) -> dict[str, Any]:
    """What the empty fields will become for the first of the networks, with that much time."""
    try:
        first = next(iter(configurations(TranslateConfig, values, tuple(cells[:1] or CELLS)).values()))
        resolved, _ = plan(TRANSLATING.name, loaded.dataset.id, first.model_dump_json())
    except RnnkitError:
        return {}
    config = parse(ResolvedTranslate, resolved)
    return {name: getattr(config, name) for name in TRANSLATING.fields if getattr(first, name) is None}


def _summary(values: Mapping[str, Any], cells: Sequence[str], auto: Mapping[str, Any]) -> str:
    """The model in one line, for its folded heading."""
    filled = {name: auto.get(name) if value is None else value for name, value in values.items()}
    return essence(TRANSLATING.name, cells, filled)
