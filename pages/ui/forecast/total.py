"""The total of all series: what happened, what the network expects, and by how much it missed before."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, joined, strongest
from pages.ui.frame import charts
from pages.ui.frame.download import download
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from rnnkit.files.csv_export import safe_csv
from rnnkit.pictures import forecast_figures
from rnnkit.pictures.figures import method_words
from rnnkit.tasks.forecast.home.total import total_errors, total_of
from rnnkit.words import t

HISTORY = 3  # horizons that are drawn before the forecast


def total_part(result: Result, target: str) -> None:
    """The sum of the forecasts beyond the end, without an interval, and its error on the test part."""
    future, test = result.frame("future"), result.frame("test")
    simple = [name for name in [strongest([result])] if name and name in future]
    total = total_of(future, target, ["y_hat", *simple])
    number = future["unique_id"].nunique()
    st.markdown(f"**{t('Total of all {number} series', number=number)}**")
    if total.empty:
        st.caption(t("There is none: the series end at different times."))
        return
    past = total_of(result.frame("history"), target, ["y"])
    known = total_of(test, target, ["y"])
    truth = joined(past, known[["ds", "y"]]).tail(HISTORY * len(total))
    lane = lane_of(result.run, total)
    figure = forecast_figures.forecast(
        truth, [lane], simple, is_dark(), y_title=target, shown="".join(simple)
    )
    charts.show(figure, "total", t("The sum of all series and of their forecasts"), total)
    st.caption(_said(total_errors(test, target, ["y_hat", *simple]), simple))
    download(t("Total CSV"), "total.csv", "text/csv", lambda: safe_csv(total), key="total")


def _said(errors: dict[str, float], simple: Sequence[str]) -> str:
    """How good such a total was, and why it has no interval."""
    why = t(
        "The forecasts of the series are added up step by step. A total has no interval: those of the series "
        "cannot be added up, as series do not err alike."
    )
    if not errors:
        return why
    missed = t("On the test part the total was missed by {error} on average", error=three(errors["y_hat"]))
    beside = [t("by {name} {error}", name=method_words(name), error=three(errors[name])) for name in simple]
    return f"{', '.join([missed, *beside])}. {why}"
