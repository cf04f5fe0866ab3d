"""Which settings differ between runs, in the words of the form; and what makes two runs repeats of one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rnnkit.config import BY_STEP

LENGTH = ("budget", "epochs", "steps")  # as it was asked for: a timed run is written down as its steps
UNSAID = ("task", "pace", "refit_steps")  # the task is no setting, and the others only repeat a run

Values = Mapping[str, Any]


def settings_of(asked: Values, resolved: Values) -> dict[str, Any]:
    """The settings of a run: everything the data decided filled in, its length as it was asked for."""
    values = {**asked, **resolved} | {name: asked.get(name) for name in LENGTH}
    return {name: value for name, value in values.items() if name not in UNSAID}


def differing(settings: Mapping[str, Values]) -> dict[str, dict[str, Any]]:
    """The settings that all runs have and not all have alike: setting -> run -> value.

    In the order of the first run.
    """
    runs = list(settings)
    shared = (
        [name for name in settings[runs[0]] if all(name in settings[run] for run in runs)] if runs else []
    )
    table = {name: {run: settings[run][name] for run in runs} for name in shared}
    return {name: row for name, row in table.items() if not _alike(list(row.values()))}


def _alike(values: Sequence[object]) -> bool:
    """Whether all are equal, however they are spelled; most are equal at first sight."""
    return all(value == values[0] for value in values) or len({_plain(value) for value in values}) < 2


def recipe(asked: Values, resolved: Values) -> str:
    """What a run did, its seed aside: equal for runs that repeat each other.

    A timed run is told by the steps it managed: on a busier machine the same seconds are less training.
    """
    by_step = {name: resolved.get(name) or asked.get(name) or () for name in BY_STEP}
    return _plain({**{name: value for name, value in asked.items() if name != "seed"}, **by_step})


def _plain(value: object) -> str:
    """One spelling for equal values: a tuple is its list, 1.0 is 1."""
    return json.dumps(_whole(value), sort_keys=True)


def _whole(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
