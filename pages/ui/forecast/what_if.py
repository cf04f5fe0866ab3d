"""What if? Two scenarios of what is known ahead, filled in by hand, and the forecasts that follow at once."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, actual
from pages.ui.forecast.access import table_of
from pages.ui.forecast.planned import step_column
from pages.ui.frame import charts
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.download import download
from pages.ui.frame.folds import folded
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, three
from rnnkit.files.csv_export import safe_csv
from rnnkit.pictures import forecast_figures
from rnnkit.pictures.figures import apart
from rnnkit.rounding import percent
from rnnkit.tasks.forecast.columns.scenarios import GIVEN, coming_values, difference
from rnnkit.tasks.forecast.foretelling import Foreteller, Line
from rnnkit.words import plural, t

SCENARIOS = ("A", "B")
HISTORY = 3  # horizons that are drawn before the forecast
WAYS: Mapping[str, str] = {
    GIVEN: "as in the forecast",
    "last": "last value",
    "season": "a season ago",
    "week": "a week ago",
    "year": "a year ago",
    "constant": "a constant",
}


def what_if(result: Result, teller: Foreteller, line: Line) -> None:
    """Draw the two scenarios of a series and what comes of them; nothing where nothing is known ahead."""
    names = teller.config.future_covariates
    if not names or line not in teller.lines:
        return
    box = folded("what_if", t("What if? Change what is known ahead"), ":material/alt_route:")
    if box.open:
        with box:
            _scenarios(result, teller, line)


@redrawn_alone  # a changed value moves these forecasts alone
def _scenarios(result: Result, teller: Foreteller, line: Line) -> None:
    plans = {}
    for box, name in zip(st.columns(2), SCENARIOS, strict=True):
        with box:
            plans[name] = _plan(result, teller, line, name)
    found = {
        name: teller.beyond(plan.assign(unique_id=line[0]), [line]).merge(plan, on="ds")
        for name, plan in plans.items()
    }
    _difference(found)
    _chart(result, line, found)
    rows = pd.concat([frame.assign(scenario=name) for name, frame in found.items()])
    rows = rows[["scenario", *(name for name in rows if name != "scenario")]]
    download(t("Both scenarios as CSV"), "scenarios.csv", "text/csv", lambda: safe_csv(rows), key="scenarios")


def _plan(result: Result, teller: Foreteller, line: Line, name: str) -> pd.DataFrame:
    """The coming values of one scenario, `ds` and covariates: filled in in a way, then by hand."""
    key = f"scenario_{result.run.id}_{'_'.join(line)[:60]}_{name}"
    st.markdown(f"**{t('Scenario {name}', name=name)}**")
    names, table, channel = (
        teller.config.future_covariates,
        table_of(result.run.dataset_id),
        teller.channels[line],
    )
    ways = coming_values(table, channel, names)
    way = st.selectbox(t("Fill with"), list(ways), format_func=lambda one: t(WAYS[one]), key=f"{key}_way")
    constant = 0.0
    if way == "constant":
        constant = st.number_input(t("Constant"), value=0.0, format="%g", key=f"{key}_constant")
        ways = coming_values(table, channel, names, constant)
    rows = ways[way]
    edited: pd.DataFrame = st.data_editor(
        rows,
        hide_index=True,
        disabled=["ds"],
        height=min(len(rows), 8) * 35 + 38,
        column_config={
            "ds": step_column(rows["ds"]),
            **{one: st.column_config.NumberColumn(one, required=True, format="%g") for one in names},
        },
        key=f"{key}_{way}_{constant:g}",
    )
    return edited.fillna(rows)


def _difference(found: Mapping[str, pd.DataFrame]) -> None:
    """By how much the second scenario lies above the first, in one line."""
    by = difference(found["A"], found["B"])
    if by.total == 0:
        st.caption(t("Both scenarios give the same forecast: change a value of one of them."))
        return
    way = t("higher") if by.total > 0 else t("lower")
    share = t(" ({share})", share=percent(abs(by.share))) if by.share else ""
    st.markdown(
        plural(
            "**Scenario B is {mean} {way} than A{share}** in the one step ahead.",
            "**Scenario B is {mean} {way} than A{share}** per step on average: {total} over {number} steps.",
            by.steps,
            mean=three(abs(by.mean)),
            total=three(abs(by.total)),
            way=way,
            share=share,
        )
    )


def _chart(result: Result, line: Line, found: Mapping[str, pd.DataFrame]) -> None:
    lanes = apart([lane_of(result.run, frame) for frame in found.values()])
    named = [
        replace(lane, label=t("Scenario {name}", name=name), emphasis=name == "B")
        for lane, name in zip(lanes, found, strict=True)
    ]
    tail = HISTORY * len(found["A"])
    figure = forecast_figures.forecast(actual(result, *line, tail), named, (), is_dark(), y_title=line[1])
    alt = t("The forecasts of {series} in both scenarios, with the interval of B", series=literal(line[0]))
    charts.show(figure, "what_if_chart", alt)
