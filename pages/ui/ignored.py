"""Settings in a link that cannot be: left out, and said so."""

import streamlit as st

from pages.ui import forms
from pages.ui.budget import KEY as BUDGET
from pages.ui.budget import readable
from pages.ui.cells import CELLS
from pages.ui.settings import CELL_KEY
from rnnkit.config import ForecastConfig, bounds, choices
from rnnkit.text import plural, t

YES_OR_NO = ("true", "false")


def say_ignored() -> None:
    """Before the fields are drawn (they clean the address): say how many settings are left out."""
    wrong = sum(not _fits(name, value) for name in st.query_params for value in st.query_params.get_all(name))
    if wrong:
        st.info(
            plural("Ignored {number} setting in the link.", "Ignored {number} settings in the link.", wrong)
            + " "
            + t("The others are in the form."),
            icon=":material/link:",
        )


def _fits(name: str, value: str) -> bool:
    """Whether a setting of the address can be shown in its field; names of columns are not judged here."""
    if name == CELL_KEY:
        return value in CELLS
    if name == BUDGET:
        return readable(value)
    if name not in forms.NAMES or not value:
        return True
    if words := choices(ForecastConfig, name):
        return value in {forms.spelled(word) for word in words}
    if ForecastConfig.model_fields[name].annotation is bool:
        return value.lower() in YES_OR_NO
    low, high = bounds(ForecastConfig, name)
    return low is None or high is None or _between(value, low, high)


def _between(value: str, low: float, high: float) -> bool:
    try:
        return low <= float(value) <= high
    except ValueError:
        return False
