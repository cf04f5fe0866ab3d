"""The body of a worker: do one claimed run from its settings and data to its end state.

Whatever happens inside a task, the run comes to exactly one end: finished, stopped, diverged, or
failed with a sentence. Only the death of the process itself is left to `rnnkit.jobs`.
"""

import logging
import math
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection

from rnnkit.config.stored import parse_stored
from rnnkit.errors import DivergedError, JobError, NotFoundError, PausedError, RnnkitError
from rnnkit.files.kept import is_kept
from rnnkit.runs.rooms.entries import NewEntry
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.sql.rows import Dataset
from rnnkit.runs.start_weights import starting_model
from rnnkit.runs.states import State
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.runs.worker.checkpointer import StoreCheckpointer
from rnnkit.runs.worker.queue import Queue
from rnnkit.runs.worker.recorder import Recorder
from rnnkit.runs.worker.retry import retry
from rnnkit.runs.worker.wishes import StoreWishes
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task, named
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress
from rnnkit.training.room import less_memory
from rnnkit.words import t

log = logging.getLogger(__name__)

WRITE_SECONDS = 0.25
WRITE_SHARE = 0.05  # of the time of a run may go into telling how it goes, where a disk is slow
LONGEST_SECONDS = 2.0
STOP_SECONDS = 0.2
COUNTED: frozenset[State] = frozenset({"finished", "stopped"})  # ends that count on the board of a room
ENTRY = "rnnkit.bundle.hidden:entry_of"


class CutOffError(JobError):
    """The store was silent for so long that others may have taken this worker for gone: it has to end."""


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Job:
    """Something that a worker does, as `module:name`, so that knowing all jobs loads none of them.

    `settings` is a class, `load` takes a `Dataset` and gives the data. Training is done with what `prepare`
    and `report` give (see `rnnkit.training.run`); any other job is `run(data, settings, on_progress=...,
    should_stop=..., keeper=...)`, which gives an `Outcome`. Settings that name another run to start from also
    give it `start=...`. Where there is a `model`, it takes the store of whoever asks and the settings, and
    the data is a pair of what it gives and what was loaded. `optional` are modules that it loads where they
    are installed, worth loading once for all workers.
    """

    settings: str
    load: str
    run: str = ""
    prepare: str = ""
    report: str = ""
    model: str = ""
    optional: tuple[str, ...] = ()

    @classmethod
    def of(cls, task: Task) -> "Job":
        """Training for a task."""
        asked = f"{task.asked.__module__}:{task.asked.__qualname__}"
        return cls(asked, task.source.load, prepare=task.prepare, report=task.report, optional=task.optional)

    @property
    def needed(self) -> tuple[str, ...]:
        """The modules that it names and cannot do without."""
        paths = (self.settings, self.load, self.run, self.prepare, self.report)
        return tuple(path.partition(":")[0] for path in paths if path)

    def work(self) -> Callable[..., Outcome]:
        """What it does with data and settings."""
        if self.run:
            done: Callable[..., Outcome] = named(self.run)
            return done
        from rnnkit.training.run import train  # only in a worker: torch takes seconds to load

        return partial(train, named(self.prepare), named(self.report))


JOBS: Mapping[str, Job] = {
    **{name: Job.of(task) for name, task in TASKS.items()},
    "predict": Job(
        settings="rnnkit.config.predict:PredictConfig",
        load="rnnkit.bundle.use:load_content",
        model="rnnkit.bundle.use:load_model",
        run="rnnkit.bundle.use:run",
    ),
    "visit": Job(
        settings="rnnkit.config.visit:VisitConfig",
        load="rnnkit.bundle.use:load_content",
        model="rnnkit.bundle.visit:load_model",
        run="rnnkit.bundle.visit:run",
    ),
    "inside": Job(
        settings="rnnkit.inspect.job_settings:InsideConfig",
        load="rnnkit.runs.inspect_job:unread",
        model="rnnkit.runs.inspect_job:load_model",
        run="rnnkit.runs.inspect_job:run",
    ),
    "trial": Job(
        settings="rnnkit.search.settings:TrialConfig",
        load="rnnkit.runs.trial_job:unread",
        model="rnnkit.runs.trial_job:begun",
        run="rnnkit.runs.trial_job:run",
    ),
    "mistake": Job(
        settings="rnnkit.mistakes.settings:MistakeConfig",
        load="rnnkit.runs.execute:load_source",
        run="rnnkit.mistakes.lab:run",
    ),
    "cost": Job(
        settings="rnnkit.choosing.settings:CostConfig",
        load="rnnkit.choosing.cost_run:load",
        run="rnnkit.choosing.cost_run:run",
    ),
}


