"""How forecasts did once their values came: the last one beside the baselines, and all visits in a line."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result, baselines
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from pages.ui.result.score_table import draw_scores, metric_columns
from rnnkit.metrics import METRICS, MODEL, known_metrics
from rnnkit.pictures import forecast_figures
from rnnkit.pictures.figures import method_words
from rnnkit.words import t


def last_scores(visit: Result) -> None:
    """Which values came, and how far from them the network and every baseline were."""
    st.caption(literal(visit.summary["scored_on"]))
    if not visit.scores:
        return
    shown = known_metrics(visit.scores.values())
    rows = [{"method": _named(name), **scores} for name, scores in visit.scores.items()]
    frame = pd.DataFrame(rows)[["method", *shown]].sort_values(shown[0], kind="stable")
    draw_scores(
        frame,
        {"method": (t("Method"), ""), **metric_columns()},
        key=f"visit_{visit.run.id}",
        alt=t("Scores of the last forecast and of the baselines on the values that came, best first"),
    )


def trend(visits: Sequence[Result]) -> None:
    """The score of every visit, the network beside the baseline that did best over all of them."""
    scored = [visit for visit in visits if visit.scores]
    if len(scored) < 2:
        return
    metric = known_metrics(scored[-1].scores.values())[0]
    rivals = {name: _mean(scored, name, metric) for name in baselines(scored)}
    rival = min(rivals, key=lambda name: rivals[name], default="")
    frame = pd.DataFrame(
        {
            "until": pd.to_datetime([visit.summary["until"] for visit in scored]),
            **{
                name: [visit.scores.get(name, {}).get(metric) for visit in scored]
                for name in (MODEL, *([rival] if rival else []))
            },
        }
    )
    names = {str(name): _named(str(name)) for name in frame if name != "until"}
    figure = forecast_figures.trend(frame, names, METRICS[metric].heading, is_dark())
    words = t("Scores of the forecasts, visit by visit")
    st.markdown(f"**{words}**")
    charts.show(figure, "visits", words, frame.rename(columns=names), about=words)


def _named(name: str) -> str:
    return t("network") if name == MODEL else method_words(name)


def _mean(visits: Sequence[Result], name: str, metric: str) -> float:
    """The mean score of a baseline; one that is missing somewhere is none to be measured by."""
    values = [visit.scores.get(name, {}).get(metric) for visit in visits]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if len(known) == len(values) else float("inf")
