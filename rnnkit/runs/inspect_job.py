"""The job that looks inside a trained network: the run it names, and the data of that run."""

from rnnkit.errors import ConfigError
from rnnkit.files.model_file import Model
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.rows import Dataset, Run
from rnnkit.runs.start_weights import summary_and_model
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.training.fitting import OnProgress, ShouldStop
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


def load_model(store: StoreReader, config: InsideConfig) -> tuple[Run, Model]:
    """The run that the settings name, if whoever asks may see it, and the network it left.

    Raises `NotFoundError` where there is none, `ConfigError` where it came without its data.
    """
    run = store.runs.get(config.model)
    summary, model = summary_and_model(store, run)
    if "imported" in summary:
        raise ConfigError(t("This model came without its data; look inside a run that was trained here."))
    return run, model


def unread(dataset: Dataset) -> Dataset:
    """The data set as it is: how it is read depends on the run."""
    return dataset


def run(
    data: tuple[tuple[Run, Model], Dataset],
    config: InsideConfig,  # noqa: ARG001  # the run was found by it
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    **_: object,  # it takes seconds: nobody goes on from its middle
) -> Outcome:
    """Look inside the network on the data it was trained on. Raises `ConfigError` for other data."""
    from rnnkit.inspect.trained import look_inside

    (looked, model), dataset = data
    if dataset.id != looked.dataset_id:
        raise ConfigError(t("The data is not that of the run; look inside it with its own."))
    task = TASKS[looked.task]
    if task.inside is None:
        raise ConfigError(t("Networks of this kind cannot be looked into."))
    data = named(task.source.load)(dataset)
    return look_inside(named(task.inside), model, data, on_progress, should_stop)
