"""One-click ways out of settings that cannot be: the first change that makes them possible is offered."""

from collections.abc import Callable, Mapping
from typing import Any

from pages.ui.form import forms
from pages.ui.form.preset import held
from pages.ui.task_page import Fix, TaskPage
from rnnkit.errors import RnnkitError
from rnnkit.training.room import RoomError, use_words
from rnnkit.words import t

EVERY: tuple[Fix, ...] = ((t("Train on the automatic device"), {"device": "auto"}),)
Works = Callable[[Mapping[str, Any]], object]


def fix_of(error: RnnkitError, task: TaskPage, values: Mapping[str, Any], works: Works) -> Fix | None:
    """The words and changes of the first fix that changes something and works, and nothing that is held."""
    found = room_fix(error, task, values, works) if isinstance(error, RoomError) else None
    if found and _open(task, found[1]):
        return found
    return first_fix(task, values, works)


def _open(task: TaskPage, changes: Mapping[str, Any]) -> bool:
    return len(held.open_names(held.of(task.name), changes)) == len(changes)


def room_fix(error: RoomError, task: TaskPage, values: Mapping[str, Any], works: Works) -> Fix | None:
    """The largest settings that fit into memory with every network that was chosen."""
    changes: dict[str, Any] = {}
    refusal: RnnkitError | None = error
    while isinstance(refusal, RoomError) and refusal.changes.items() - changes.items():
        changes |= refusal.changes
        refusal = _refusal(works, {**values, **changes})
    return None if refusal else (use_words(task.settings, changes), changes)


def first_fix(task: TaskPage, values: Mapping[str, Any], works: Works) -> Fix | None:
    """The first of those known beforehand."""
    free = held.open_names(held.of(task.name), task.fields)
    defaults = {name: forms.default(task.settings, name) for name in free}
    for words, changes in (*task.fixes, *EVERY, (t("Start again from the defaults"), defaults)):
        same = all(values.get(name) == value for name, value in changes.items())
        if same or not _open(task, changes):
            continue
        if _refusal(works, {**values, **changes}) is None:
            return words, changes
    return None


def _refusal(works: Works, values: Mapping[str, Any]) -> RnnkitError | None:
    try:
        works(values)
    except RnnkitError as error:
        return error
    return None
