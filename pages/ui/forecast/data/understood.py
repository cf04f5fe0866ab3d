"""The facts that tell at a glance whether a file was read as it was meant: its time, then its columns."""

import streamlit as st

from pages.ui.forecast.season_words import season_words
from pages.ui.form.reading_words import encoding_words
from pages.ui.frame.words import literal, share
from rnnkit.data import Table
from rnnkit.data.table.notes import listing
from rnnkit.tasks.forecast.columns.roles import left_out
from rnnkit.words import plural, t

PLAIN = ("utf-8", "utf-8-sig", "ascii")
MOST = 4
"""So many names are spelled out."""


def understood(table: Table) -> None:
    """Two quiet lines below the name of the file."""
    for line in (_of_time(table), _of_columns(table)):
        st.caption(literal(" · ".join(line)))


def _of_time(table: Table) -> list[str]:
    """From when to when, the season, and how much is missing."""
    facts, parts = table.understood, []
    if table.frame["ds"].dtype.kind == "M" and facts.get("start") and facts.get("end"):
        parts.append(t("from {start} to {end}", start=facts["start"], end=facts["end"]))
    parts.append(t("season: {words}", words=season_words(table.seasonality, table.freq)))
    missing = float(str(facts.get("missing_share") or 0))
    parts.append(t("{share} missing", share=share(missing)) if missing else t("nothing missing"))
    return parts


def _of_columns(table: Table) -> list[str]:
    """What each column is taken for, and which are left out."""
    recipe, names = table.recipe, table.value_columns
    parts = [
        plural(
            "{number} value column: {names}",
            "{number} value columns: {names}",
            len(names),
            names=listing(names, MOST),
        )
    ]
    if time := [name for name in recipe.time if name]:
        parts.append(t("time: {name}", name=listing(time, MOST)))
    if recipe.series:
        parts.append(t("series: {name}", name=listing(recipe.series, MOST)))
    if left := left_out(table):
        parts.append(
            plural(
                "{number} column left out: {names}",
                "{number} columns left out: {names}",
                len(left),
                names=listing(left, MOST),
            )
        )
    if recipe.encoding and recipe.encoding not in PLAIN:
        parts.append(encoding_words(recipe.encoding))
    return parts
