"""One-click ways out of settings that cannot be: the first change that makes them possible is offered."""

from collections.abc import Callable, Mapping
from typing import Any

from pages.ui import forms
from rnnkit.errors import RnnkitError
from rnnkit.text import t

FIXES: tuple[tuple[str, Mapping[str, Any]], ...] = (
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
    ("Train on the automatic device", {"device": "auto"}),
    ("Start again from the defaults", {name: forms.default(name) for name in forms.NAMES}),
)


def first_fix(
    values: Mapping[str, Any], works: Callable[[Mapping[str, Any]], object]
) -> tuple[str, dict[str, Any]] | None:
    """The words and changes of the first fix that changes something and works."""
    for words, changes in FIXES:
        if all(values.get(name) == value for name, value in changes.items()):
            continue
        try:
            works({**values, **changes})
        except RnnkitError:
            continue
        return t(words), dict(changes)
    return None
