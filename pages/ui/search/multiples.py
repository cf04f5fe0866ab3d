"""Small multiples: the score of everything tried against each setting that was varied, luck as a band."""

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from rnnkit.config import title
from rnnkit.config.training import TrainingSettings
from rnnkit.pictures import search_figures
from rnnkit.search import report
from rnnkit.search.settings import SearchConfig
from rnnkit.words import t

COLUMNS = 3
HEIGHT = 240


def multiples(
    kind: type[TrainingSettings],
    config: SearchConfig,
    rows: Sequence[report.Ranked],
    luck: report.Luck,
    metric: str,
) -> None:
    """One chart for each setting, side by side."""
    known = [row for row in rows if math.isfinite(row.score)]
    if not known or not config.over:
        return
    best = min(row.score for row in known)
    band = (best, best + report.SURE * luck.noise)
    names = list(config.over)
    if math.isfinite(luck.noise):
        st.caption(
            t(
                "Each point is one of the settings; fainter ones were left behind early. In the grey band "
                "they differ from the best by no more than the luck of a seed."
            )
        )
    boxes = [box for _ in range(0, len(names), COLUMNS) for box in st.columns(COLUMNS)]
    frame = _frame(kind, known)
    for box, name in zip(boxes, names, strict=False):
        called = t(title(kind, name))
        values = sorted(dict.fromkeys(row.varied[name] for row in known), key=_order)
        shown = frame.assign(value=[report.value_words(row.varied[name]) for row in known])
        heading = report.metric_heading(metric)
        data, spec = search_figures.against(
            [report.value_words(value) for value in values], shown, (called, heading), band, is_dark()
        )
        alt = t("{score} by {setting} of everything tried", score=heading, setting=called)
        with box:
            st.vega_lite_chart(data, spec, key=f"search_{name}", height=HEIGHT, alt=alt)
    table = frame[["settings", "score", "far"]].rename(columns={"far": "round"})
    numbers("search_scores", table, t("Everything tried, with its score"))


def _frame(kind: type[TrainingSettings], known: Sequence[report.Ranked]) -> pd.DataFrame:
    """What the charts share: settings in words, score, round."""
    return pd.DataFrame(
        {
            "settings": [
                ", ".join(f"{t(title(kind, name))} {report.value_words(v)}" for name, v in row.varied.items())
                for row in known
            ],
            "score": [row.score for row in known],
            "round": [row.round for row in known],
            "far": [str(row.round + 1) for row in known],
        }
    )


def _order(value: object) -> tuple[bool, float, str]:
    """Numbers by size, then words."""
    number = isinstance(value, int | float)
    return not number, float(value) if isinstance(value, int | float) else 0.0, str(value)