def execute(
    store: Store,
    run_id: str,
    attempt: int,
    jobs: Mapping[str, Job] = JOBS,
    *,
    watch: OnProgress = lambda _: None,
    asked: Callable[[], bool] = lambda: False,
    patience: float = math.inf,
) -> None:
    """Do a claimed run and bring it to its end state. Never raises for what goes wrong inside the run.

    Raises `CutOffError` where the store is silent for longer than the `patience` in seconds.
    """
    work = partial(_outcome, store, run_id, jobs)
    carry_out(store, run_id, attempt, work, watch=watch, asked=asked, patience=patience)


def carry_out(
    store: Store,
    run_id: str,
    attempt: int,
    work: Callable[..., Outcome],
    *,
    watch: OnProgress = lambda _: None,
    asked: Callable[[], bool] = lambda: False,
    patience: float = math.inf,
) -> None:
    """Do the work of a claimed run, keep what comes of it, and bring the run to its end state.

    `work` takes `on_progress`, `should_stop`, `keeper` and `wishes`. For whoever sits beside it, `watch` sees
    all progress that is told, and `asked` says whether this person wants it to stop.
    """
    report = Reporter(store.recorder, run_id, attempt)
    stop = StopFlag(store.queue, run_id, asked=asked, patience=patience)
    try:
        retry(lambda: store.queue.begin(run_id, attempt, os.getpid()))
        shared = store.place.shared
        keeper = StoreCheckpointer(store.checkpoints, run_id, attempt, report.flush, network=shared)
        wishes = StoreWishes(store.wishes, run_id)
        outcome = work(on_progress=tee(report, watch), should_stop=stop, keeper=keeper, wishes=wishes)
        retry(report.flush)
        state: State = "diverged" if outcome.diverged else "stopped" if stop.seen else "finished"
        entry = _entry(store, run_id, state, outcome)
        retry(lambda: _keep(store, run_id, attempt, (state, outcome, entry)))
    except PausedError as paused:
        seen = paused.seen
        retry(lambda: store.queue.pause(run_id, attempt, seen))
    except CutOffError:
        raise
    except LateWriteError:
        log.warning("Run %s went on without this worker; its result was dropped", run_id)
    except KeyboardInterrupt:
        reason = t("Ended from the keyboard before it was done; resume it or train it again.")
        store.queue.finish(run_id, attempt, "interrupted", reason)
        raise
    except Exception as error:
        state, reason = explain(error, retry(lambda: _task_of(store, run_id)))
        with suppress(LateWriteError):
            report.flush_if_possible()
        retry(lambda: store.queue.finish(run_id, attempt, state, reason))


def _task_of(store: Store, run_id: str) -> str:
    """The task of a run; empty where its owner deleted everything while it worked."""
    try:
        return store.runs.get(run_id).task
    except NotFoundError:
        return ""


def tee(first: OnProgress, second: OnProgress) -> OnProgress:
    """Tell two listeners."""

    def tell(progress: Progress) -> None:
        first(progress)
        second(progress)

    return tell


def load_source(dataset: Dataset) -> Any:
    """The source of an experiment, as it was when somebody asked for it. It is compared, never executed."""
    return dataset.content.decode()


def explain(error: Exception, task: str = "") -> tuple[State, str]:
    """The end state and the sentence for what went wrong; a bug becomes a number that the log explains."""
    if isinstance(error, DivergedError):
        return "diverged", str(error)
    if is_out_of_memory(error):
        return "failed", out_of_memory(task)
    if isinstance(error, RnnkitError):
        return "failed", str(error)
    incident = secrets.token_hex(4)
    log.error("Incident %s", incident, exc_info=error)
    return "failed", t(
        "Something broke inside the app; its log says more under {incident}.", incident=incident
    )


def out_of_memory(task: str) -> str:
    """Why a run ended for want of memory, and what takes less of it."""
    return less_memory(TASKS[task].less if task in TASKS else "")


