"""What a teacher fixes for a room, and whether it can be kept to."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from rnnkit.config import Settings, TrainingSettings, parse
from rnnkit.config.settings import Columns, Flag, Real, Whole, title
from rnnkit.errors import ConfigError
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task
from rnnkit.words import t

BUDGET = "budget"
NEVER = frozenset({"task", "start_from", "pace", "rates", "steps", "epochs", "device"})
"""Fields that no room opens: they bring other weights, another length, or another machine."""
UNSET: Mapping[str, Any] = {"start_from": "", "pace": (), "rates": (), "steps": None, "epochs": None}
MOST_JSON = 20_000  # characters of a preset

Name = Annotated[str, Field(max_length=64)]


class LessonStep(Settings):
    """One lesson in the order of a room: where its control stands at first, and whether to stop behind it."""

    lesson: Name
    control: float | str | None = None
    stop: Flag = False


class RoomPlan(Settings):
    """What is fixed for a room.

    `settings` is the preset of the task; members may change what is `open`, everything else is locked, and
    what is `hidden` is locked and not even shown. Of `budget` seconds each run takes at most; with `open`
    holding "budget" it may take less.
    """

    task: Name
    settings: Mapping[str, Any] = {}
    open: Columns = ()
    hidden: Columns = ()
    budget: Real = Field(15.0, ge=1, le=3600, title="Time of a run")
    runs: Whole = Field(20, ge=1, le=200, title="Runs each")
    entries: Whole = Field(20, ge=1, le=100, title="Entries each")
    share: Real = Field(0.15, ge=0, le=0.5, title="Hidden slice")
    places: Whole = Field(60, ge=1, le=200, title="Members at most")
    lessons: Annotated[tuple[LessonStep, ...], Field(max_length=40)] = ()

    @property
    def of_task(self) -> Task:
        """The task that is trained. Raises `ConfigError` where there is none of this name."""
        if self.task not in TASKS:
            raise ConfigError(
                t("There is no task {task}; choose one of {all}.", task=self.task, all=", ".join(TASKS))
            )
        return TASKS[self.task]

    def preset(self, own: Mapping[str, Any] | None = None) -> TrainingSettings:
        """The settings that a run starts with, those that one data set has of its `own` among them.

        Raises `ConfigError` with one sentence for settings that the task does not take.
        """
        whole = {**self.settings, **(own or {}), "task": self.task, **UNSET, BUDGET: self.budget}
        return parse(self.of_task.asked, whole)

    def asked(self, own: Mapping[str, Any], changed: Mapping[str, Any]) -> TrainingSettings:
        """The settings of a run that changes what is open, for whoever makes a form of them.

        Raises `ConfigError` where it changes anything else.
        """
        preset = self.preset(own)
        asked = preset.replace(**changed)
        check_settings(self, preset, asked)
        return asked


def check_plan(plan: RoomPlan, own: Mapping[str, Any], fixed: frozenset[str]) -> TrainingSettings:
    """The preset of a data set, if a room can keep to it; `fixed` decide what is scored on the slice.

    Raises `ConfigError` with one sentence.
    """
    if len(json.dumps(dict(plan.settings), default=str)) > MOST_JSON:
        raise ConfigError(t("The settings of a room take at most {most:,} characters.", most=MOST_JSON))
    kind = plan.of_task.asked
    for name in (*plan.open, *plan.hidden):
        if name not in kind.model_fields:
            raise ConfigError(t("There is no setting called {name}.", name=name[:40]))
    for name in plan.open:
        if name in NEVER:
            raise ConfigError(t("{title} stays locked in a room.", title=title(kind, name)))
        if name in fixed:
            raise ConfigError(
                t(
                    "{title} decides what is scored, so it stays locked in a room with a hidden slice.",
                    title=title(kind, name),
                )
            )
        if name in plan.hidden:
            raise ConfigError(t("{title} is open or hidden in a room, not both.", title=title(kind, name)))
    return plan.preset(own)


def check_settings(plan: RoomPlan, preset: TrainingSettings, asked: TrainingSettings) -> None:
    """Refuse settings that change what is locked, or take longer than a run of the room may."""
    for name in type(preset).model_fields:
        was, now = getattr(preset, name), getattr(asked, name)
        if was == now:
            continue
        if name == BUDGET and BUDGET in plan.open and now is not None and now <= plan.budget:
            continue
        if name == BUDGET and BUDGET in plan.open:
            raise ConfigError(t("In this room a run takes at most {seconds:g} s.", seconds=plan.budget))
        if name not in plan.open or name in NEVER:
            raise ConfigError(t("{title} is locked in this room.", title=title(type(preset), name)))
