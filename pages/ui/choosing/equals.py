"""The problem, how heavy the networks are, and the button that trains all of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.start_runs import start_runs
from pages.ui.form.field_settings import configurations
from pages.ui.form.forms import BIND, WORDS, field, key_of
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import count, literal
from rnnkit.choosing.equal_weight import COMPARED, counts_by_size, equal_sizes, spread
from rnnkit.choosing.settings import ChoosingConfig
from rnnkit.config import TrainingSettings, bounds, parse
from rnnkit.config.cells import CELLS
from rnnkit.errors import RnnkitError
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData
from rnnkit.words import t

NAMES = {look: name for name, look in CELLS.items()}
STEP: Mapping[str, int] = {"length": 5, "weights": 500, "steps": 20}


@redrawn_alone
def equals_part() -> None:
    """All that the sliders change, drawn anew without the page."""
    st.subheader(t("Same problem, same number of weights"))
    config = _form()
    problem = parse(MemoryData, {"problem": config.problem, "length": config.length})
    sizes = equal_sizes(problem, config.weights)
    _table(problem, config.weights, {NAMES[look]: size for look, size in sizes.items()})
    if pressed(t("Train all six"), key="choose_train", icon=":material/play_arrow:", type="primary"):
        _start(config, {NAMES[look]: size for look, size in sizes.items()})


def _form() -> ChoosingConfig:
    values: dict[str, Any] = {"problem": None, **dict.fromkeys(STEP)}
    for name, box in zip(values, st.columns(len(values), vertical_alignment="bottom"), strict=True):
        with box:
            values[name] = _slider(name) if name in STEP else field(ChoosingConfig, name)
    return parse(ChoosingConfig, values)


def _slider(name: str) -> int:
    info, (low, high) = ChoosingConfig.model_fields[name], bounds(ChoosingConfig, name)
    assert low is not None
    assert high is not None
    chosen = st.slider(
        t(info.title or name),
        int(low),
        int(high),
        info.default,
        STEP[name],
        key=key_of(ChoosingConfig, name),
        bind=BIND,
        help=t(info.description or ""),
    )
    return int(chosen)


def _table(problem: MemoryData, weights: int, sizes: Mapping[str, int]) -> None:
    """The hidden sizes that were found, and how equal they make the networks."""
    counts = {name: counts_by_size(problem, CELLS[name], weights)[size] for name, size in sizes.items()}
    words: dict[Any, Any] = {t("Weights"): count}
    frame = pd.DataFrame(
        {t("Network"): list(sizes), t("Hidden size"): sizes.values(), t("Weights"): counts.values()}
    )
    st.dataframe(
        frame.style.format(words),
        hide_index=True,
        key="choose_sizes",
        alt=t("Hidden size and weights of each of the six networks"),
    )
    st.caption(
        t(
            "The largest network has {share:.1f} % more weights than the smallest.",
            share=100 * (spread(list(counts.values())) - 1),
        )
    )


def networks(config: ChoosingConfig, sizes: Mapping[str, int]) -> dict[str, TrainingSettings]:
    """The runs of all networks, alike but for what reads and its hidden size."""
    shared = {"problem": config.problem, "length": config.length, "steps": config.steps}
    found: dict[str, TrainingSettings] = {}
    for name, size in sizes.items():
        found |= configurations(MemoryConfig, {**shared, "hidden_size": size}, (name,))
    return found


def _start(config: ChoosingConfig, sizes: Mapping[str, int]) -> None:
    try:
        wanted = networks(config, sizes)
        first = wanted[NAMES[COMPARED[0]]]
        assert isinstance(first, MemoryConfig)
        name = f"{t(WORDS[config.problem])}, {config.length}"
        dataset_id = visitor().uploads.add(name, problem_of(first).model_dump_json().encode())
        start_runs(dataset_id, wanted)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    st.rerun()
