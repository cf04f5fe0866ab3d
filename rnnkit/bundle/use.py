"""The job that uses a kept model on data it never saw: what it answers, and how good that was."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from rnnkit.bundle.from_run import kept_of
from rnnkit.bundle.models import bundle_of
from rnnkit.config.predict import PlannedRow, PredictConfig
from rnnkit.files.kept import Kept, is_kept
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.rows import Dataset
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.training.fitting import Clock, OnProgress
from rnnkit.training.outcome import Outcome

Before = Callable[[], Any]  # reads the data that a model was made of
Use = Callable[[Kept, bytes, Clock, Sequence[PlannedRow], Before | None], Outcome]


def load_model(store: StoreReader, config: PredictConfig) -> tuple[Kept, Before | None]:
    """The model that the settings name and its data, if whoever asks may see it."""
    return kept_of(store, config.model), before_of(store, config.model)


def before_of(store: StoreReader, run_id: str) -> Before | None:
    """What reads the data of a run whose task wants it; nothing does where the data did not come along."""
    run = store.runs.get(run_id)
    dataset = store.datasets.get(run.dataset_id)
    task = TASKS[run.task]
    if task.bundling is None or not task.bundling.before or is_kept(dataset.content):
        return None
    return partial(named(task.source.load), dataset)


def load_content(dataset: Dataset) -> bytes:
    """The new data as it was uploaded: how it is read, the model knows."""
    return dataset.content


def use(
    kept: Kept,
    content: bytes,
    on_progress: OnProgress = lambda _: None,
    planned: Sequence[PlannedRow] = (),
    before: Before | None = None,
) -> Outcome:
    """Answer new data: forecasts beyond its end, with what is planned for it, or the score of a text.

    Raises `DataError` with one sentence where the data is not of the kind the model reads.
    """
    clock = Clock(on_progress)
    clock.tell("preparing", device="cpu")
    use_new: Use = named(bundle_of(kept).use)
    return use_new(kept, content, clock, planned, before)


def run(
    data: tuple[tuple[Kept, Before | None], bytes],
    config: PredictConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    **_: object,  # it takes a moment: nobody stops it or goes on from its middle
) -> Outcome:
    """The same as a job."""
    (kept, before), content = data
    return use(kept, content, on_progress, config.planned, before)
