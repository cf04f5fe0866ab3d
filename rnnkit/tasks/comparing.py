"""Comparing runs of any task: what their scores rest on, in what units, and why two stay apart."""

from collections.abc import Callable

from rnnkit import compare
from rnnkit.compare import Basis, Score, Units
from rnnkit.errors import NotFoundError
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Frames, Task, Values
from rnnkit.words import t


def basis_of(
    task: Task, content: str, reading: str, settings: Values, *, about: Values, rows: Callable[[], str]
) -> Basis:
    """What the score of a run rests on, from its data, its settings, the plain values of its summary, and
    `rows`, which gives the fingerprint of the rows of its test frame where that is needed."""
    assert task.comparing is not None
    question, scored = task.comparing.asked(settings, about, rows)
    return Basis(task.name, content, reading, question, scored)


def rows_of(task: Task, frames: Frames) -> str:
    """A fingerprint of the rows of the test frame of a run; empty where its task has none."""
    return task.comparing.rows(frames) if task.comparing and task.comparing.rows else ""


def units_of(task: Task, frames: Frames, score: Score) -> Units:
    """The losses behind the score of a run. Raises `NotFoundError` where it did not keep them."""
    if task.comparing is None or task.comparing.units is None:
        raise NotFoundError(t("This run kept its scores alone."))
    return task.comparing.units(frames, score.metric, score.value)


def why_apart(first: Basis, second: Basis) -> str:
    """One sentence why scores on these two are never ranked together; empty where they may be."""
    comparing = TASKS[first.task].comparing
    return compare.why_apart(first, second, comparing.reasons if comparing else {})
