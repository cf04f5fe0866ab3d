"""Which settings a run shares with the one it starts from or repeats, and in which it may differ."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from rnnkit.config.settings import parse, title
from rnnkit.config.training import TrainingSettings
from rnnkit.errors import ConfigError
from rnnkit.words import t

SEEDS = 2**32
LENGTH = frozenset({"budget", "epochs", "steps"})
BY_STEP: Mapping[str, tuple[()]] = MappingProxyType({"pace": (), "rates": ()})
"""What a run did at which of its steps, and its value for a run that did none of it."""
NOTHING: Mapping[str, Any] = MappingProxyType({})

C = TypeVar("C", bound=TrainingSettings)


def inherited(kind: type[TrainingSettings], resolved: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a run takes over from the one it starts from, as those were decided."""
    return {name: value for name, value in resolved.items() if name not in kind.free}


def further(asked: C, resolved: Mapping[str, Any], run_id: str, changes: Mapping[str, Any] = NOTHING) -> C:
    """The settings of a run that trains another further: as that was asked for and decided, with changes.

    The seed is the next one, so that the data come in another order than they did before.
    Raises `ConfigError` for a change that is no setting or out of its bounds.
    """
    values = {**asked.model_dump(), **inherited(type(asked), resolved), **BY_STEP, "start_from": run_id}
    values["seed"] = (asked.seed + 1) % SEEDS
    values |= {"refit_steps": None} if "refit_steps" in values else {}
    if LENGTH & set(changes):
        values |= dict.fromkeys(LENGTH)
    return parse(type(asked), values | dict(changes))


def repeated(asked: C, resolved: Mapping[str, Any], seed: int) -> C:
    """The settings of a run that does the same work with another seed.

    A timed run is repeated by its pace: as many steps with the same learning rates, however busy the
    machine is meanwhile. What was changed by hand is changed at the same steps.
    """
    values = asked.model_dump()
    by_step = {name: resolved.get(name) or values[name] for name in BY_STEP}
    return parse(type(asked), {**values, **by_step, "seed": seed})


def check_same(earlier: TrainingSettings, config: TrainingSettings) -> None:
    """Refuse settings that need other weights, or are scored on other rows, than those of an earlier run.

    Raises `ConfigError` that names the first setting in which both differ and may not.
    """
    for name in type(config).model_fields:
        before, now = getattr(earlier, name, None), getattr(config, name)
        if name not in config.free and before != now:
            raise ConfigError(
                t(
                    "{title}: {now} here, {before} in the run it starts from; take the same.",
                    title=title(type(config), name),
                    now=_shown(now),
                    before=_shown(before),
                )
            )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    words = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return words[:30] or t("none")
