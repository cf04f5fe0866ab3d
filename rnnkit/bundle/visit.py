"""The job of coming back to a run with newer data: its rows go on, its last forecast is scored."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from rnnkit.bundle.from_run import kept_of
from rnnkit.bundle.models import bundle_of
from rnnkit.config.visit import READING, ROWS, VisitConfig
from rnnkit.errors import DataError, NotFoundError
from rnnkit.files.kept import Kept, is_kept
from rnnkit.runs.reading import StoreReader
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.training.fitting import Clock, OnProgress
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


@dataclass(frozen=True)
class KeptRows:
    """Rows of earlier visits as the store would keep them."""

    content: bytes
    overrides: str


@dataclass(frozen=True)
class Visited:
    """What was there before: who reads files and who forecasts, the rows so far, the last forecast.

    `rows` reads the rows; `forecast` and `scored` are the frames `future` and `by_series`.
    """

    reads: Kept
    kept: Kept
    rows: Callable[[], Any]
    forecast: pd.DataFrame
    scored: pd.DataFrame


def load_model(store: StoreReader, config: VisitConfig) -> Visited:
    """What the settings name, as far as whoever asks may see it."""
    task = TASKS[store.runs.get(config.root).task]
    dataset: Any = store.datasets.get(store.runs.get(config.root).dataset_id)
    if is_kept(dataset.content):
        raise DataError(t("This model came without its data, so nothing can be laid behind it."))
    if config.before:
        files = store.results.files(config.before)
        if ROWS not in files:
            raise NotFoundError(t("The rows of the visit before are gone."))
        dataset = KeptRows(files[ROWS], files[READING].decode())
    kept = kept_of(store, config.model)
    return Visited(
        reads=kept if config.model == config.root else kept_of(store, config.root),
        kept=kept,
        rows=partial(named(task.source.load), dataset),
        forecast=store.results.frame(config.last, "future"),
        scored=kept.frames["by_series"],
    )


def run(
    data: tuple[Visited, bytes],
    config: VisitConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    **_: object,  # it takes a moment: nobody stops it or goes on from its middle
) -> Outcome:
    """Come back as a job. Raises `DataError` with one sentence where the file is of another kind."""
    del config
    before, content = data
    clock = Clock(on_progress)
    clock.tell("preparing", device="cpu")
    back = bundle_of(before.kept).back
    if back is None:
        raise DataError(t("A run of this kind cannot be come back to."))
    done: Outcome = named(back)(before, content, clock)
    return done
