"""The model that a run starts from: what an earlier run of the same data left in the store. No torch."""

from collections.abc import Mapping
from typing import Any

from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, NotFoundError
from rnnkit.files.kept import SCORED
from rnnkit.files.model_file import Model
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.words import t


def starting_model(store: Store, earlier_id: str, run: Run) -> Model:
    """The model that a run is to start from, if that one is of the same person and data."""
    earlier = _earlier(store, earlier_id)
    if earlier.viewer != run.viewer:
        raise _gone()
    if earlier.dataset_id != run.dataset_id or earlier.task != run.task:
        raise ConfigError(t("The run to start from has other data; choose one of the same data."))
    return trained_model(store, earlier)


def trained_model(store: Store, run: Run) -> Model:
    """The best weights that an ended run left, with its settings as they were decided."""
    try:
        summary, model = summary_and_model(store, run)
    except NotFoundError:
        raise NotFoundError(t("The run to start from left no weights; choose a finished one.")) from None
    if "imported" in summary:
        raise ConfigError(t("This model came without its data, so it cannot be trained further here."))
    return model


def summary_and_model(store: StoreReader | Store, run: Run) -> tuple[Mapping[str, Any], Model]:
    """What an ended run found, and its model as it was scored: one that learned on with all rows has seen the
    rows on which it would be looked at, or scored next.

    Raises `NotFoundError` where it has no weights, `ConfigError` for a text run of a version that scored on
    the part which chose the weights: such a network has learned from what is now held out to choose by.
    """
    if run.task not in TASKS:
        raise NotFoundError(t("This run has no such result."))
    kind, summary = TASKS[run.task].resolved, store.results.summary(run.id)
    weights = store.results.files(run.id).get(SCORED) or store.results.weights(run.id)
    if CHOSEN_BY_SCORE in summary.get("metrics", {}):
        raise ConfigError(t("This run is from before texts had a test part of their own; train it again."))
    known = summary.get("vocabulary")
    model = Model(
        parse_stored(kind, summary["config"]),
        None if known is None else parse(Vocabulary, known),
        weights=read_tensors(weights).arrays(),
    )
    return summary, model


def _earlier(store: Store, run_id: str) -> Run:
    try:
        return store.runs.get(run_id)
    except NotFoundError:
        raise _gone() from None


def _gone() -> NotFoundError:
    return NotFoundError(t("The run to start from is not there any more; train without it."))
