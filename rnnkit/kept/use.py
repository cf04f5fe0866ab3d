"""The job that uses a kept model on data it never saw: what it answers, and how good that was."""

from collections.abc import Callable, Mapping, Sequence

from rnnkit.config import PredictConfig
from rnnkit.config.predict import PlannedRow
from rnnkit.kept.from_run import kept_of
from rnnkit.kept.kept import Kept
from rnnkit.kept.new_series import forecast_new
from rnnkit.kept.new_text import score_new
from rnnkit.runs.reading import Reader
from rnnkit.runs.rows import Dataset
from rnnkit.tasks.fitting import Clock, OnProgress
from rnnkit.tasks.outcome import Outcome

Use = Callable[[Kept, bytes, Clock, Sequence[PlannedRow]], Outcome]

USES: Mapping[str, Use] = {"forecast": forecast_new, "text": score_new}


def load_model(store: Reader, config: PredictConfig) -> Kept:
    """The model that the settings name, if whoever asks may see it."""
    return kept_of(store, config.model)


def load_content(dataset: Dataset) -> bytes:
    """The new data as it was uploaded: how it is read, the model knows."""
    return dataset.content


def use(
    kept: Kept,
    content: bytes,
    on_progress: OnProgress = lambda _: None,
    planned: Sequence[PlannedRow] = (),
) -> Outcome:
    """Answer new data: forecasts beyond its end, with what is planned for it, or the score of a text.

    Raises `DataError` with one sentence where the data is not of the kind the model reads.
    """
    clock = Clock(on_progress)
    clock.tell("preparing", device="cpu")
    return USES[kept.task](kept, content, clock, planned)


def run(
    data: tuple[Kept, bytes],
    config: PredictConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    **_: object,  # it takes a moment: nobody stops it or goes on from its middle
) -> Outcome:
    """The same as a job."""
    return use(*data, on_progress, config.planned)
