"""A forecasting run from settings to scores: resolve, split, train, calibrate, forecast, compare, judge."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from safetensors.torch import save

from rnnkit.baselines import Baselines
from rnnkit.config import ForecastConfig, ResolvedForecast
from rnnkit.data.table import Table
from rnnkit.devices import choose_device
from rnnkit.errors import DivergedError
from rnnkit.progress import Phase, Progress
from rnnkit.tasks.channels import channels
from rnnkit.tasks.forecast_model import build, start_from_baseline
from rnnkit.tasks.forecast_plan import resolve, step_work
from rnnkit.tasks.forecast_report import Report, score
from rnnkit.tasks.objective import Objective
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.windows import Windows
from rnnkit.training import Interval, Pace, Rules, Trainer, use_threads

SLOW_SHARE = 0.06  # share of the budget kept for ETS and Theta, where there are few forecasts to make
SLOW_WINDOWS = 40
MOST_SLOW = 20.0  # seconds they may take at most, when training ended early
UNTIMED_SLOW = 5.0  # and where there is no budget
MARGIN = 0.4  # seconds for loading, saving and drawing a breath

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Ending:
    """How training ended: after how many steps, whether before its time, and what went wrong."""

    steps: int = 0
    best_step: int = 0
    early: bool = False
    stopped: bool = False
    diverged: str = ""


def run(
    table: Table,
    config: ForecastConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
) -> Outcome:
    """Train on a table and score on its test part, beside every baseline on the same rows.

    Raises `DataError` or `ConfigError` before training where the data cannot bear the settings. A run
    that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    """
    clock = Clock(on_progress)
    resolved = resolve(table, config)
    device = choose_device(config.device)
    clock.tell("preparing", device=str(device))
    torch.manual_seed(resolved.seed)
    use_threads(step_work(resolved))
    found = channels(table, resolved)
    windows = Windows(found, resolved, device)
    baselines = Baselines.fit(
        [channel.train for channel in found], table.seasonality, resolved.horizon, resolved.lookback
    )
    model = build(resolved, windows)
    start_from_baseline(model, baselines, resolved)
    objective = Objective(model, windows, resolved)
    few = len(windows.positions("test", resolved.stride)) <= SLOW_WINDOWS
    kept = (SLOW_SHARE * resolved.budget if resolved.budget else UNTIMED_SLOW) if few else 0.0
    budget = None if resolved.pace else resolved.budget
    clock.keep(budget, objective.scoring_seconds() + kept + MARGIN)
    pace = _pace(resolved, len(windows.positions("train")))
    ending, curve = _train(objective, resolved, pace, clock, should_stop)
    clock.tell("evaluating", ending.steps, pace.total)
    slow = 0.0 if ending.stopped or not few else min(MOST_SLOW, max(kept, clock.left() + kept, MARGIN))
    report = Report(resolved, windows, model, baselines)
    scored = score(table, report, curve, slow, bool(ending.diverged))
    summary = scored.summary | {
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
    }
    weights = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    return Outcome(summary, scored.frames, save(weights), ending.diverged)


def replayable(config: ResolvedForecast, pace: Pace) -> ResolvedForecast:
    """Settings that repeat a run exactly: a time budget is joined by the pace it was kept by."""
    return config if config.budget is None else config.replace(pace=tuple(pace.marks))


def _pace(config: ResolvedForecast, windows: int) -> Pace:
    """How long to train: as repeated, as counted, or open until the speed is measured."""
    if config.pace:
        return Pace(list(config.pace))
    if config.steps is not None:
        return Pace.of(config.steps)
    if config.epochs is not None:
        return Pace.of(config.epochs * math.ceil(windows / config.batch_size))
    return Pace()


def _train(
    objective: Objective, config: ResolvedForecast, pace: Pace, clock: "Clock", should_stop: ShouldStop
) -> tuple[Ending, list[dict[str, float | None]]]:
    """Train, tell how it goes, and end in one of four ways; the model holds its best weights."""
    rules = Rules(
        config.learning_rate, config.weight_decay, config.grad_clip, config.patience, config.schedule
    )
    trainer = Trainer(objective.model, objective.loss, objective.validate, rules)
    curve: list[dict[str, float | None]] = []
    ending = Ending()
    clock.tell("measuring" if clock.timed else "training")
    try:
        for interval in trainer.run(pace, clock.left if clock.timed else None):
            best = interval.step if interval.best else ending.best_step
            ending = replace(ending, steps=interval.step, best_step=best)
            news = _numbers(interval)
            curve.append({"step": interval.step, "seconds": clock.seconds, **news})
            clock.tell("training", interval.step, interval.steps, eta=clock.eta(interval.step, pace), **news)
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
