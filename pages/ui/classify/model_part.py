"""The Model part: what is chosen, and what it will cost, before anything is trained."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import plan
from pages.ui.classify.data_part import Loaded
from pages.ui.form import forms
from pages.ui.form.budget import budget_field
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.setting_words import essence
from pages.ui.form.settings import TRAINING, configurations
from pages.ui.form.since import say_since
from pages.ui.form.train_button import offer
from pages.ui.frame import state
from pages.ui.frame.folds import is_open, part
from pages.ui.tasks import CLASSIFYING
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify
from rnnkit.words import t

_SUMMARY = "_classify_model_summary"
DEFAULT = ("BiLSTM",)
SIZE = ("hidden_size", "num_layers", "embedding_size", "nets")
NETWORK = ("max_vocabulary", "layer_norm", "initialization", "forget_bias")
AGAINST = ("dropout", "word_dropout", "embedding_dropout", "label_smoothing", "class_weights")


def model_part(loaded: Loaded, runs: Sequence[Run]) -> None:
    """Draw the settings, their cost or what is wrong with them, and the button that starts."""
    before = state.get(_SUMMARY, "")
    with part("model", t("Model"), ":material/tune:", folded_summary=before):
        values, cells = _fields(loaded)
        offer(CLASSIFYING, loaded.dataset.id, values, cells, runs)
    say_since(CLASSIFYING, values, cells, runs, loaded.dataset.id)
    if state.get(_SUMMARY) != before and not is_open("model"):
        st.rerun()  # the heading of a folded part is all that is seen of it, so it must be right


def _fields(loaded: Loaded) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All fields of the form; the often used ones in sight, the others folded."""
    cells = cell_field(ClassifyConfig, DEFAULT)
    partner = forms.field(ClassifyConfig, "partner")
    sizes = st.container()
    values: dict[str, Any] = loaded.cut | {"partner": partner} | budget_field()
    auto = _suggested(loaded, values, cells)
    with sizes:
        values |= field_rows(ClassifyConfig, SIZE, auto)
        values |= field_rows(ClassifyConfig, ("pooling",), {}, width=3)
    groups = {t("The network"): NETWORK, t("Against learning by heart"): AGAINST, t("The training"): TRAINING}
    values |= more_settings(ClassifyConfig, groups, auto)
    filled = {name: auto.get(name) if value is None else value for name, value in values.items()}
    state.put({_SUMMARY: essence(CLASSIFYING.name, cells, filled)})
    return values, cells


def _suggested(loaded: Loaded, values: Mapping[str, Any], cells: Sequence[str]) -> dict[str, Any]:
    """What the empty fields will become for the first of the networks, with that much time."""
    try:
        first = next(iter(configurations(ClassifyConfig, values, tuple(cells[:1] or DEFAULT)).values()))
        resolved, _ = plan(CLASSIFYING.name, loaded.dataset.id, first.model_dump_json())
    except RnnkitError:
        return {}
    config = parse(ResolvedClassify, resolved)
    return {name: getattr(config, name) for name in CLASSIFYING.fields if getattr(first, name) is None}
