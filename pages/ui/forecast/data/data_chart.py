"""The chart of the data: which columns and series it shows, and how many there are."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame import charts
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.folds import is_open
from pages.ui.frame.theme import is_dark
from rnnkit.data import Table
from rnnkit.pictures import forecast_figures
from rnnkit.pictures.forecast_figures import MOST_LINES
from rnnkit.words import plural, t

COLUMNS = 3  # shown before anybody chooses
LISTED = 500  # series to choose from; a longer list would make the browser stutter


@redrawn_alone  # only the chart changes with the choice above it
def data_chart(dataset_id: str, table: Table) -> None:
    """The series as they are now, the first few of many until others are chosen.

    Nothing is drawn behind a fold: a browser takes a second for its first figure, and a run is waited for.
    """
    columns, series = _choice(dataset_id, table)
    if not is_open("data"):
        return
    figure = forecast_figures.overview(table.frame, columns, is_dark(), series)
    charts.show(figure, "overview", t("The series after cleaning"))
    shown = min(len(series), MOST_LINES // len(columns))
    if shown < (number := len(table.series)):
        st.caption(t("{shown} of {series} shown.", shown=shown, series=_series(number)))


def _series(number: int) -> str:
    return plural("{number} series", "{number} series", number)


def _choice(dataset_id: str, table: Table) -> tuple[list[str], list[str]]:
    """The columns and the series to draw; a field only where there is something to choose."""
    columns = list(table.suggested_targets or table.value_columns)[:COLUMNS]
    series = [str(name) for name in table.series]
    several = len(table.value_columns) > 1, len(series) > 1
    boxes = iter(st.columns(2) if any(several) else ())
    key = f"chart_{dataset_id[:16]}"
    if several[0]:
        with next(boxes):
            columns = _field(t("Columns in the chart"), table.value_columns, columns, key)
    room = MOST_LINES // len(columns)
    if several[1]:
        with next(boxes):
            series = _field(t("Series in the chart"), series[:LISTED], series[:room], f"{key}_{room}", room)
    return columns, series


def _field(
    label: str, options: Sequence[str], usual: list[str], key: str, most: int = MOST_LINES
) -> list[str]:
    """A choice of several; the usual ones as long as nothing is chosen."""
    return list(st.multiselect(label, list(options), default=usual, key=key, max_selections=most)) or usual
