"""F14: whatever stands behind the address of a page is judged without a fault, and what fits can be shown."""

import math
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pages.ui.form import forms
from pages.ui.form.budget import KEY as BUDGET
from pages.ui.form.budget import readable
from pages.ui.form.ignored_settings import SPECIAL, _fits
from pages.ui.text.write_form import TEMPERATURE, can_be_temperature
from rnnkit.config import bounds, choices
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.settings import TextConfig
from tests.faults.plan import rounds

KINDS = (ForecastConfig, TextConfig, GenerateConfig)
FIELDS = {forms.key_of(kind, name): (kind, name) for kind in KINDS for name in kind.model_fields}
NASTY = (
    "1e999",
    "-inf",
    "nan",
    "0x10",
    "1_0",
    "\x00",
    "\u0663",
    "1 min 99 s",
    "%",
    "True",
    "9" * 5000,
    "5 s",
)

keys = st.sampled_from([*FIELDS, BUDGET, "cells", "write_temperature"]) | st.text(max_size=8)
spelled = st.sampled_from(NASTY) | st.text(max_size=12) | st.integers().map(str) | st.floats().map(str)


@settings(
    max_examples=rounds(500, 5000),
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.tuples(keys, spelled), max_size=4), st.text("&=%+;#?aZ09\x00é", max_size=12))
def test_a_link_is_judged_without_a_fault(pairs: list[tuple[str, str]], raw: str) -> None:
    for key, value in [*pairs, *parse_qsl(raw, keep_blank_values=True)]:
        fits = _fits(FIELDS, {**SPECIAL, TEMPERATURE: can_be_temperature}, key, value)
        assert readable(value) in (True, False)
        if not fits or key not in FIELDS or key == BUDGET or not value:
            continue
        kind, name = FIELDS[key]
        low, high = bounds(kind, name)
        if choices(kind, name):
            assert value in map(forms.spelled, choices(kind, name))
        elif low is not None and high is not None:
            assert math.isfinite(float(value))
            assert low <= float(value) <= high
