"""A run as a kept model: one of the store, or one that was just done here."""

import json
from typing import Any

from rnnkit.bundle.models import bundle_of
from rnnkit.config import BY_STEP, parse
from rnnkit.config.stored import parse_stored
from rnnkit.errors import DataError
from rnnkit.files.about import About, DataSource, summary_of
from rnnkit.files.encoding import to_json
from rnnkit.files.kept import PREDICTIONS, SOURCE, Kept
from rnnkit.runs.reading import StoreReader
from rnnkit.tasks import TASKS
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


def kept_of(store: StoreReader, run_id: str) -> Kept:
    """The model of a run that has results.

    Raises `NotFoundError` where it has none, `DataError` where its task leaves no model file, or it is older
    than these.
    """
    run, found, files = store.runs.get(run_id), store.results.summary(run_id), store.results.files(run_id)
    task = TASKS.get(run.task)
    if task is None or task.bundling is None:
        raise DataError(
            t(
                "Only forecasts and texts leave as a model file; a run of the kind {task} stays here, for "
                "show and further.",
                task=run.task,
            )
        )
    if PREDICTIONS not in files:
        raise DataError(t("This run holds no whole model; train it again to take its model along."))
    frames = {name: store.results.frame(run_id, name) for name in task.bundling.frames}
    outcome = Outcome(found, frames, store.results.weights(run_id), files)
    return kept_from(outcome, run.label, _source(store, run.dataset_id, files))


def kept_from(outcome: Outcome, label: str, source: DataSource) -> Kept:
    """The model of a run that came to its end here, in or outside a store."""
    found: dict[str, Any] = json.loads(to_json(dict(outcome.summary)))  # without numbers that are none
    config = parse_stored(TASKS[found["config"]["task"]].resolved, found["config"])
    bundle = bundle_of(config)
    told = {name: getattr(config, name) for name in ("seed", *BY_STEP)}
    about = About(label=label, source=source, summary=summary_of(found), **told)
    return Kept(
        config=config.replace(start_from=""),  # an id that means nothing elsewhere
        about=about,
        weights=outcome.weights,
        frames={name: outcome.frames[name] for name in bundle.frames},
        parts={
            part.name: outcome.files[part.name]
            for part in bundle.parts
            if not part.some or part.name in outcome.files
        },
        predictions=outcome.files[PREDICTIONS],
    )


def _source(store: StoreReader, dataset_id: str, files: dict[str, bytes]) -> DataSource:
    """Where the data came from; a model that was imported says so itself."""
    if SOURCE in files:
        return parse(DataSource, files[SOURCE])
    dataset = store.datasets.get(dataset_id)
    return DataSource(name=dataset.name, sha256=dataset.sha256, bytes=len(dataset.content))
