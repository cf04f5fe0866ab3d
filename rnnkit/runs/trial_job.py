"""The job that does one round of a trial: trains as any run, and never opens the test part.

A round ends right at a check of the validation part, with a checkpoint from which the next one goes on.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from rnnkit.config import parse
from rnnkit.config.refit import without_refit
from rnnkit.config.training import TrainingSettings
from rnnkit.errors import NotFoundError
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.sql.rows import Dataset
from rnnkit.runs.trial_result import CHECKPOINT, LOSS, VALIDATION
from rnnkit.search.settings import TrialConfig
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task, named
from rnnkit.training.fitting import NO_CHECKPOINTS, Curve, Ending, Keeper, OnProgress, ShouldStop
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress
from rnnkit.training.run import Prepared, train


def begun(store: StoreReader, config: TrialConfig) -> bytes | None:
    """The checkpoint that the round before left; `None` for a first round, or where it is gone."""
    if not config.earlier:
        return None
    try:
        return store.results.files(config.earlier).get(CHECKPOINT)
    except NotFoundError:
        return None


def unread(dataset: Dataset) -> Dataset:
    """The data set as it is: how it is read depends on the task of the trial."""
    return dataset


def run(
    data: tuple[bytes | None, Dataset],
    config: TrialConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NO_CHECKPOINTS,
) -> Outcome:
    """Train up to the end of the round, and score on the validation part alone."""
    earlier, dataset = data
    task = TASKS[config.of]
    asked = parse(task.asked, config.settings)
    read, asked = part_of(task, named(task.source.load)(dataset), without_refit(asked), config)
    watch = RoundKeeper(keeper, earlier, config)
    outcome = train(
        named(task.prepare),
        partial(closed, task),
        read,
        asked,
        on_progress=watch.telling(on_progress),
        should_stop=lambda: should_stop() or watch.over,
        keeper=watch,
    )
    kept = watch.checkpoint()
    return replace(outcome, weights=b"", files={CHECKPOINT: kept} if kept else {})


def part_of(
    task: Task, data: Any, asked: TrainingSettings, config: TrialConfig
) -> tuple[Any, TrainingSettings]:
    """The data and settings of a fold; of a search without folds, all of them as they are."""
    if config.folds == 1:
        return data, asked
    assert task.folds is not None
    found: tuple[Any, TrainingSettings] = named(task.folds)(data, asked, config.fold, config.folds)
    return found


def closed(task: Task, prepared: Prepared[Any], ending: Ending, curve: Curve) -> Outcome:
    """What the best weights are worth on the validation part; the test part stays closed."""
    losses = [(point["step"], point["valid_loss"]) for point in curve if point["valid_loss"] is not None]
    metric, score = LOSS, min((loss for _, loss in losses), default=math.nan)
    if task.validated:
        prepared.model.eval()
        metric, score = named(task.validated)(prepared)
    promise = min((loss for step, loss in losses if step), default=None)
    about = {"metric": metric, "score": score if math.isfinite(score) else None, "promise": promise}
    return Outcome({VALIDATION: about}, diverged=ending.diverged)


class RoundKeeper:
    """Keeps checkpoints as the keeper of any run does, and sees when the round is over."""

    def __init__(self, keeper: Keeper, earlier: bytes | None, config: TrialConfig) -> None:
        self._keeper, self._earlier, self._config = keeper, earlier, config
        self._make: Callable[[], bytes] | None = None
        self._begin: bytes | None = None
        self._last: bytes | None = None
        self._began: float | None = None  # second of the first step
        self._due = False
        self.over = False

    def telling(self, on_progress: OnProgress) -> OnProgress:
        """See all progress before it is told on."""

        def tell(progress: Progress) -> None:
            self.see(progress)
            on_progress(progress)

        return tell

    def see(self, progress: Progress) -> None:
        """Look whether a check is where the round ends."""
        if progress.phase != "training":
            return
        self._began = progress.seconds if self._began is None else self._began
        until, seconds = self._config.until, self._config.seconds
        counted = until is not None and progress.step >= until
        timed = seconds is not None and progress.seconds - self._began >= seconds
        self._due = progress.step > 0 and progress.valid_loss is not None and (counted or timed)

    def newest(self) -> bytes | None:
        """The newest checkpoint of this round, else that of the round before."""
        self._begin = self._keeper.newest() or self._earlier
        return self._begin

    def offer(self, step: int, make: Callable[[], bytes]) -> None:
        """Keep the moment in which the round ends, and now and then one before."""
        self._make = make
        if self._due:
            self._last, self.over = make(), True
        else:
            self._keeper.offer(step, make)

    def keep(self, step: int, make: Callable[[], bytes]) -> bool:
        """Keep a checkpoint now, as the keeper of any run does."""
        return self._keeper.keep(step, make)

    def checkpoint(self) -> bytes | None:
        """That moment; of a training that ended before, the state in which nothing is left to do.

        Where nothing was left from the beginning, that is what it began with.
        """
        if self._last is not None or self._make is None:
            return self._last or self._begin
        return self._make()
