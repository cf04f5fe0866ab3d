"""The closer look at results: beyond the end of the data, error by step, residuals, learning curves."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, actual, baselines, best, lanes, only, strongest
from pages.ui.forecast.access import foreteller_of
from pages.ui.forecast.how_made import beyond_words
from pages.ui.forecast.planned import planned_part, say_assumed
from pages.ui.forecast.what_if import what_if
from pages.ui.frame import charts
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from rnnkit.pictures import forecast_figures
from rnnkit.words import t


def beyond_tab(results: Sequence[Result], series: str, target: str) -> None:
    """The forecast of what nobody knows yet, with what is planned where that was said."""
    teller = foreteller_of(best(results))
    told = None
    if teller is None:
        told = planned_part(best(results), best(results))
    else:
        say_assumed(best(results))
    futures = {result.run.id: result.line("future", series, target) for result in results}
    if told is not None:
        futures[best(results).run.id] = only(told.frame("future"), series, target)
    shown = lanes(results, futures)
    figure = forecast_figures.forecast(
        actual(results[0], series, target),
        shown,
        baselines(results),
        is_dark(),
        y_title=target,
        shown=strongest(results),
        before=max(3 * max(len(one.frame) for one in shown), 24),
    )
    charts.show(figure, "beyond", t("Forecasts beyond the end of the data, with intervals"))
    st.caption(beyond_words(max(len(one.frame) for one in shown)))
    for sentence in dict.fromkeys(filter(None, (result.summary.get("beyond") for result in results))):
        st.caption(literal(sentence))
    numbers(
        "beyond",
        pd.concat([one.frame.assign(network=one.label) for one in shown]),
        t("Forecasts beyond the data"),
    )
    if teller is not None:
        what_if(best(results), teller, (series, target))


def steps_tab(results: Sequence[Result]) -> None:
    """How the error grows the further ahead a forecast looks."""
    frames = {result.run.label: _steps(result, "model") for result in results}
    for name in baselines(results):
        frames[name] = next(_steps(result, name) for result in results if name in result.scores)
    drawn = {name: frame for name, frame in frames.items() if len(frame)}
    figure = forecast_figures.by_step(drawn, [lane_of(result.run) for result in results], "mae", is_dark())
    alt = t("Mean absolute error for every step ahead, networks beside baselines")
    table = pd.concat([frame.assign(method=name) for name, frame in drawn.items()])
    charts.show(figure, "by_step", alt, table, about=t("Error by step"))


def residuals_tab(results: Sequence[Result], series: str, target: str) -> None:
    """What the forecasts missed, and whether the misses have a pattern."""
    parts = {r.run.id: forecast_figures.stitched(r.line("test", series, target)) for r in results}
    figure = forecast_figures.residuals(lanes(results, parts), is_dark())
    charts.show(figure, "residuals", t("Actual minus forecast over time, and how often which size"))
    st.caption(
        t(
            "Good forecasts leave a cloud around zero without a pattern; "
            "a wave or a slope means there is more to learn."
        )
    )
    left = [
        parts[r.run.id].assign(residual=parts[r.run.id]["y"] - parts[r.run.id]["y_hat"], network=r.run.label)
        for r in results
    ]
    numbers("residuals", pd.concat(left)[["network", "ds", "y", "y_hat", "residual"]], t("Residuals"))


def _steps(result: Result, method: str) -> pd.DataFrame:
    frame = result.frame("by_step")
    return frame[frame["method"] == method]
