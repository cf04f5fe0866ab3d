"""What is asked of a trained model: prompt, boldness, length. Every field stands in the address."""

import streamlit as st

from pages.ui.form import forms
from pages.ui.form.ignored_settings import between
from rnnkit.config import parse
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.words import t

TEMPERATURE = "write_temperature"
COLDEST, USUAL, HOTTEST = 0.0, 0.8, 2.0
BESIDE = 0.4  # between the temperatures that stand side by side
ROW = ("top_k", "top_p", "length", "seed")


def write_form() -> GenerateConfig:
    """Draw the fields. Raises `ConfigError` for values that cannot be."""
    prompt = forms.field(GenerateConfig, "prompt")
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        temperature = st.slider(
            t("Temperature"),
            COLDEST,
            HOTTEST,
            USUAL,
            step=0.05,
            key=TEMPERATURE,
            bind=forms.BIND,
            help=t(str(GenerateConfig.model_fields["temperatures"].description)),
        )
    with right:
        three = st.toggle(t("Three temperatures side by side"), key="write_three", bind=forms.BIND)
    values = {"prompt": prompt, "temperatures": side_by_side(temperature) if three else (temperature,)}
    for box, name in zip(st.columns(len(ROW)), ROW, strict=True):
        with box:
            values[name] = forms.field(GenerateConfig, name, auto=_all(name))
    return parse(GenerateConfig, values)


def side_by_side(temperature: float) -> tuple[float, ...]:
    """Three different temperatures around one, within bounds."""
    lowest = round(min(max(temperature - BESIDE, COLDEST), HOTTEST - 2 * BESIDE), 2)
    return tuple(round(lowest + step * BESIDE, 2) for step in range(3))


def _all(name: str) -> str | None:
    """What an empty cut means: no cut."""
    return t("all") if name in ("top_k", "top_p") else None


def can_be_temperature(value: str) -> bool:
    """Whether a value of the address is a temperature that the slider has."""
    return between(value, COLDEST, HOTTEST)
