"""All tasks on screen: each has its `PAGE` in `pages/ui/<task>/page.py`, where it is found by its name."""

import json
from collections.abc import Mapping

from pages.ui.task_page import TaskPage
from rnnkit.config import TrainingSettings
from rnnkit.config.stored import Known, as_far_as_known, parse_stored
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks import TASKS as KINDS
from rnnkit.tasks.task import named

TASKS: Mapping[str, TaskPage] = {name: named(f"pages.ui.{name}.page:PAGE") for name in KINDS}


def task_of(config: TrainingSettings) -> TaskPage:
    """What kind of run these settings are for."""
    return TASKS[config.kind()]


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
    """The name and height of a loss that a run has to get below, where its task has one."""
    return TASKS[run.task].task.loss_level(known_settings(run).config)
