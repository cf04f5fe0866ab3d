"""Fields that somebody else has set: hidden ones are not drawn, locked ones are drawn and cannot be changed.

Who sets them calls `hold` before the first field of the page is drawn, in each rerun: a link that a form is
started from does (see `start_link`), and so may a room. From then on every field of that task obeys, in all
seven forms, whoever draws it: `forms.field`, the networks, the time to train, the roles of columns. A page
that holds nothing draws all of its fields as ever.

    values = {"hidden_size": 48, "cells": ["GRU"]}
    hold(Held(page.name, values, hidden=frozenset({"cells"}), locked=frozenset({"hidden_size"}), note="…"))

Values are those of `as_fields`. This is what the eye sees, no protection: whoever has to be sure compares
the settings of a run where it is started. The value of a held field is never read back from its widget.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.words import literal
from rnnkit.config import Settings, TrainingSettings

CELLS, BUDGET = "cells", "budget"
LENGTHS = ("budget", "epochs", "steps")  # one field, kept as one: how long is trained
_HELD = "_held_fields"


@dataclass(frozen=True)
class Held:
    """The fields of a task that are set by somebody else.

    - `values`: what they hold, by the name of the setting, as `as_fields` gives it; others may be in it;
    - `hidden`, `locked`: names of fields; `cells` are the networks and `budget` the time to train;
    - `note`: the one sentence that is said in place of the hidden fields, with their number.
    """

    task: str
    values: Mapping[str, Any]
    hidden: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    note: str = ""

    @property
    def unseen(self) -> frozenset[str]:
        """Settings that are not drawn; the time to train is three of them in one field."""
        return _settings(self.hidden) & frozenset(self.values)

    @property
    def names(self) -> frozenset[str]:
        """All settings that cannot be changed, as far as there is a value for them."""
        return _settings(self.hidden | self.locked) & frozenset(self.values)


def _settings(fields: frozenset[str]) -> frozenset[str]:
    return fields | frozenset(LENGTHS) if BUDGET in fields else fields


def hold(held: Held | None) -> None:
    """Let these fields be held for the rest of this rerun, and as long as its page stays; `None`: none."""
    state.put({_HELD: (state.page(), held)})


def held() -> Held | None:
    """What the page that is drawn holds."""
    page, found = state.get(_HELD, ("", None))
    return found if found is not None and page == state.page() else None


def of(task: str) -> Held | None:
    """What is held of the form of a task."""
    found = held()
    return found if found is not None and found.task == task else None


def of_kind(kind: type[Settings]) -> Held | None:
    """What is held of a form that is made of these settings, or of those that all tasks share."""
    if kind is TrainingSettings:
        return held()
    return of(kind.kind()) if issubclass(kind, TrainingSettings) else None


def is_hidden(found: Held | None, name: str) -> bool:
    """Whether a field is not drawn."""
    return found is not None and name in found.unseen


def is_locked(found: Held | None, name: str) -> bool:
    """Whether a field is drawn and cannot be changed."""
    return found is not None and name in found.names - found.unseen


def lock(found: Held | None, name: str, key: str) -> dict[str, Any]:
    """What a widget is given to show a held value and take no other; nothing where it is open."""
    if found is None or not is_locked(found, name):
        return {}
    value = found.values[name]
    state.put({key: list(value) if isinstance(value, tuple) else value})
    return {"disabled": True, "bind": None}


def kept(found: Held | None, name: str, drawn: Any) -> Any:
    """What a field is worth: the held value, whatever the browser says, or what it was drawn with."""
    return found.values[name] if found is not None and name in found.names else drawn


def with_held(task: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a form with those that are held, whether or not the form has drawn a field for them.

    Fields come and go with the data, the networks and folds; one that is held holds all the same. Columns
    are left as the form has them where it has any: it knows which of them the data has.
    """
    found = of(task)
    if found is None:
        return dict(values)
    own = {name for name in values if isinstance(found.values.get(name), list | tuple)}
    names = found.names - own - {CELLS, *LENGTHS}  # those two are fields that are always asked
    return {**values, **{name: found.values[name] for name in names}}


def say_held(task: str) -> None:
    """Say in one line, where the fields would be, how many of them are set and not shown."""
    found = of(task)
    if found is not None and found.note and found.unseen:
        st.caption(":material/visibility_off: " + literal(found.note))


def open_names(found: Held | None, names: Collection[str]) -> list[str]:
    """Those of these fields that a person may change."""
    return [name for name in names if found is None or name not in found.names]
