"""Let it run on by itself: from a moment in the test part on, the network reads its own forecasts alone."""

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result
from pages.ui.forecast.access import foreteller_of
from pages.ui.frame import charts
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.folds import folded
from pages.ui.frame.moments import moments_words
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, three
from rnnkit.pictures import forecast_figures
from rnnkit.tasks.forecast.foretelling import Foreteller, Line
from rnnkit.tasks.forecast.inputs.channels import Channel
from rnnkit.words import plural, t

MOST_STEPS = 300
HISTORY = 3  # horizons that are drawn before the test part


def run_on_part(result: Result, line: Line) -> None:
    """A slider for after how many true values it is left alone; nothing where it cannot be."""
    teller = foreteller_of(result, scored=True)
    if teller is None or not teller.runs_on or line not in teller.channels:
        return
    channel = teller.channels[line]
    start = len(channel.y) - teller.config.test
    if start < teller.config.lookback or channel.known_before[start] < teller.config.lookback:
        return
    box = folded("run_on", t("Let it run on by itself"), ":material/line_start_arrow:")
    if box.open:
        with box:
            _alone(result, teller, line, start)


@redrawn_alone  # the slider moves this chart alone
def _alone(result: Result, teller: Foreteller, line: Line, start: int) -> None:
    channel = teller.channels[line]
    given = st.slider(
        t("After how many true values of the test part"),
        0,
        teller.config.test,
        0,
        key=f"run_on_{result.run.id}",
        help=t("Up to there it knows what happened; from there on it reads its own forecasts."),
    )
    cutoff = start + int(given)
    if not channel.known_before[cutoff]:
        st.caption(t("The value before is unknown: choose another moment."))
        return
    alone = teller.run_on(line, cutoff, MOST_STEPS)
    first = max(0, cutoff - HISTORY * max(teller.config.horizon, len(alone) // HISTORY))
    truth = pd.DataFrame({"ds": channel.ds.iloc[first : len(channel.y)], "y": channel.y[first:]})
    truth = truth[truth["ds"] <= alone["ds"].iloc[-1]]
    figure = forecast_figures.forecast(truth, [lane_of(result.run, alone)], (), is_dark(), y_title=line[1])
    alt = t("The network goes on by itself from {at} on", at=moments_words([alone["ds"].iloc[0]])[0])
    charts.show(figure, "run_on_chart", alt, alone)
    st.caption(_said(result, teller, channel, alone))


def _said(result: Result, teller: Foreteller, channel: Channel, alone: pd.DataFrame) -> str:
    """How long it is alone, and how much more it misses than with true values in between."""
    K = teller.config.horizon
    told = plural(
        "From {at} on it is alone for {number} step",
        "From {at} on it is alone for {number} steps",
        len(alone),
        at=moments_words([alone["ds"].iloc[0]])[0],
    )
    band = t("the interval is that of its horizon; how sure it is beyond that, nobody measured")
    told += "; " + band if len(alone) > K else ""
    known = pd.DataFrame({"ds": channel.ds.iloc[: len(channel.y)], "y": channel.y}).dropna()
    both = alone.merge(known, on="ds")
    test = forecast_figures.stitched(result.line("test", channel.unique_id, channel.target))
    same = test[test["ds"].isin(both["ds"])].dropna(subset=["y"])
    if both.empty or same.empty:
        return f"{told}."
    misses = t(
        "Alone it misses by {alone} on average, with true values in between by {told}",
        alone=three(float((both["y"] - both["y_hat"]).abs().mean())),
        told=three(float((same["y"] - same["y_hat"]).abs().mean())),
    )
    return f"{literal(told)}. {misses}."
