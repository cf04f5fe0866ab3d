"""The kinds of runs there are on screen: whose page, which settings. What all of them share asks here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pages.ui.menu import FORECAST, GENERATE, MEMORY
from rnnkit.config import ForecastConfig, MemoryConfig, TextConfig, TrainingSettings
from rnnkit.config.stored import Known, as_far_as_known, parse_stored
from rnnkit.data import Overrides, TextOverrides
from rnnkit.runs.rows import Run
from rnnkit.tasks.memory_plan import decide
from rnnkit.tasks.memory_report import loss_without
from rnnkit.text import t

NETWORK = frozenset({"task", "cell", "bidirectional"})  # chosen as one of a few names, not field by field


@dataclass(frozen=True)
class Task:
    """One kind of run."""

    name: str
    page: Path
    icon: str
    settings: type[TrainingSettings]
    overrides: type[Overrides] | type[TextOverrides] | None  # what a person can fix about reading its data
    writes: bool = False  # whether its runs show samples of their writing while they train
    level: Callable[[TrainingSettings], tuple[str, float]] | None = None  # a loss to get below, and its name

    @property
    def fields(self) -> tuple[str, ...]:
        """The settings that have a field of their own in the form."""
        return tuple(name for name in self.settings.model_fields if name not in NETWORK)


def without_memory(config: TrainingSettings) -> tuple[str, float]:
    """The loss of a memory problem for whoever does not remember."""
    assert isinstance(config, MemoryConfig)
    return t("no memory"), loss_without(decide(config))


FORECASTING = Task("forecast", FORECAST, ":material/trending_up:", ForecastConfig, Overrides)
WRITING = Task("text", GENERATE, ":material/edit_note:", TextConfig, TextOverrides, writes=True)
REMEMBERING = Task(
    "memory", MEMORY, ":material/psychology:", MemoryConfig, overrides=None, level=without_memory
)
TASKS: Mapping[str, Task] = {task.name: task for task in (FORECASTING, WRITING, REMEMBERING)}


def task_of(config: TrainingSettings) -> Task:
    """What kind of run these settings are for."""
    return next(task for task in TASKS.values() if isinstance(config, task.settings))


def settings_of(run: Run) -> TrainingSettings:
    """What a run was asked to do, to train so again. Raises `ConfigError` for one of another version."""
    return parse_stored(TASKS[run.task].settings, run.config)


def known_settings(run: Run) -> Known[TrainingSettings]:
    """What a run was asked to do, to be shown: as far as this version of the app knows it."""
    return as_far_as_known(TASKS[run.task].settings, run.config)


def network_of(run: Run) -> str:
    """The network of a run, also one that this version of the app does not have."""
    known = known_settings(run)
    return str(json.loads(run.config)["cell"]) if "cell" in known.strange else known.config.cell


def level_of(run: Run) -> tuple[str, float] | None:
    """The loss that a run has to get below, with its name, where its task has one."""
    level = TASKS[run.task].level
    return level(known_settings(run).config) if level else None
