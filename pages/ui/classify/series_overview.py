"""Series with classes at a glance: a few of each class, and how they are cut into steps."""

import pandas as pd
import streamlit as st

from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from rnnkit.pictures.series_class_figures import examples
from rnnkit.tasks.classify.series.rows import SeriesRows
from rnnkit.words import plural, t

CLASSES, EACH = 12, 4  # that are drawn
POINTS = 5_000  # in the table behind the chart


def series_chart(found: SeriesRows) -> None:
    """A few series of each class that are learned from, drawn small."""
    drawn: dict[str, list[int]] = {}
    for row in sorted(found.parts.train.tolist()):
        name = found.classes[int(found.labels[row])]
        if len(drawn.get(name, ())) < EACH and (name in drawn or len(drawn) < CLASSES):
            drawn.setdefault(name, []).append(row)
    series = {name: [found.data.series[row] for row in drawn[name]] for name in sorted(drawn)}
    table = pd.concat(
        [
            pd.DataFrame(
                {"class": name, "line": found.data.lines[row], "value": found.data.series[row][:, 0]}
            )
            for name in sorted(drawn)
            for row in drawn[name]
        ]
    ).head(POINTS)
    alt = t("A few series of each class, drawn small")
    charts.show(
        examples(series, is_dark()),
        "class_examples",
        alt,
        table,
        about=t("Examples of each class"),
        tools=False,
    )
    st.caption(literal(cut_words(found)))


def cut_words(found: SeriesRows) -> str:
    """How long series are, how they are scaled and cut, and how they are split."""
    lengths = [len(one) for one in found.data.series]
    low, high, channels = min(lengths), max(lengths), found.how.channels
    said = [
        plural("{number} value each.", "{number} values each.", high)
        if low == high
        else t("{low} to {high} values each.", low=low, high=high)
    ]
    if channels > 1:
        said.append(t("{number} channels, of which the first is drawn.", number=channels))
    return " ".join([*said, *found.notes, *found.parts.notes])
