"""Settings as a person reads them: one value, and all that matters of a run in one line."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.ui.form.budget import budget_words
from pages.ui.form.forms import spelled
from pages.ui.form.preset import held
from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.compare import LENGTH
from rnnkit.config import Settings
from rnnkit.words import plural, t

Values = Mapping[str, Any]


def title_of(kind: type[Settings], name: str) -> str:
    """What a setting is called in the form."""
    return t(kind.model_fields[name].title or name)


def field_title(kind: type[Settings], name: str) -> str:
    """What a field is called above it; the networks and the time to train are fields of several settings."""
    return {held.CELLS: t("Networks"), held.BUDGET: t("Time to train")}.get(name) or title_of(kind, name)


def value_words(name: str, value: object) -> str:
    """A setting's value as a person would write it."""
    if value is None and name not in LENGTH:
        return t("automatic")  # a run that never came to decide it
    if value is None or value in ((), []):
        return "–"
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, float):
        return f"{value:g}"
    return spelled(str(value), name)


def essence(task: str, cells: Sequence[str], settings: Values) -> str:
    """Networks, size and length of training in one line."""
    return f"{', '.join(cells) or t('no network')} · {size_words(task, settings)}"


def size_words(task: str, settings: Values) -> str:
    """Size and length of training; what nobody has decided yet is left out."""
    return " · ".join(filter(None, (drawn_by(TASKS[task].size)(settings), budget_words(settings))))


def lengths(settings: Values) -> str:
    """How far a forecaster reads back and looks ahead."""
    lookback, horizon = settings.get("lookback"), settings.get("horizon")
    steps = ""
    if lookback and horizon:
        steps = plural(
            "{number} step back, {horizon} ahead",
            "{number} steps back, {horizon} ahead",
            lookback,
            horizon=horizon,
        )
    return " · ".join(filter(None, (steps, width(settings))))


def width(settings: Values) -> str:
    """How wide a network is."""
    hidden = settings.get("hidden_size")
    return t("hidden size {hidden}", hidden=hidden) if hidden else ""


def problem(settings: Values) -> str:
    """What has to be remembered, and for how long."""
    asked, length = spelled(str(settings["problem"])), settings.get("length")
    if not length:
        return asked
    return plural("{problem} over {number} step", "{problem} over {number} steps", length, problem=asked)
