"""The one figure that ranks runs of a task, beside the best baseline on the same rows."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rnnkit.metrics import METRICS
from rnnkit.words import t

PROPER: Mapping[str, str] = {"ets": "ETS", "theta": "Theta"}  # baselines not called by plain words
LEARNED = "training"  # the part that was learned from, where none was held out
CHOSEN_BY_SCORE = "validation"  # a network of earlier versions, scored on the part that chose its weights


@dataclass(frozen=True)
class Scores:
    """How runs of a task are scored: what their network is called beside the baselines, the first that there
    is, and the measures in the order that ranks. What it learned by heart (`training`) ranks nobody.

    `methods` says what baselines are called in a narrow table, where not by their own names; `{order}` is
    filled where they have one.
    """

    own: tuple[str, ...]
    ranked: tuple[str, ...]
    methods: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Score:
    """A score (smaller is better) and the best baseline's, in the same metric; NaN where there is none."""

    metric: str
    value: float
    baseline: str = ""
    to_beat: float = math.nan
    decided: bool = False  # whether the part it is from chose the weights, too

    @property
    def ratio(self) -> float:
        """The score relative to that of the best baseline; below 1 is better than it."""
        return self.value / self.to_beat if self.to_beat > 0 else math.nan

    @property
    def gain(self) -> float:
        """The share by which it is better than the best baseline; negative where it is worse."""
        return 1 - self.ratio

    @property
    def name(self) -> str:
        """What the score is measured in, as it stands behind a number."""
        return METRICS[self.metric].name

    def gain_per_second(self, seconds: float) -> float:
        """The same per second that the run took."""
        return self.gain / seconds if seconds > 0 else math.nan


def method_words(name: str) -> str:
    """What a network or a baseline is called where only its name is known."""
    return PROPER.get(name) or t(name)


def method_name(methods: Mapping[str, str], name: str, scores: Mapping[str, Any]) -> str:
    """What a method is called beside its scores: by one of these names, else by its own."""
    return methods[name].format(order=int(scores.get("order") or 0)) if name in methods else name


def score_of(scores: Scores, metrics: Mapping[str, Mapping[str, Any]]) -> Score | None:
    """The score in the `metrics` of a summary; `None` where nothing was held out to score on."""
    models, names = [name for name in scores.own if name != LEARNED], scores.ranked
    model = next((name for name in models if name in metrics), "")
    found = metrics.get(model, {})
    metric = next((name for name in names if _number(found.get(name)) is not None), None)
    if metric is None:
        return None
    others = {name: _number(row.get(metric)) for name, row in metrics.items() if name not in models}
    known = {name: value for name, value in others.items() if value is not None}
    best = min(known, key=lambda name: known[name], default="")
    to_beat = known.get(best, math.nan)
    return Score(metric, float(found[metric]), best, to_beat, decided=model == CHOSEN_BY_SCORE)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
