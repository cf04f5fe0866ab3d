"""One-click ways out of settings that cannot be: the first change that makes them possible is offered."""

from collections.abc import Callable, Mapping
from typing import Any

from pages.ui import forms
from pages.ui.tasks import Task
from rnnkit.errors import RnnkitError
from rnnkit.text import t

Fix = tuple[str, Mapping[str, Any]]
FORECAST: tuple[Fix, ...] = (
    ("Use the suggested lookback", {"lookback": None, "segment": None}),
    ("Use the suggested test part", {"test": None, "stride": None}),
    (
        "Use the suggested lengths",
        {"horizon": None, "lookback": None, "segment": None, "test": None, "stride": None},
    ),
    ("Use hidden size 128 and 2 layers", {"hidden_size": 128, "num_layers": 2}),
    ("Use the direct strategy", {"strategy": "direct"}),
    ("Train without covariates", {"past_covariates": (), "future_covariates": ()}),
    ("Choose the targets from the data", {"targets": ()}),
)
TEXT: tuple[Fix, ...] = (
    ("Read it as characters", {"unit": "char", "max_vocabulary": None}),
    ("Use the suggested sizes", {"hidden_size": None, "embedding_size": None, "num_layers": 1}),
    ("Let the samples begin by themselves", {"sample_prompt": ""}),
)
EVERY: tuple[Fix, ...] = (("Train on the automatic device", {"device": "auto"}),)
OF: Mapping[str, tuple[Fix, ...]] = {"forecast": FORECAST, "text": TEXT}


def first_fix(
    task: Task, values: Mapping[str, Any], works: Callable[[Mapping[str, Any]], object]
) -> tuple[str, dict[str, Any]] | None:
    """The words and changes of the first fix that changes something and works."""
    defaults = {name: forms.default(task.settings, name) for name in task.fields}
    for words, changes in (*OF[task.name], *EVERY, ("Start again from the defaults", defaults)):
        if all(values.get(name) == value for name, value in changes.items()):
            continue
        try:
            works({**values, **changes})
        except RnnkitError:
            continue
        return t(words), dict(changes)
    return None
