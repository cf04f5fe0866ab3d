"""The scores of each tag, and which tags are taken for which."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count, literal, share
from rnnkit.pictures import palette
from rnnkit.words import t

MOST = 18  # tags on either side
MIXED = 10  # pairs of tags in the table
WHOLE = {"labelOverlap": False}  # every tag is named


def confusion(result: Result) -> None:
    """A table of tags and a map of what is mixed up, of the best network."""
    st.caption(t("The tags that {name} gave to the test sentences.", name=literal(result.run.label)))
    tags = result.frame("tags")
    words: dict[str, Any] = {
        "there": count,
        "found": count,
        "precision": _share,
        "recall": _share,
        "f1": _share,
    }
    st.dataframe(
        tags.style.format(words),
        hide_index=True,
        key="label_tags",
        placeholder="–",
        column_config={
            "type": st.column_config.Column(t("Tag")),
            "there": st.column_config.Column(
                t("In the file"), help=t("How many there are in the test part.")
            ),
            "found": st.column_config.Column(t("Given"), help=t("How many the network gave.")),
            "precision": st.column_config.Column(
                t("Precision"), help=t("Share of those given that are right.")
            ),
            "recall": st.column_config.Column(t("Recall"), help=t("Share of those there that were found.")),
            "f1": st.column_config.Column(t("F1"), help=t("Harmonic mean of precision and recall.")),
        },
        alt=t("Precision, recall and F1 of each tag, the most frequent first"),
    )
    _map(result.frame("confusion"))


def _map(pairs: pd.DataFrame) -> None:
    """Right tags down, given tags across; each cell is the share of its row."""
    totals = pairs.groupby("right")["tokens"].sum().sort_values(ascending=False, kind="stable")
    names = list(totals.index[:MOST])
    shown = pairs[pairs["right"].isin(names) & pairs["given"].isin(names)].copy()
    shown["share"] = shown["tokens"] / shown["right"].map(totals)
    if len(names) < 2:
        return
    spec = {
        "mark": {"type": "rect", "tooltip": True},
        "encoding": {
            "x": {"field": "given", "type": "nominal", "sort": names, "title": t("given"), "axis": WHOLE},
            "y": {"field": "right", "type": "nominal", "sort": names, "title": t("right"), "axis": WHOLE},
            "color": {
                "field": "share",
                "type": "quantitative",
                "title": t("share of the row"),
                "scale": {"range": list(palette.shades(is_dark())), "domain": [0, 1]},
            },
            "tooltip": [
                {"field": "right", "title": t("right")},
                {"field": "given", "title": t("given")},
                {"field": "tokens", "title": t("tokens")},
                {"field": "share", "title": t("share of the row"), "format": ".1%"},
            ],
        },
    }
    st.caption(t("Rows are the right tags, columns those given; all that is off the diagonal is mixed up."))
    alt = t("How often each tag was given where each tag is right")
    st.vega_lite_chart(shown, spec, key="label_confusion", height=60 + 24 * len(names), alt=alt)
    _mixed(shown[shown["right"] != shown["given"]].head(MIXED))


def _mixed(most: pd.DataFrame) -> None:
    """What is mixed up most often, in numbers."""
    if len(most):
        st.dataframe(
            most[["right", "given", "tokens"]],
            hide_index=True,
            key="label_mixed",
            column_config={
                "right": st.column_config.Column(t("Right")),
                "given": st.column_config.Column(t("Given")),
                "tokens": st.column_config.Column(t("Tokens")),
            },
            alt=t("Which tags are mixed up most often"),
        )


def _share(value: float) -> str:
    return "–" if pd.isna(value) else share(value)
