"""What runs draw of themselves while they train, as the page of their task shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.runs.sql.rows import Run

Drawn = tuple[Run, dict[str, Any]]


def latest_drawings(runs: Sequence[Run], found: Mapping[str, Any]) -> None:
    """The newest drawing of each run, those on the same data together; `found` holds them by run."""
    there = [run for run in runs if TASKS[run.task].drawing and run.id in found]
    for task, dataset in dict.fromkeys((run.task, run.dataset_id) for run in there):
        same = [(run, found[run.id]) for run in there if (run.task, run.dataset_id) == (task, dataset)]
        drawn_by(str(TASKS[task].drawing))(same)