def is_out_of_memory(error: Exception) -> bool:
    """Whether memory ran out: Python, the processor and the graphics card each say it in their own way."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)


class Reporter:
    """Writes progress to the store in batches; the first of each phase and the first loss at once."""

    def __init__(
        self, recorder: Recorder, run_id: str, attempt: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._recorder, self._run_id, self._attempt, self._clock = recorder, run_id, attempt, clock
        self._rows: list[Progress] = []
        self._seen: set[tuple[str, bool]] = set()
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take one record; it is in the store within a quarter of a second of training, a sample at once."""
        kind = (progress.phase, progress.train_loss is not None)
        news = kind not in self._seen or bool(progress.sample)
        self._seen.add(kind)
        self._rows.append(progress)
        if news or self._clock() >= self._next:
            self.flush_if_possible()

    def flush(self) -> None:
        """Write what has gathered."""
        self._recorder.log(self._run_id, self._attempt, self._rows)
        self._rows.clear()

    def flush_if_possible(self) -> None:
        """Write what has gathered; a store that does not answer gets it with the next batch."""
        start = self._clock()
        try:
            self.flush()
            pause = (self._clock() - start) / WRITE_SHARE
        except StoreError as error:
            log.warning("Progress waits: %s", error)
            pause = LONGEST_SECONDS
        self._next = self._clock() + min(max(pause, WRITE_SECONDS), LONGEST_SECONDS)


class StopFlag:
    """Tells a task whether to end: who sits beside it says so at once, the store is asked now and then."""

    def __init__(
        self,
        queue: Queue,
        run_id: str,
        clock: Callable[[], float] = time.monotonic,
        asked: Callable[[], bool] = lambda: False,
        patience: float = math.inf,
    ) -> None:
        self._queue, self._run_id, self._here, self._clock = queue, run_id, asked, clock
        self._patience = patience
        self._silent_since: float | None = None
        self._next = 0.0
        self.seen = False

    def __call__(self) -> bool:
        """Whether the run should end now. Once true, it stays true. Raises `CutOffError`, see `execute`."""
        if not self.seen and self._here():
            self.seen = True
        elif not self.seen and self._clock() >= self._next:
            self.seen = self._asked()
            self._next = self._clock() + STOP_SECONDS
        return self.seen

    def _asked(self) -> bool:
        start = self._clock()
        try:
            wanted = self._queue.stop_requested(self._run_id)
        except StoreError:
            self._silent_since = start if self._silent_since is None else self._silent_since
            if self._clock() - self._silent_since > self._patience:
                raise CutOffError(t("The store was silent for too long, so this worker ends.")) from None
            return False
        self._silent_since = None
        return wanted


def _outcome(store: Store, run_id: str, jobs: Mapping[str, Job], **doings: Any) -> Outcome:
    run = retry(lambda: store.runs.get(run_id))
    dataset = retry(lambda: store.datasets.get(run.dataset_id))
    job = jobs[run.task]
    if not job.model and is_kept(dataset.content):  # a model that was trained elsewhere: check it instead
        job = replace(job, load="rnnkit.bundle.recompute:load_kept", run="rnnkit.bundle.recompute:run")
    settings = parse_stored(named(job.settings), run.config)
    if earlier := getattr(settings, "start_from", ""):
        doings["start"] = retry(lambda: starting_model(store, earlier, run))
    data = named(job.load)(dataset)
    if job.model:
        data = (retry(lambda: named(job.model)(store.of(run.viewer), settings)), data)
    if job.run:
        doings.pop("wishes")  # it takes seconds: nobody plays with it
    return job.work()(data, settings, **doings)


def _entry(store: Store, run_id: str, state: State, outcome: Outcome) -> NewEntry | None:
    """What a run is worth on the hidden slice of its room; `None` where there is none, or it is late."""
    if state not in COUNTED or (hidden := retry(lambda: store.entries.slice_for(run_id))) is None:
        return None
    entry: NewEntry = named(ENTRY)(outcome, retry(lambda: store.runs.get(run_id)).label, hidden)
    return entry


def _keep(store: Store, run_id: str, attempt: int, came: tuple[State, Outcome, NewEntry | None]) -> None:
    state, outcome, entry = came

    def beside(connection: Connection) -> None:
        if entry is not None:
            store.entries.write(connection, run_id, entry)

    store.recorder.complete(
        run_id,
        attempt,
        state,
        summary=outcome.summary,
        frames=outcome.frames,
        weights=outcome.weights,
        files=outcome.files,
        reason=outcome.diverged,
        beside=beside,
    )
