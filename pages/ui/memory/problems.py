"""The problems that take memory: one card each that trains several cells, and settings of one's own."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.start_runs import start_runs
from pages.ui.form import forms
from pages.ui.form.budget import budget_field
from pages.ui.form.field_settings import TRAINING, as_fields, configurations
from pages.ui.form.fields import cell_field, field_rows, more_settings
from pages.ui.form.preset.held import say_held, with_held
from pages.ui.form.preset.share_form import share_form
from pages.ui.form.search.search_fold import search_fold
from pages.ui.form.since import say_since
from pages.ui.form.train_button import layer_fold, refused
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import part
from pages.ui.frame.words import count, literal
from pages.ui.memory.page import PAGE
from rnnkit.config import TrainingSettings, parse
from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.memory.plan import count_weights, problem_of, resolve
from rnnkit.tasks.memory.settings import MemoryConfig, Problem
from rnnkit.tasks.task import Cost
from rnnkit.words import t

THREE = ("RNN", "LSTM", "GRU")
DATA = ("problem", "length", "test_length", "symbols")
SIZE = ("hidden_size", "num_layers", "lengths")
NETWORK = ("layer_norm", "activation", "bias", "initialization", "forget_bias")
SECONDS: Mapping[Problem, float] = {"adding": 180, "copying": 180, "parity": 20, "addition": 20, "ahead": 10}
BOTH_WAYS = ("RNN", "GRU", "BiRNN", "BiGRU")
CARDS: Mapping[Problem, tuple[str, str]] = {
    "adding": (
        "Adding over 200 steps",
        "Two of 200 numbers are marked; at the end, give their sum.",
    ),
    "copying": (
        "Copying after 50 blanks",
        "Ten symbols, then 50 blanks, then repeat the ten.",
    ),
    "parity": ("Parity of 16 bits", "After each bit: is the number of ones so far odd?"),
    "addition": (
        "Adding binary numbers of 8 bits",
        "Two numbers, last bits first, as on paper: the carry has to be remembered.",
    ),
    "ahead": (
        "Seeing what comes",
        "At each of 20 random bits the answer is the next bit, which only a network that reads from "
        "both ends can see.",
    ),
}


def cards() -> None:
    """One card a problem: a click trains cells of about the same number of weights."""
    with st.grid(min_column_width=190, gap="small"):
        for problem, (title, words) in CARDS.items():
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{t(title)}**")
                st.caption(t(words))
                cells = BOTH_WAYS if problem == "ahead" else THREE
                label = t("Train both ways") if problem == "ahead" else t("Train three cells")
                if pressed(label, key=f"memory_{problem}", icon=":material/play_arrow:"):
                    _start({"problem": problem, "budget": SECONDS[problem]}, cells)


def own_settings(runs: Sequence[Run]) -> None:
    """The same with everything to choose, folded until somebody wants it."""
    with part("model", t("Your own settings"), ":material/tune:"):
        say_held(PAGE.name)
        cells = cell_field(MemoryConfig, THREE)
        st.caption(t("Leave the hidden size empty to give all networks about the same number of weights."))
        values: dict[str, Any] = field_rows(MemoryConfig, DATA, {})
        values |= budget_field() | field_rows(MemoryConfig, SIZE, {})
        groups = {t("The network"): NETWORK, t("The training"): TRAINING}
        values |= more_settings(MemoryConfig, groups, {}, cells)
        values = with_held(PAGE.name, values)
        _offer(values, cells, busy=any(run.active for run in runs))
        search_fold(PAGE, lambda: _kept_problem(parse(MemoryConfig, values)), values, cells)
        share_form(PAGE, None, values, cells)
    say_since(PAGE, values, cells, runs)


def _offer(values: Mapping[str, Any], cells: tuple[str, ...], busy: bool) -> None:
    """What is asked for and the button that starts it, or what is wrong with it."""
    if not cells:
        st.info(t("Choose at least one network above."), icon=":material/arrow_upward:")
        return
    try:
        st.caption(" · ".join(_sizes(values, cells)))
        layer_fold(_costs(values, cells))
    except RnnkitError as error:
        refused(error, PAGE, values, lambda changed: _sizes(changed, cells))
        return
    label = t("Train {names}", names=", ".join(cells))
    kind = "secondary" if busy else "primary"
    if pressed(label, key="train", icon=":material/play_arrow:", type=kind):
        _start(values, cells)


def _sizes(values: Mapping[str, Any], cells: tuple[str, ...]) -> list[str]:
    return [_size(name, config) for name, config in configurations(MemoryConfig, values, cells).items()]


def _costs(values: Mapping[str, Any], cells: tuple[str, ...]) -> dict[str, Cost]:
    configs = configurations(MemoryConfig, values, cells)
    return {name: PAGE.task.planned(None, config)[1] for name, config in configs.items()}


def _size(name: str, config: TrainingSettings) -> str:
    assert isinstance(config, MemoryConfig)
    found = resolve(config)
    return t(
        "**{name}** hidden size {hidden}, {weights} weights",
        name=name,
        hidden=found.hidden_size,
        weights=count(count_weights(found, found.hidden_size)),
    )


def _start(values: Mapping[str, Any], cells: tuple[str, ...]) -> None:
    """Keep what has to be remembered as the data of the runs, and queue one run a cell."""
    try:
        dataset_id = _kept_problem(parse(MemoryConfig, values))
        configs = configurations(MemoryConfig, values, cells)
        start_runs(dataset_id, configs)
        forms.fill_later(as_fields(next(iter(configs.values())), cells))
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    st.rerun()


def _kept_problem(config: MemoryConfig) -> str:
    """The id of the data set that holds the problem of these settings."""
    problem = problem_of(config)
    name = f"{t(forms.WORDS[problem.problem])}, {problem.length}"
    return visitor().uploads.add(name, problem.model_dump_json().encode())
