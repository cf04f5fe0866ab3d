"""A run that ended, with all that is known of it, for the files that a person takes home."""

from functools import partial

from rnnkit.errors import NotFoundError, RnnkitError
from rnnkit.files.kept import is_kept
from rnnkit.runs.reading import StoreReader
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import EndedRun, named
from rnnkit.words import t


def ended_run(store: StoreReader, run_id: str) -> EndedRun:
    """What whoever asks may know of a run. Raises `NotFoundError` where it left nothing."""
    run, summary = store.runs.get(run_id), store.results.summary(run_id)
    name, changes = _data(store, run.dataset_id, run.task)
    return EndedRun(
        task=run.task,
        label=run.label,
        data=name,
        created=run.created,
        summary=summary,
        frames=partial(store.results.frame, run_id),
        files=store.results.files(run_id),
        changes=changes,
    )


def _data(store: StoreReader, dataset_id: str, task: str) -> tuple[str, tuple[str, ...] | None]:
    """The name of data and what was changed in reading it, as far as it is here and may be seen.

    It is read again: what was changed is no part of a run, and every run of the same data would keep it.
    """
    try:
        dataset = store.datasets.get(dataset_id)
    except NotFoundError:
        return t("data that is not shown"), None
    if is_kept(dataset.content):
        return dataset.name, None
    try:
        data = named(TASKS[task].source.load)(dataset)
    except RnnkitError:  # read by an earlier version, and no longer
        return dataset.name, None
    changes = getattr(data, "changes", ())
    return dataset.name, tuple(change.sentence for change in changes if change.enabled)
