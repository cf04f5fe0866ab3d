"""A forecasting run from settings to scores: resolve, split, train, calibrate, forecast, compare, judge."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.baselines import Baselines
from rnnkit.config import ForecastConfig, ResolvedForecast
from rnnkit.data.table import Table
from rnnkit.devices import choose_device
from rnnkit.errors import DivergedError
from rnnkit.nn.forecaster import Forecaster
from rnnkit.progress import Phase, Progress
from rnnkit.tasks.channels import channels
from rnnkit.tasks.forecast_model import batch_loss, build, quantiles, start_from_baseline
from rnnkit.tasks.forecast_plan import resolve, step_work
from rnnkit.tasks.forecast_report import Report, score
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.windows import Windows
from rnnkit.training import Interval, Pace, Rules, train, use_threads

MAX_VALID = 2_000  # validation windows looked at in a check, evenly spaced
RESERVE = 0.04  # share of the budget kept for scoring
SLOW_SHARE = 0.06  # share of the budget that ETS and Theta may take

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Ending:
    """How training ended: the number of steps, whether by itself before the end, and what went wrong."""

    steps: int
    best_step: int
    early: bool = False
    stopped: bool = False
    diverged: str = ""


def run(table: Table, config: ForecastConfig, *, on_progress: OnProgress, should_stop: ShouldStop) -> Outcome:
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
    pace = _pace(resolved, len(windows.positions("train")))
    ending, curve = _train(model, windows, resolved, pace, clock, should_stop)
    clock.tell("evaluating", ending.steps, pace.total)
    seconds = 0.0 if ending.stopped else SLOW_SHARE * (resolved.budget or clock.seconds)
    report = Report(resolved, windows, model, baselines)
    scored = score(table, report, curve, seconds, bool(ending.diverged))
    summary = scored.summary | {
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "diverged": ending.diverged,
    }
    return Outcome(
        summary, scored.frames, save({k: v.cpu().contiguous() for k, v in model.state_dict().items()})
    )


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
    model: Forecaster,
    windows: Windows,
    config: ResolvedForecast,
    pace: Pace,
    clock: "Clock",
    should_stop: ShouldStop,
) -> tuple[Ending, list[dict[str, float | None]]]:
    """Train, tell how it goes, and end in one of four ways; the model holds its best weights."""
    levels = quantiles(config.level, windows.device)
    draw, check = Draw(windows, config), _valid_positions(windows)
    timed = config.budget is not None and not config.pace

    def loss() -> Tensor:
        return batch_loss(model, windows.gather(draw()), levels)

    def validate() -> float:
        parts = [
            (batch_loss(model, windows.gather(part), levels), len(part)) for part in windows.chunks(check)
        ]
        return sum(float(value) * count for value, count in parts) / len(check)

    def left() -> float:
        return (config.budget or 0) * (1 - RESERVE - SLOW_SHARE) - clock.seconds

    rules = Rules(
        config.learning_rate, config.weight_decay, config.grad_clip, config.patience, config.schedule
    )
    curve: list[dict[str, float | None]] = []
    ending, newest = Ending(0, 0), 0
    clock.tell("measuring" if timed else "training")
    try:
        for interval in train(model, loss, validate, rules, pace, left if timed else None):
            newest = interval.step
            best = interval.step if interval.best else ending.best_step
            ending = replace(ending, steps=interval.step, best_step=best)
            curve.append(_point(interval, clock.seconds))
            clock.tell("training", interval.step, interval.steps, **_news(interval, pace, clock, left, timed))
            if should_stop():
                return replace(ending, stopped=True), curve
    except DivergedError as error:
        return replace(ending, diverged=str(error)), curve
    return replace(ending, early=newest < pace.total), curve


class Draw:
    """Positions of a batch: every training window once in each epoch, in an order the seed decides."""

    def __init__(self, windows: Windows, config: ResolvedForecast) -> None:
        self._all, self._size = windows.positions("train"), config.batch_size
        self._generator = torch.Generator().manual_seed(config.seed)
        self._order, self._next = self._all[:0], 0

    def __call__(self) -> Tensor:
        """The next batch `(B,)`."""
        if self._next + self._size > len(self._order):
            shuffled = torch.randperm(len(self._all), generator=self._generator)
            self._order, self._next = self._all[shuffled.to(self._all.device)], 0
        self._next += self._size
        return self._order[self._next - self._size : self._next]


def _valid_positions(windows: Windows) -> Tensor:
    """Validation windows, evenly thinned where there are many; the training windows where there are none."""
    positions = windows.positions("valid")
    if len(positions) == 0:
        positions = windows.positions("train")
    return positions[:: math.ceil(len(positions) / MAX_VALID)]


def _point(interval: Interval, seconds: float) -> dict[str, float | None]:
    return {
        "step": interval.step,
        "seconds": seconds,
        "train_loss": interval.train_loss,
        "valid_loss": interval.valid_loss,
        "learning_rate": interval.learning_rate,
    }


def _news(
    interval: Interval, pace: Pace, clock: "Clock", left: Callable[[], float], timed: bool
) -> dict[str, object]:
    """What a record of progress says about an interval; the time left is the budget's, or told by the speed."""
    done = interval.step / pace.total if pace.total else 0.0
    eta = max(0.0, left()) if timed else (clock.seconds / done - clock.seconds if done else None)
    return {
        "train_loss": interval.train_loss,
        "valid_loss": interval.valid_loss,
        "learning_rate": interval.learning_rate,
        "eta": eta,
    }


class Clock:
    """Seconds since the start, and progress told with them."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._start, self._on_progress, self._device = time.monotonic(), on_progress, ""

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._start

    def tell(self, phase: Phase, step: int = 0, steps: int = 0, **more: Any) -> None:
        """Report where the run stands; the device is remembered."""
        self._device = more.pop("device", self._device)
        self._on_progress(Progress(phase, step, steps, self.seconds, device=self._device, **more))


def replayable(config: ResolvedForecast, pace: Pace) -> ResolvedForecast:
    """Settings that repeat a run exactly: a time budget becomes the pace it was kept by."""
    return config if config.budget is None else config.replace(pace=tuple(pace.marks))
