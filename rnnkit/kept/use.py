"""The job that uses a kept model on data it never saw: what it answers, and how good that was."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rnnkit.config import PredictConfig
from rnnkit.config.predict import PlannedRow
from rnnkit.data import Overrides, Table, read_table
from rnnkit.kept.from_run import kept_of
from rnnkit.kept.kept import Kept, is_kept
from rnnkit.kept.new_series import forecast_new
from rnnkit.kept.new_text import score_new
from rnnkit.runs.reading import Reader
from rnnkit.runs.rows import Dataset
from rnnkit.tasks.fitting import Clock, OnProgress
from rnnkit.tasks.outcome import Outcome

Before = Callable[[], Table]  # reads the data that a model was made of
Use = Callable[[Kept, bytes, Clock, Sequence[PlannedRow], Before | None], Outcome]

USES: Mapping[str, Use] = {"forecast": forecast_new, "text": score_new}


def load_model(store: Reader, config: PredictConfig) -> tuple[Kept, Before | None]:
    """The model that the settings name and its data, if whoever asks may see it."""
    return kept_of(store, config.model), before_of(store, config.model)


def before_of(store: Reader, run_id: str) -> Before | None:
    """What reads the data of a forecasting run; nothing does where the data did not come along."""
    run = store.run(run_id)
    dataset = store.dataset(run.dataset_id)
    if run.task != "forecast" or is_kept(dataset.content):
        return None
    return partial(read_table, dataset.content, Overrides.from_json(dataset.overrides))


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
    return USES[kept.task](kept, content, clock, planned, before)


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
