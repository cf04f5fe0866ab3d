"""What rows are called and how they are drawn: a table a kind of input, so that no part of the page asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from pages.ui.access.results import Result
from rnnkit.data.labelled import Labelled
from rnnkit.words import t

LONGEST = 600  # characters of a text in a table
POINTS = 80  # of a series in a table


@dataclass(frozen=True)
class RowKind:
    """One kind of rows on the page.

    - `cut`: the settings that say how rows are cut into steps; `network`: those of the network in the fold;
    - `overview`, `ask`: "module:name" of what draws data of this kind, and tries a model on one's own;
    - `methods`: what baselines are called; `words`: all else that is said of such rows.
    """

    cut: tuple[str, ...]
    network: tuple[str, ...]
    overview: str
    ask: str
    methods: Mapping[str, str]
    words: Mapping[str, str]


TEXT = RowKind(
    cut=("unit", "max_length", "lower_case"),
    network=("max_vocabulary", "layer_norm", "activation", "bias", "initialization", "forget_bias"),
    overview="pages.ui.classify.class_overview:lengths_chart",
    ask="pages.ui.classify.ask:ask",
    methods={
        "linear": t("counted words or characters (linear)"),
        "naive_bayes": t("naive Bayes"),
        "nearest": t("the most similar text"),
        "majority": t("the most frequent class"),
    },
    words={
        "row": t("{number} text"),
        "rows": t("{number} texts"),
        "column": t("Text"),
        "count": t("Texts"),
        "first": t("Its first text"),
        "scores": t("Scores on {number} test texts"),
        "decided": t("The test texts decided nothing."),
        "learned": t(
            "Learned from {learned} texts; {validated} others chose the best weights and how much each "
            "part counts."
        ),
        "alone": t("counting alone ({name} has no say)"),
        "with": t("{name} ({share}) and counting"),
        "taken": t("{number} text of {true}, taken for {predicted}"),
        "taken_ones": t("{number} texts of {true}, taken for {predicted}"),
        "click": t("Rows are the right classes, columns the answers. Click a number to read its texts."),
        "no_mistake": t("It made no mistake on these texts."),
        "absent": t("The texts are not here: this model came, or was shared, without its data."),
        "partner": t("By counting"),
    },
)
SERIES = RowKind(
    cut=("scaling", "segment"),
    network=("layer_norm", "activation", "bias", "initialization", "forget_bias"),
    overview="pages.ui.classify.series_overview:series_chart",
    ask="pages.ui.classify.ask_series:ask",
    methods={
        "shapes": t("shapes and summaries (linear)"),
        "nearest": t("the most similar series"),
        "warped": t("the most similar series, time stretched (DTW)"),
        "majority": t("the most frequent class"),
    },
    words={
        "row": t("{number} series"),
        "rows": t("{number} series"),
        "column": t("Series"),
        "count": t("Series"),
        "first": t("Its first series"),
        "scores": t("Scores on {number} test series"),
        "decided": t("The test series decided nothing."),
        "learned": t(
            "Learned from {learned} series; {validated} others chose the best weights and how much "
            "each part counts."
        ),
        "alone": t("shapes alone ({name} has no say)"),
        "with": t("{name} ({share}) and shapes"),
        "taken": t("{number} series of {true}, taken for {predicted}"),
        "taken_ones": t("{number} series of {true}, taken for {predicted}"),
        "click": t("Rows are the right classes, columns the answers. Click a number to see its series."),
        "no_mistake": t("It made no mistake on these series."),
        "absent": t("The series are not here: this model came, or was shared, without its data."),
        "partner": t("By shapes"),
    },
)
KINDS: Mapping[str, RowKind] = {"text": TEXT, "series": SERIES}


def kind_of(result: Result) -> RowKind:
    """The kind of rows that a model reads; earlier ones read texts."""
    return KINDS[str(result.summary.get("inputs", "text"))]


def cells(data: Labelled, rows: Sequence[int]) -> list[Any]:
    """Rows as they stand in a table: the beginning of a text, points of the first channel of a series."""
    if data.kind == "text":
        return [data.texts[row][:LONGEST] for row in rows]
    return [points(data.series[row]) for row in rows]


def points(series: "np.ndarray[Any, Any]") -> list[float]:
    """A series `(T, F)` as a small line."""
    first = np.nan_to_num(series[:, 0].astype(float))
    return [float(value) for value in first[:: max(1, -(-len(first) // POINTS))]]


def cell_column(data: Labelled, label: str) -> Any:
    """How such cells are drawn."""
    if data.kind == "text":
        return st.column_config.Column(label, width="large")
    return st.column_config.LineChartColumn(label, width="medium")
