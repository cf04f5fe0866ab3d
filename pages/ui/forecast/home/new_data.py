"""The forecast of a trained network beyond the end of new data."""

import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, baselines, joined, only, strongest
from pages.ui.forecast.planned import planned_part
from pages.ui.frame import charts
from pages.ui.frame.download import download
from pages.ui.frame.theme import is_dark
from rnnkit.files.csv_export import safe_csv
from rnnkit.pictures import forecast_figures
from rnnkit.words import t


def new_forecast(result: Result, answer: Result) -> None:
    """The forecast beyond the end of the new data, beside the strongest baseline."""
    told = planned_part(result, answer)
    future = (told or answer).frame("future")
    keys = list(future[["unique_id", "target"]].astype(str).drop_duplicates().itertuples(index=False))
    chosen = keys[0]
    if len(keys) > 1:
        chosen = st.selectbox(
            t("Series"),
            keys,
            format_func=" · ".join,
            key=f"use_line_{answer.run.id}",
        )
    series, target = chosen
    lane = lane_of(result.run, only(future, series, target), emphasis=True)
    past = only(answer.frame("history"), series, target)[["ds", "y"]]
    if "test" in answer.by.results.frame_names(answer.run.id):
        past = joined(past, only(answer.frame("test"), series, target)[["ds", "y"]])
    past = past.tail(max(3 * len(lane.frame), 24))
    others = [name for name in baselines([result]) if name in future]
    figure = forecast_figures.forecast(
        past, [lane], others, is_dark(), y_title=target, shown=strongest([result])
    )
    alt, about = (
        t("Forecast beyond the end of the new data, with its interval"),
        t("Forecasts beyond the new data"),
    )
    charts.show(figure, f"use_{answer.run.id}", alt, lane.frame, about=about)
    download(t("New forecast CSV"), "new_forecast.csv", "text/csv", lambda: safe_csv(future))
