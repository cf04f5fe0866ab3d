"""What there is at a glance: classes with their numbers and examples, how long the texts are."""

import pandas as pd
import streamlit as st

from pages.ui.classify.row_kinds import KINDS, cell_column, cells
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal, share
from rnnkit.data.labelled import Labelled
from rnnkit.pictures import class_figures
from rnnkit.tasks.classify.texts.corpus import Corpus
from rnnkit.words import plural, t

UNITS = {"word": "words", "char": "characters", "bpe": "pieces of words"}


def understood(data: Labelled) -> list[str]:
    """The facts that tell at a glance whether the file was read as it was meant."""
    origin = data.origin
    text, label = (
        " + ".join(map(str, names if isinstance(names, tuple) else (names,)))
        for names in (origin.text, origin.label)
    )
    words = KINDS[data.kind].words
    return [
        plural(words["row"], words["rows"], len(data)),
        plural("{number} class", "{number} classes", len(data.classes)),
        *([t("texts: {column}", column=text)] if text else []),
        t("classes: {column}", column=label),
        origin.encoding,
    ]


def class_table(data: Labelled) -> None:
    """How many rows each class has, and one of them."""
    firsts: dict[int, int] = {}
    for row, label in enumerate(data.labels):
        firsts.setdefault(label[0], row)
    shown = dict(zip(firsts, cells(data, list(firsts.values())), strict=True))
    words = KINDS[data.kind].words
    whole = max(1, len(data))
    rows = [
        {"class": name, "texts": number, "share": share(number / whole), "example": shown.get(place)}
        for place, (name, number) in enumerate(data.counts.items())
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="class_table",
        column_config={
            "class": st.column_config.Column(t("Class"), pinned=True),
            "texts": st.column_config.Column(t(words["count"])),
            "share": st.column_config.Column(t("Share")),
            "example": cell_column(data, t(words["first"])),
        },
        alt=t("The classes, how many rows each has, and an example of each"),
    )


def lengths_chart(found: Corpus) -> None:
    """How long the texts are, and where they are cut."""
    unit = t(UNITS[found.unit])
    figure = class_figures.lengths(found.lengths, found.longest, unit, is_dark())
    table = (
        pd.Series(found.lengths).value_counts().sort_index().rename_axis(unit).reset_index(name=t("texts"))
    )
    charts.show(
        figure,
        "lengths",
        t("How many texts are how long"),
        table,
        about=t("Lengths of the texts"),
        tools=False,
    )
    st.caption(lengths_words(found))


def lengths_words(found: Corpus) -> str:
    """How long texts are read, and how they are split, as the split itself says it."""
    parts = found.parts
    cut = int((found.lengths > found.longest).sum())
    read = (
        t("All texts are read whole.")
        if not cut
        else plural(
            "{number} text is longer than {longest} {unit}; its middle is left out.",
            "{number} texts are longer than {longest} {unit}; their middle is left out.",
            cut,
            longest=found.longest,
            unit=t(UNITS[found.unit]),
        )
    )
    return literal(" ".join((read, *parts.notes)))
