"""What could come next at a position: bars to compare, and to click to go on with another choice."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame import charts, state
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.text import access
from pages.ui.text.written import KeptText, Written
from rnnkit.data.text.prompt import visible
from rnnkit.pictures import symbol_figures
from rnnkit.tasks.text.generation.choice import Probabilities
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.words import t

MOST, FEWEST = 12, 5  # bars
WORTH = 0.001  # the probability from which more than the fewest are shown
_KEPT = "_kept_text"


def next_symbol(result: Result, written: Written, column: int, config: GenerateConfig) -> None:
    """Draw the choice of a position and bars of what could stand there, and how `config` would draw it."""
    position = position_field(written, column)
    generator = access.generator(result.run)
    before, text = written.before(column, position), written.columns[column]
    chances, own = generator.next_symbols(before, config), generator.next_symbols(before)
    best = likeliest(own)
    names = [visible(generator.vocabulary.symbols[place]) for place in best]
    drawn = text.ids[position] if position < len(text.ids) else None
    choices = [
        KeptText(
            config.temperatures[0], [*text.ids[:position], place], [*text.chances[:position], own[place]]
        )
        for place in best
    ]
    key = f"next_{written.number}_{column}_{position}"
    here = best.index(drawn) if drawn in best else None
    charts.show(
        symbol_figures.next_symbols(names, own[best].tolist(), chances[best].tolist(), here, is_dark()),
        key,
        t("How likely each symbol comes next; click a row to go on with it"),
        tools=False,
        on_select=partial(_choose, key, choices),
        selection_mode="points",
    )
    frame = pd.DataFrame({"symbol": names, "the model": own[best], "with the settings": chances[best]})
    numbers("next", frame, t("The likeliest next symbols"))


def likeliest(chances: Probabilities) -> list[int]:
    """The symbols worth a bar, likeliest first."""
    ranked = np.argsort(-chances, kind="stable")[:MOST]
    return [
        int(symbol)
        for rank, symbol in enumerate(ranked)
        if chances[symbol] >= WORTH or (rank < FEWEST and chances[symbol] > 0)
    ]


def position_field(written: Written, column: int) -> int:
    """Which place of the text is looked at; a click on a symbol sets it, too."""
    last = len(written.columns[column].ids)
    return int(
        st.number_input(
            t("Position"),
            0,
            last,
            last,
            key=position_key(written, column),
            help=t("How many symbols of the text come before the one you look at."),
            width=200,
        )
    )


def position_key(written: Written, column: int) -> str:
    """Where the picked position is remembered."""
    return f"position_{written.number}_{column}"


def wished() -> KeptText | None:
    """The choice that was clicked: what stays of the text; read once."""
    kept = state.take(_KEPT)
    return KeptText(**kept) if kept else None


def _choose(key: str, choices: Sequence[KeptText]) -> None:
    """Note which bar was clicked: the text up to here and that symbol are kept."""
    points = (state.get(key) or {}).get("selection", {}).get("points", [])
    if points:
        state.put({_KEPT: asdict(choices[int(points[0]["point_index"])])})
