"""States of a network along its own data: all units as a heatmap, one as a line, and where it stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.folds import folded
from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from pages.ui.own.inside_job import InsideResult
from pages.ui.tasks import TASKS
from rnnkit.data.text.prompt import visible
from rnnkit.inspect.tracking import FLAT, extremes
from rnnkit.pictures import trained_network as portraits
from rnnkit.words import plural, t

VIEW = 100  # steps in view
DRAWN = 32  # units of the heatmap: more would not follow the slider
PASSAGES, AROUND = 4, 24  # how many passages, and the steps shown before and after each
HIGHEST, LOWEST = "Most active", "Least active"


@dataclass(frozen=True)
class StateLine:
    """One series, text or row: its steps, and the states after each of them."""

    steps: pd.DataFrame
    states: pd.DataFrame

    @property
    def is_text(self) -> bool:
        """Whether symbols were read."""
        return not np.isfinite(self.y).any()

    @property
    def y(self) -> np.ndarray:
        """What was read as numbers."""
        return self.steps["y"].to_numpy(dtype=np.float64)

    @property
    def read(self) -> list[str]:
        """What was read, so that it can be seen."""
        if self.is_text:
            return [visible(symbol) for symbol in self.steps["read"]]
        return [f"{at}: {three(value)}" for at, value in zip(self.where, self.y, strict=True)]

    @property
    def where(self) -> list[str]:
        """Where each step stands; midnight is not said."""
        at = self.steps["at"]
        if not pd.api.types.is_datetime64_any_dtype(at):
            return [str(place) for place in at]
        whole = bool((at == at.dt.normalize()).all())
        named: list[str] = at.dt.strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M").tolist()
        return named

    def part(self, start: int, stop: int) -> "StateLine":
        """Some of its steps."""
        return StateLine(self.steps.iloc[start:stop], self.states.iloc[start:stop])


@redrawn_alone
def states_part(found: InsideResult) -> None:
    """All that the choice of a line and of a unit changes."""
    st.subheader(t("What its units do along your data"))
    line = _choose_line(found)
    units = found.frame("units")
    _table(found, units)
    unit = _choose_unit(units)
    _view(found, line, unit)
    _passages(line, unit)


@redrawn_alone
def _view(found: InsideResult, line: StateLine, unit: int) -> None:
    """A stretch of the line; the slider draws this anew and nothing else."""
    start = _choose_start(len(line.steps))
    shown = line.part(start, start + VIEW)
    _heatmap(found, line, shown)
    _one_unit(shown, unit)


def _choose_line(found: InsideResult) -> StateLine:
    steps, states = found.frame("steps"), found.frame("states")
    names = steps.drop_duplicates("line").set_index("line")["name"]
    chosen = names.index[0]
    if len(names) > 1:
        chosen = st.selectbox(
            t("Along"), list(names.index), format_func=lambda line: str(names[line]), key="own_line"
        )
    here = (steps["line"] == chosen).to_numpy()
    return StateLine(steps[here].reset_index(drop=True), states[here].reset_index(drop=True))


def _table(found: InsideResult, units: pd.DataFrame) -> None:
    """Units by what they go with most, the closest first."""
    st.markdown(t("**Units by what they track**"))
    shown = units.assign(feature=[t(name) for name in units["feature"]])
    words: dict[Any, Any] = {"r": three}
    st.dataframe(
        shown.style.format(words),
        hide_index=True,
        height=220,
        key="own_units",
        column_config={"unit": t("unit"), "feature": t("tracks"), "r": t("correlation")},
        alt=t("Units of the network by what they go along with, the closest first"),
    )
    if (box := folded("own_tracks", t("Every unit with every feature"), ":material/table:")).open:
        box.dataframe(
            found.frame("tracks"),
            hide_index=True,
            alt=t("Correlation of every unit with every feature"),
        )
    st.caption(
        t(
            "The correlation goes from -1 to 1; with a place in a cycle it has no sign. Many pairs were "
            "compared, so small correlations may be chance."
        )
    )


def _choose_unit(units: pd.DataFrame) -> int:
    words = {
        int(unit): t("{unit}: {feature} ({r})", unit=unit, feature=t(feature), r=three(r))
        for unit, feature, r in units[["unit", "feature", "r"]].to_numpy().tolist()
    }
    return int(
        st.selectbox(
            t("Unit"),
            list(words),
            format_func=lambda unit: words[unit],
            key="own_unit",
            help=t("In the order of the table: what it tracks, and how closely."),
        )
    )


def _choose_start(steps: int) -> int:
    if steps <= VIEW:
        return 0
    return int(
        st.slider(
            t("First step in view"),
            0,
            steps - VIEW,
            max(0, steps - VIEW),
            key="own_start",
            help=t("{steps} steps are shown at a time.", steps=VIEW),
        )
    )


def _heatmap(found: InsideResult, line: StateLine, shown: StateLine) -> None:
    """All units, those that track the same next to each other, each beside its own mean."""
    alt = t("State of every unit after every step in view, by colour")
    closest = found.frame("units").head(DRAWN)
    order = closest.sort_values(["feature", "r"])["unit"].astype(str)
    beside = (shown.states - line.states.mean()) / line.states.std(ddof=0).clip(lower=FLAT)
    sketch("own_heat", portraits.heatmap(beside[order], shown.where, is_dark()), alt)
    numbers("own_heat", pd.concat([shown.steps[["at", "read", "y"]], shown.states], axis=1), alt)
    kept, units = len(order), found.summary["units"]
    words = t(
        "Petrol above the unit's own mean, rust below, in its own standard deviations. Units that track the "
        "same stand together."
    )
    if states := TASKS[found.summary["kind"]].inside.states:
        words += f" {states}"
    if kept < units:
        words += " " + t(
            "These are {kept} of {units} units, those that track something most closely.",
            kept=kept,
            units=units,
        )
    st.caption(words)


def _one_unit(shown: StateLine, unit: int) -> None:
    alt = t("Activation of unit {unit} after every step in view", unit=unit)
    activation = shown.states[str(unit)].to_numpy(dtype=np.float64)
    steps = shown.steps.assign(activation=activation, where=shown.where, read=shown.read)
    data, spec = portraits.one_unit(unit, steps, is_dark())
    st.vega_lite_chart(data, spec, key="own_one", alt=alt)
    numbers("own_one", shown.steps[["at", "read", "y"]].assign(activation=activation), alt)


@redrawn_alone
def _passages(line: StateLine, unit: int) -> None:
    """Where the chosen unit is most or least active, with what stands around."""
    st.markdown(t("**Passages where unit {unit} behaves alike**", unit=unit))
    way = st.segmented_control(
        t("Show where it is"), (HIGHEST, LOWEST), default=HIGHEST, required=True, format_func=t, key="own_way"
    )
    activation = line.states[str(unit)].to_numpy(dtype=np.float64)
    places = extremes(activation, PASSAGES, AROUND, highest=way == HIGHEST)
    where = line.where
    rows = pd.DataFrame(
        {
            t("where"): [where[place] for place in places],
            t("activation"): [three(activation[place]) for place in places],
            t("around it"): [around(line, place) for place in places],
        }
    )
    if not line.is_text:
        pieces = [
            (where[place], line.y[max(0, place - AROUND) : place + AROUND + 1])
            for place in places
            if place >= AROUND
        ]
        alt = t("The series around these places, laid over each other")
        if pieces:
            data, spec = portraits.passages(pieces, AROUND, is_dark())
            st.vega_lite_chart(data, spec, key="own_passages", alt=alt)
            table = pd.DataFrame({name: pd.Series(values) for name, values in pieces})
            table.insert(0, t("steps from there"), range(-AROUND, len(table) - AROUND))
            numbers("own_passages", table, alt)
    st.dataframe(
        rows,
        hide_index=True,
        key="own_places",
        alt=plural(
            "The {number} place where unit {unit} stands out",
            "The {number} places where unit {unit} stands out",
            len(rows),
            unit=unit,
        ),
    )


def around(line: StateLine, place: int) -> str:
    """What stands before and after a place, the place itself in brackets."""
    words: Sequence[str] = line.steps["read"].tolist() if line.is_text else [three(y) for y in line.y]
    gap, reach = ("", AROUND) if line.is_text else (", ", 3)
    before, after = words[max(0, place - reach) : place], words[place + 1 : place + reach + 1]
    shown = gap.join([*before, f"[{words[place]}]", *after])
    return "".join(visible(char) if char in "\n\t" else char for char in shown)
