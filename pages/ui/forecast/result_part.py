"""The Result part: runs that still work, and what came out, beside what it had to beat."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, actual, baselines, best, lanes, strongest
from pages.ui.forecast.band import band_words
from pages.ui.forecast.details import beyond_tab, residuals_tab, steps_tab
from pages.ui.forecast.home.come_back import come_back
from pages.ui.forecast.home.downloads import downloads
from pages.ui.forecast.how_made import how_made
from pages.ui.forecast.run_on import run_on_part
from pages.ui.forecast.scores import score_table
from pages.ui.forecast.series_tab import series_tab
from pages.ui.frame import charts
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.moments import Moment, moments_words
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from pages.ui.result.head import result_head
from pages.ui.result.leaks import kept_leaks
from pages.ui.result.learning_curves import loss_tab
from pages.ui.result.use_model import use_model
from pages.ui.result.verdict import verdicts
from pages.ui.result.your_run_link import inside_link
from rnnkit.pictures import figures, forecast_figures
from rnnkit.pictures.figures import Figure
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural, t

EVERY_START = ""
LEAST = 24  # values in view before a forecast
TAIL = 3  # history in view before a forecast, in lengths of it


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train above, and the forecast appears here.")
    if results := result_head(runs, nothing):
        _results(results)


def _results(results: Sequence[Result]) -> None:
    """Verdict first, then the forecast, the scores, the details and the downloads."""
    verdicts(results)
    kept_leaks(results)
    series, target = line_choice(results[0])
    chosen = _shown(results)
    figure = forecast_chart(chosen, series, target)
    run_on_part(best(chosen), (series, target))
    st.markdown(f"**{t('Scores on the test part')}**")
    score_table(results)
    _details(chosen, series, target)
    downloads(results, figure)
    use_model(results)
    come_back(results)
    inside_link(results)


def line_choice(result: Result) -> tuple[str, str]:
    """Which series and target the charts show, chosen where there is more than one."""
    test = result.frame("test")
    names = {key: [str(value) for value in test[key].unique()] for key in ("unique_id", "target")}
    several = {key: values for key, values in names.items() if len(values) > 1}
    picked = {key: values[0] for key, values in names.items()}
    if several:
        labels = {"unique_id": t("Series"), "target": t("Target")}
        for box, (key, values) in zip(st.columns(max(len(several), 2)), several.items(), strict=False):
            with box:
                picked[key] = st.selectbox(labels[key], values, key=f"show_{key}", bind="query-params")
    return picked["unique_id"], picked["target"]


def _shown(results: Sequence[Result]) -> list[Result]:
    """The runs laid over each other; all of them until somebody picks."""
    if len(results) == 1:
        return list(results)
    labels = {result.run.id: result.run.label for result in results}
    picked = st.pills(
        t("Shown"),
        list(labels),
        selection_mode="multi",
        default=list(labels),
        format_func=partial(_label, labels),
        key=f"shown_{results[0].run.group}_{len(results)}",
    )
    return [result for result in results if result.run.id in picked] or list(results)


def forecast_chart(results: Sequence[Result], series: str, target: str) -> Figure:
    """The test part: forecasts with intervals over what really happened."""
    tests = {result.run.id: result.line("test", series, target) for result in results}
    start = _start(tests[results[0].run.id])
    parts = {run_id: _part(test, start) for run_id, test in tests.items()}
    shown = lanes([result for result in results if len(parts[result.run.id])], parts)
    truth = actual(results[0], series, target)
    figure = forecast_figures.forecast(
        truth[truth["ds"] <= max(lane.frame["ds"].max() for lane in shown)],
        shown,
        baselines(results),
        is_dark(),
        y_title=target,
        shown=strongest(results),
        before=max(TAIL * int(max(lane.frame["step"].max() for lane in shown)), LEAST),
    )
    alt = t("Forecasts on the test part over what really happened, with intervals")
    charts.show(figure, "forecast", alt)
    st.caption(how_made(parts[results[0].run.id]))
    band_words(best(results))
    numbers("forecast", parts[results[0].run.id], t("Forecasts on the test part"))
    return figure


def _start(test: pd.DataFrame) -> Moment | None:
    """One start of a forecast; `None` for all of them, one after another."""
    steps = test.groupby("cutoff").size()
    starts = sorted(test["cutoff"].unique())
    if len(starts) < 2 or steps.max() < 2:
        return None
    newest = steps.index[steps == steps.max()].max()  # of those that the test part holds to their end
    by_words = dict(zip(moments_words(starts), starts, strict=True))
    picked = st.selectbox(
        t("Forecast made at"),
        [EVERY_START, *by_words],
        index=1 + starts.index(newest),
        format_func=partial(_start_words, len(starts)),
        key="show_cutoff",
        help=t("The backtest forecasts from several points in time. All starts are shown without overlap."),
        width=320,
    )
    return by_words.get(picked)


def _label(labels: Mapping[str, str], run_id: str) -> str:
    return literal(labels[run_id])


def _start_words(number: int, words: str) -> str:
    return words or plural("{number} start", "all {number} starts", number)


def _part(test: pd.DataFrame, start: Moment | None) -> pd.DataFrame:
    """The forecasts that were made at one moment, or those of all starts that do not overlap."""
    if start is None:
        return forecast_figures.stitched(test).tail(figures.MOST_POINTS)
    return test[test["cutoff"] == start]


def _details(results: Sequence[Result], series: str, target: str) -> None:
    """The closer look, one tab a question."""
    several = len(best(results).frame("test")[["unique_id", "target"]].drop_duplicates()) > 1
    questions = {
        t("Beyond the data"): partial(beyond_tab, results, series, target),
        **({t("By series"): partial(series_tab, results, target)} if several else {}),
        t("Error by step"): partial(steps_tab, results),
        t("Residuals"): partial(residuals_tab, results, series, target),
        t("Learning curves"): partial(loss_tab, results),
    }
    tabs = st.tabs(list(questions), key="details", on_change="rerun")  # only the open one is computed
    for tab, draw in zip(tabs, questions.values(), strict=True):
        if tab.open:
            with tab:
                draw()
