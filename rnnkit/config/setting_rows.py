"""The settings of a run as rows for a person: what each is called, and its value in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from rnnkit.config.settings import Settings, title
from rnnkit.words import t

LEFT_OUT = frozenset({"task", "start_from", "pace"})  # what only a program asks for


def setting_rows(kind: type[Settings], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Title and value of every setting of this kind that has a title, in the order of the form."""
    for name in kind.model_fields:
        if name in values and name not in LEFT_OUT:
            yield t(title(kind, name)), _words(values[name])


def _words(value: object) -> str:
    """A value as a person writes it: `True` is yes, nothing is a dash."""
    if value is None or value in ((), [], ""):
        return "–"
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(_words, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
