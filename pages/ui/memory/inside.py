"""One unit of each network over the steps of a row, beside what has to be remembered there."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame import charts
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, three
from pages.ui.tasks import network_of
from rnnkit.pictures import toy_network as drawings
from rnnkit.words import t

KEY = "memory_row"
SHOWN = 40  # steps; more cannot be told apart
WORDS = {
    "addition": (
        "The carry in the hidden state",
        "Of all units, the one of each network that goes most with what is carried to the next step.",
    ),
    "parity": (
        "The parity in the hidden state",
        "Of all units, the one of each network that goes most with whether the ones so far are odd.",
    ),
}


def inside(results: Sequence[Result]) -> None:
    """The part, where the problem has one number to remember."""
    problem = str(results[0].summary["config"]["problem"])
    if problem in WORDS:
        title, words = WORDS[problem]
        st.markdown(f"**{t(title)}**")
        _row(list(results), t(words))


@redrawn_alone
def _row(results: Sequence[Result], words: str) -> None:
    """The chart for one of the rows; choosing another draws this part anew and nothing else."""
    frames = {result.run.id: result.frame("inside") for result in results}
    first = frames[results[0].run.id]
    row = st.segmented_control(
        t("Row"), sorted(first["row"].unique()), default=0, required=True, format_func=_one_more, key=KEY
    )
    cut = {run_id: frame[frame["row"] == row].head(SHOWN) for run_id, frame in frames.items()}
    shown = cut[results[0].run.id]
    lines = [
        (result.run.label, network_of(result.run), cut[result.run.id]["state"].to_numpy())
        for result in results
    ]
    figure = drawings.remembering(shown["remembered"].to_numpy(), lines, shown["read"].tolist(), is_dark())
    alt = t("State of one unit of each network by step, beside what has to be remembered")
    charts.show(figure, "memory_inside", alt, tools=False)
    st.caption(words + " " + "; ".join(_unit(result) for result in results) + ".")
    whole = pd.concat([frames[result.run.id].assign(network=result.run.label) for result in results])
    numbers("memory_inside", whole, alt)


def _unit(result: Result) -> str:
    """Which unit, and how much it goes with it."""
    return t(
        "{name}: unit {unit}, correlation {r}",
        name=literal(result.run.label),
        unit=int(result.summary["unit"]) + 1,
        r=three(result.summary["unit_r"]),
    )


def _one_more(row: int) -> str:
    return str(int(row) + 1)
