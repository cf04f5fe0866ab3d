"""How long a run may take: a few amounts of time to click on, or a number of epochs."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui.form import forms
from pages.ui.form.preset import held
from pages.ui.frame import state
from pages.ui.frame.words import count, duration
from rnnkit.config import TrainingSettings, bounds
from rnnkit.words import plural, t

KEY = "budget"
INSTANT = 3.0
USUAL = (INSTANT, 20.0, 60.0, 300.0)
EPOCHS, STEPS = "epochs", "steps"
_TIME = re.compile(r"(?:(1) h)?(?:(\d{1,2}) min)? ?(?:(\d{1,2}) s)?")
LEAST, LONGEST = (float(end or 0) for end in bounds(TrainingSettings, KEY))  # seconds
COUNTED = 10  # epochs or steps, where nobody says how many


def budget_field() -> dict[str, object]:
    """Draw the choice and return the settings it stands for; exactly one of them is not `None`."""
    found = held.held()
    chosen = held.kept(found, KEY, None) if held.is_hidden(found, KEY) else _choice(found)
    counted = forms.field(TrainingSettings, chosen, auto=COUNTED) if chosen in (EPOCHS, STEPS) else None
    settings: dict[str, object] = {KEY: None, EPOCHS: None, STEPS: None}
    if chosen in (EPOCHS, STEPS):
        return settings | {str(chosen): counted or COUNTED}
    return settings | {KEY: chosen}


def _choice(found: held.Held | None) -> Any:
    """The pills: an amount of time, or that epochs or steps are counted."""
    how: dict[str, Any] = {"bind": forms.BIND, **held.lock(found, KEY, KEY)}
    _read_address()
    chosen = st.pills(
        t("Time to train"),
        _options(),
        default=forms.default(TrainingSettings, KEY),
        required=True,
        format_func=_words,
        key=KEY,
        **how,
        help=t(
            "The app measures this machine and fits the number of steps and the schedule to the time. "
            "Instant is 3 s; scoring beside the slow baselines comes on top."
        ),
    )
    return held.kept(found, KEY, chosen)


def budget_values(budget: float | None, epochs: int | None, steps: int | None) -> dict[str, object]:
    """What the fields hold for settings that came from a run or an example."""
    kind = KEY if budget is not None else EPOCHS if epochs is not None else STEPS
    return {KEY: budget if kind == KEY else kind, EPOCHS: epochs, STEPS: steps}


def budget_words(settings: Mapping[str, Any]) -> str:
    """The length of a run in a few words; one that repeats a timed run takes as many steps as that did."""
    if pace := settings.get("pace"):
        return t("{number} steps", number=count(pace[-1][1]))
    if (seconds := settings.get(KEY)) is not None:
        return duration(float(str(seconds)))
    if (epochs := settings.get(EPOCHS)) is not None:
        return plural("{number} epoch", "{number} epochs", epochs)
    return plural("{number} step", "{number} steps", settings[STEPS])


def readable(words: str) -> bool:
    """Whether the address spells a length of training that the field can show."""
    return words.lower() in (EPOCHS, STEPS) or LEAST <= (_seconds(words) or 0) <= LONGEST


def _read_address() -> None:
    """Take a length that the address spells otherwise than the field does, which would not know it.

    `90 s` is its `1 min 30 s`, and `3 s` its `Instant`.
    """
    words = st.query_params.get(KEY, "")
    if not words or state.get(KEY) is not None or not readable(words):
        return
    asked = _seconds(words) or words.lower()
    if _words(asked) != words:
        state.put({KEY: asked})


def _options() -> list[float | str]:
    """The usual amounts, and any other that the address or an example asks for."""
    asked = [state.get(KEY), _seconds(st.query_params.get(KEY, ""))]
    times = {value for value in asked if isinstance(value, float) and LEAST <= value <= LONGEST} | set(USUAL)
    counted = [EPOCHS] + ([STEPS] if STEPS in (state.get(KEY), st.query_params.get(KEY, "").lower()) else [])
    return [*sorted(times), *counted]


def _words(option: object) -> str:
    if option == INSTANT:
        return t("Instant")
    return duration(option) if isinstance(option, float) else t(str(option).capitalize())


def _seconds(words: str) -> float | None:
    """`1 min 30 s`, `1 h`, or `Instant`, as the address spells it, in seconds."""
    if words.strip().lower() == "instant":
        return INSTANT
    found = _TIME.fullmatch(words.strip())
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (float(number or 0) for number in found.groups())
    return 3600 * hours + 60 * minutes + seconds
