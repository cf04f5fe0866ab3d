"""Settings in a link that cannot be: left out, and said so."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import get_args

import streamlit as st

from pages.ui.form import forms
from pages.ui.form.budget import KEY as BUDGET
from pages.ui.form.budget import readable
from pages.ui.form.field_settings import CELL_KEY
from rnnkit.config import Settings, TrainingSettings, bounds, choices
from rnnkit.config.cells import names_for
from rnnkit.words import plural, t

YES_OR_NO = ("true", "false")
Fields = Mapping[str, tuple[type[Settings], str]]
Judge = Callable[[str], bool]
NOTHING: Mapping[str, Judge] = MappingProxyType({})


def say_ignored(*kinds: type[Settings], special: Mapping[str, Judge] = NOTHING) -> None:
    """Before the fields of these settings are drawn (they clean the address): say how many are left out.

    `special` are fields that are no single setting, with what tells whether a value can be.
    """
    fields = {forms.key_of(kind, name): (kind, name) for kind in kinds for name in kind.model_fields}
    judges = {**SPECIAL, **special}
    known = {*fields, *judges} | ({CELL_KEY} if "cell" in fields else set())
    fitting = [
        _fits(fields, judges, name, value)
        for name in st.query_params
        if name in known
        for value in st.query_params.get_all(name)
    ]
    if wrong := fitting.count(False):
        said = plural(
            "Ignored {number} setting in the link.", "Ignored {number} settings in the link.", wrong
        )
        others = t("The others are in the form.") if any(fitting) else ""
        st.info(f"{said} {others}".strip(), icon=":material/link:")


def _fits(fields: Fields, special: Mapping[str, Judge], key: str, value: str) -> bool:
    """Whether a setting of the address can be shown in its field; names of columns are not judged here."""
    if key == CELL_KEY and "cell" in fields:
        kind, _ = fields["cell"]
        return issubclass(kind, TrainingSettings) and value in names_for(kind)
    if key in special:
        return special[key](value)
    if key not in fields or not value:
        return True
    kind, name = fields[key]
    if words := choices(kind, name):
        return value in {forms.spelled(word, name) for word in words}
    annotation = kind.model_fields[name].annotation
    if annotation is bool or bool in get_args(annotation):
        words = YES_OR_NO if annotation is bool else tuple(map(forms.on_or_off, (True, False)))
        return value.lower() in words
    low, high = bounds(kind, name)
    return low is None or high is None or between(value, low, high)


def between(value: str, low: float, high: float) -> bool:
    """Whether a value of the address is a number in these bounds."""
    try:
        return low <= float(value) <= high
    except ValueError:
        return False


# Fields of the address that are no single setting of any task.
SPECIAL: Mapping[str, Judge] = {BUDGET: readable}
