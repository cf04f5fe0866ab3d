"""Settings in a link that cannot be: left out, and said so."""

from collections.abc import Callable, Mapping
from typing import get_args

import streamlit as st

from pages.ui import forms
from pages.ui.budget import KEY as BUDGET
from pages.ui.budget import readable
from pages.ui.settings import CELL_KEY
from pages.ui.text.write_form import COLDEST, HOTTEST, TEMPERATURE
from rnnkit.config import Settings, TrainingSettings, bounds, choices
from rnnkit.config.cells import names_for
from rnnkit.text import plural, t

YES_OR_NO = ("true", "false")
Fields = Mapping[str, tuple[type[Settings], str]]


def say_ignored(*kinds: type[Settings]) -> None:
    """Before the fields of these settings are drawn (they clean the address): say how many are left out."""
    fields = {forms.key_of(kind, name): (kind, name) for kind in kinds for name in kind.model_fields}
    wrong = sum(
        not _fits(fields, name, value) for name in st.query_params for value in st.query_params.get_all(name)
    )
    if wrong:
        st.info(
            plural("Ignored {number} setting in the link.", "Ignored {number} settings in the link.", wrong)
            + " "
            + t("The others are in the form."),
            icon=":material/link:",
        )


def _fits(fields: Fields, key: str, value: str) -> bool:
    """Whether a setting of the address can be shown in its field; names of columns are not judged here."""
    if key == CELL_KEY and "cell" in fields:
        kind, _ = fields["cell"]
        return issubclass(kind, TrainingSettings) and value in names_for(kind)
    if key in SPECIAL:
        return SPECIAL[key](value)
    if key not in fields or not value:
        return True
    kind, name = fields[key]
    if words := choices(kind, name):
        return value in {forms.spelled(word) for word in words}
    annotation = kind.model_fields[name].annotation
    if annotation is bool or bool in get_args(annotation):
        words = YES_OR_NO if annotation is bool else tuple(map(forms.on_or_off, (True, False)))
        return value.lower() in words
    low, high = bounds(kind, name)
    return low is None or high is None or _between(value, low, high)


def _between(value: str, low: float, high: float) -> bool:
    try:
        return low <= float(value) <= high
    except ValueError:
        return False


# Fields of the address that are no single setting.
SPECIAL: Mapping[str, Callable[[str], bool]] = {
    BUDGET: readable,
    TEMPERATURE: lambda value: _between(value, COLDEST, HOTTEST),
}
