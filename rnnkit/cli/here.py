"""Training right here: a run of the store like any other, which goes on where the store fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from rnnkit.cli.terminal import ProgressLine, stop_on_interrupt
from rnnkit.config import TrainingSettings
from rnnkit.config.cells import cell_name
from rnnkit.errors import JobError, RnnkitError
from rnnkit.jobs.identity import liveness, my_identity
from rnnkit.runs.execute import carry_out
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store, open_store
from rnnkit.runs.visitor import Order
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

Work = Callable[..., Outcome]  # takes `on_progress`, `should_stop` and, where checkpoints are kept, `keeper`


@dataclass(frozen=True)
class Data:
    """What is learned from, as the store keeps it."""

    name: str
    content: bytes
    overrides: str = "{}"  # decisions about reading it, as JSON


def open_local_store() -> Store:
    """The store of this installation, in which no run is said to work whose process has died."""
    store = open_store()
    for run in store.runs.find(states=["running"]):
        if liveness(run.worker, shared=store.place.shared) == "gone":
            reason = t("Its process ended while it worked; resume it or train it again.")
            store.queue.finish(run.id, run.attempt, "interrupted", reason)
    return store


def train(data: Data, config: TrainingSettings, work: Work) -> Outcome:
    """Do `work` as a run of the store; where that cannot keep it, this is said and the work is done anyway.

    Ctrl-C keeps the best weights so far, as Stop does. Raises what `work` raises.
    """
    try:
        store = open_local_store()
        run = _started(store, data, config)
    except RnnkitError as error:
        return train_apart(work, str(error))
    return _carried_out(store, run, work)


def train_apart(work: Work, reason: str) -> Outcome:
    """Do `work` beside the store, and say why."""
    _not_kept(reason)
    with ProgressLine() as line, stop_on_interrupt() as asked:
        return work(on_progress=line.show, should_stop=asked)


def _started(store: Store, data: Data, config: TrainingSettings) -> Run:
    """The run, written down as one of the command line that works here."""
    mine = store.terminal()
    dataset_id = mine.uploads.add(data.name, data.content, data.overrides)
    order = Order(config.model_dump_json(exclude_none=True), cell_name(config))
    return mine.queue.start_here(order, dataset_id, my_identity())


def _carried_out(store: Store, run: Run, work: Work) -> Outcome:
    """Do the work, and keep what comes of it; what goes wrong with the keeping costs no result."""
    captured = CapturedOutcome(work)
    with ProgressLine() as line, stop_on_interrupt() as asked:
        try:
            carry_out(store, run.id, run.attempt, captured, watch=line.show, asked=asked)
        except RnnkitError as error:
            _not_kept(str(error))
    if captured.outcome is None:
        raise captured.error or JobError(store.runs.get(run.id).reason)
    return captured.outcome


class CapturedOutcome:
    """Does the work, and remembers what came of it, whatever becomes of the store."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.outcome: Outcome | None = None
        self.error: Exception | None = None

    def __call__(self, **doings: Any) -> Outcome:
        """Do it; what goes wrong is remembered and raised."""
        try:
            self.outcome = self._work(**doings)
        except Exception as error:
            self.error = error
            raise
        return self.outcome


def _not_kept(reason: str) -> None:
    click.echo(t("This run is not kept in the store: {reason}", reason=reason), err=True)
