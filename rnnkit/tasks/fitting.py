"""Training of any task from its settings to its ending: the pace, the clock, and what is told on the way."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rnnkit.config import TrainingSettings
from rnnkit.errors import DivergedError
from rnnkit.progress import Phase, Progress
from rnnkit.training import Interval, Pace, Rules, Trainer

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
Curve = list[dict[str, float | None]]
C = TypeVar("C", bound=TrainingSettings)


@dataclass(frozen=True)
class Ending:
    """How training ended: after how many steps, whether before its time, and what went wrong."""

    steps: int = 0
    best_step: int = 0
    early: bool = False
    stopped: bool = False
    diverged: str = ""


def rules_of(config: TrainingSettings, **more: Any) -> Rules:
    """How the settings say the weights are moved; the learning rate has to be decided."""
    assert config.learning_rate is not None
    return Rules(
        config.learning_rate, config.weight_decay, config.grad_clip, config.patience, config.schedule, **more
    )


def pace_of(config: TrainingSettings, epoch: int) -> Pace:
    """How long to train, with so many steps an epoch: as repeated, as counted, or open until measured."""
    if config.pace:
        return Pace(list(config.pace))
    if config.steps is not None:
        return Pace.of(config.steps)
    if config.epochs is not None:
        return Pace.of(config.epochs * epoch)
    return Pace()


def replayable(config: C, pace: Pace) -> C:
    """Settings that repeat a run exactly: a time budget is joined by the pace it was kept by."""
    return config if config.budget is None else config.replace(pace=tuple(pace.marks))


def fit(
    trainer: Trainer,
    pace: Pace,
    clock: "Clock",
    should_stop: ShouldStop,
    more: Callable[[Interval], Mapping[str, Any]] = lambda _: {},
) -> tuple[Ending, Curve]:
    """Train, tell how it goes, and end in one of four ways; the model holds its best weights.

    `more` is asked for further fields of the progress every time it is told.
    """
    curve: Curve = []
    ending = Ending()
    clock.tell("measuring" if clock.timed else "training")
    try:
        for interval in trainer.run(pace, clock.left if clock.timed else None):
            best = interval.step if interval.best else ending.best_step
            ending = replace(ending, steps=interval.step, best_step=best)
            news = _numbers(interval)
            curve.append({"step": interval.step, "seconds": clock.seconds, **news})
            eta = clock.eta(interval.step, pace)
            clock.tell("training", interval.step, interval.steps, eta=eta, **news, **more(interval))
            if should_stop():
                return replace(ending, stopped=True), curve
    except DivergedError as error:
        return replace(ending, diverged=str(error)), curve
    return replace(ending, early=ending.steps < pace.total), curve


def _numbers(interval: Interval) -> dict[str, float | None]:
    return {
        "train_loss": interval.train_loss,
        "valid_loss": interval.valid_loss,
        "learning_rate": interval.learning_rate,
    }


class Clock:
    """Seconds since the start, progress told with them, and what is left of a budget."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._start, self._on_progress, self._device = time.monotonic(), on_progress, ""
        self._budget: float | None = None
        self._reserve = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._start

    @property
    def timed(self) -> bool:
        """Whether the run has to keep a budget."""
        return self._budget is not None

    def keep(self, budget: float | None, reserve: float) -> None:
        """End training so that `reserve` seconds of the budget are left for scoring."""
        self._budget, self._reserve = budget, reserve

    def left(self) -> float:
        """Seconds left for training; 0 where there is no budget."""
        return (self._budget or 0.0) - self._reserve - self.seconds if self.timed else 0.0

    def eta(self, step: int, pace: Pace) -> float | None:
        """Seconds until training ends: what the budget leaves, or what the speed so far says."""
        if self.timed:
            return max(0.0, self.left())
        done = step / pace.total if pace.total else 0.0
        return self.seconds / done - self.seconds if done else None

    def tell(self, phase: Phase, step: int = 0, steps: int = 0, **more: Any) -> None:
        """Report where the run stands; the device is remembered."""
        self._device = more.pop("device", self._device)
        self._on_progress(Progress(phase, step, steps, self.seconds, device=self._device, **more))
