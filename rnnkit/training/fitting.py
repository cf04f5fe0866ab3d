"""Training of any task from its settings to its ending: the pace, the clock, and what is told on the way."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, TypeVar

from rnnkit.config import TrainingSettings
from rnnkit.errors import DivergedError, PausedError
from rnnkit.training.checkpoint import State, Stateful, damaged, pack, unpack
from rnnkit.training.loop import Interval, Pace, Rules, Trainer
from rnnkit.training.play import Player, lengthen
from rnnkit.training.progress import Phase, Progress
from rnnkit.training.rates import Rates
from rnnkit.training.wishes import LONGER_SECONDS, NO_WISHES, Wishes
from rnnkit.words import t

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
Curve = list[dict[str, float | None]]
C = TypeVar("C", bound=TrainingSettings)
LATER = frozenset({"player"})  # parts that checkpoints of earlier versions lack; these begin anew


@dataclass(frozen=True)
class Ending:
    """How training ended: after how many steps, whether before its time, and what went wrong."""

    steps: int = 0
    best_step: int = 0
    early: bool = False
    stopped: bool = False
    diverged: str = ""


class Keeper(Protocol):
    """Whoever keeps checkpoints of a run, and knows the one that it goes on from."""

    def newest(self) -> bytes | None:
        """The checkpoint to go on from; `None` for a run that begins."""

    def offer(self, step: int, make: Callable[[], bytes]) -> None:
        """Keep a checkpoint of this step if it is time to; only then `make` is called."""

    def keep(self, step: int, make: Callable[[], bytes]) -> bool:
        """Keep a checkpoint of this step now; false where that failed."""


class NoCheckpoints:
    """For a run that nobody would resume."""

    def newest(self) -> None:
        """There is none."""

    def offer(self, step: int, make: Callable[[], bytes]) -> None:
        """It is never time to."""

    def keep(self, step: int, make: Callable[[], bytes]) -> bool:  # noqa: ARG002  # nothing is kept
        """It never is."""
        return False


NO_CHECKPOINTS = NoCheckpoints()


def rules_of(config: TrainingSettings, **more: Any) -> Rules:
    """How the settings say the weights are moved; the learning rate has to be decided."""
    assert config.learning_rate is not None
    return Rules(
        config.learning_rate,
        config.weight_decay,
        config.grad_clip,
        config.patience,
        config.schedule,
        config.optimizer,
        **more,
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


def replayable(config: C, pace: Pace, rates: Rates) -> C:
    """Settings that repeat a run exactly: with the pace of one that kept a time or was given more of it, and
    with the rates that were changed by hand."""
    told = config.budget is not None or config.pace or len(pace.marks) > 1
    return config.replace(pace=tuple(pace.marks) if told else (), rates=tuple(rates.marks))


def fit(
    trainer: Trainer,
    pace: Pace,
    clock: "Clock",
    should_stop: ShouldStop,
    *,
    more: Callable[[Interval], Mapping[str, Any]] = lambda _: {},
    keeper: Keeper = NO_CHECKPOINTS,
    wishes: Wishes = NO_WISHES,
    later: Callable[[Ending], float] = lambda _: 0.0,
    **parts: Stateful,
) -> tuple[Ending, Curve, State]:
    """Train, tell how it goes, and end in one of four ways; the model holds its best weights.

    The last of what is returned says which wishes were granted, for whatever the run does next.

    `more` is asked for further fields of the progress every time it is told, `later` for the share of time
    to leave to what is learned after training, by how that stands. A checkpoint of the keeper holds
    the `parts` of the task beside those of training; where there is one, training goes on from it. Raises
    `PausedError` where the `wishes` ask for a pause and the keeper has kept a checkpoint.
    """
    log = Log()

    def longer(step: int) -> bool:
        given = lengthen(pace, step, log.seconds_per_step)
        clock.add(LONGER_SECONDS if given else 0.0)
        return given

    player = Player(wishes, trainer, longer)
    everything: dict[str, Stateful] = {"trainer": trainer, "pace": pace, "clock": clock, "log": log}
    everything |= {"player": player, **parts}
    if (checkpoint := keeper.newest()) is not None:
        resume(everything, checkpoint)

    if not should_stop():
        pause_if_asked(player, keeper, everything, log.ending.steps)
    clock.share(later(log.ending))
    clock.tell("measuring" if clock.timed and not pace.total else "training", log.ending.steps, pace.total)
    try:
        for interval in trainer.run(pace, clock.left if clock.timed else None):
            news = log.add(interval, clock.seconds)
            clock.share(later(log.ending))
            eta = clock.eta(interval.step, pace)
            clock.tell("training", interval.step, interval.steps, eta=eta, **news, **more(interval))
            keeper.offer(interval.step, lambda: checkpoint_of(everything))
            if should_stop():
                return replace(log.ending, stopped=True), log.curve, player.state()
            pause_if_asked(player, keeper, everything, interval.step)
    except DivergedError as error:
        return replace(log.ending, diverged=str(error)), log.curve, player.state()
    return replace(log.ending, early=log.ending.steps < pace.total), log.curve, player.state()


def pause_if_asked(player: Player, keeper: Keeper, parts: Mapping[str, Stateful], step: int) -> None:
    """Do what was asked of a run; raises `PausedError` where that is a pause and the keeper has kept it."""
    if player.obey(step) and keeper.keep(step, lambda: checkpoint_of(parts)):
        raise PausedError(t("Paused at step {step:,}; resume it to go on.", step=step), player.seen)


def checkpoint_of(parts: Mapping[str, Stateful]) -> bytes:
    """All that decides what the parts of a run do next."""
    return pack({name: part.state() for name, part in parts.items()})


def resume(parts: Mapping[str, Stateful], checkpoint: bytes) -> None:
    """Let all parts go on from a checkpoint; raises `DataError` if it is damaged or of another run."""
    states = unpack(checkpoint)
    if not parts.keys() - LATER <= states.keys() <= parts.keys():
        raise damaged()
    for name, state in states.items():
        parts[name].resume(state)


class Log:
    """The curve and how training stands, as told so far."""

    def __init__(self) -> None:
        self.curve: Curve = []
        self.ending = Ending()

    def add(self, interval: Interval, seconds: float) -> dict[str, float | None]:
        """Take an interval into the curve, and give its numbers."""
        best = interval.step if interval.best else self.ending.best_step
        self.ending = replace(self.ending, steps=interval.step, best_step=best)
        numbers = _numbers(interval)
        self.curve.append({"step": interval.step, "seconds": seconds, **numbers})
        return numbers

    @property
    def seconds_per_step(self) -> float | None:
        """How long a step took so far, checks included; `None` before the first."""
        steps = self.curve[-1]["step"] if self.curve else 0
        if not steps:
            return None
        first, last = self.curve[0]["seconds"], self.curve[-1]["seconds"]
        return max(1e-6, ((last or 0.0) - (first or 0.0)) / steps)

    def state(self) -> State:
        """All that was told."""
        return {"curve": self.curve, "ending": asdict(self.ending)}

    def resume(self, state: State) -> None:
        """Go on after what was told."""
        self.curve, self.ending = state["curve"], Ending(**state["ending"])


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
        self._reserve = self._added = self._later = 0.0

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

    def reserve(self, seconds: float) -> None:
        """Leave so many seconds for scoring, as is known by now."""
        self._reserve = seconds

    def add(self, seconds: float) -> None:
        """Give so many seconds on top of the budget, which may yet be told anew."""
        self._added += seconds

    def share(self, later: float) -> None:
        """Leave this share of the time for training to what is learned later."""
        self._later = later

    def left(self) -> float:
        """Seconds left for training; 0 where there is no budget."""
        return (1 - self._later) * self._trainable - self.seconds if self.timed else 0.0

    @property
    def _trainable(self) -> float:
        return (self._budget or 0.0) + self._added - self._reserve

    def eta(self, step: int, pace: Pace) -> float | None:
        """Seconds until all training ends: what the budget leaves, or what the speed so far says."""
        if self.timed:
            return max(0.0, self._trainable - self.seconds)
        done = step / pace.total if pace.total else 0.0
        return self.seconds / done - self.seconds if done else None

    def state(self) -> State:
        """The seconds used up, and those given on top."""
        return {"seconds": self.seconds, "added": self._added}

    def resume(self, state: State) -> None:
        """Go on with what was left: seconds in which nobody trained do not count."""
        self._start = time.monotonic() - state["seconds"]
        self._added = state.get("added", 0.0)

    def tell(self, phase: Phase, step: int = 0, steps: int = 0, **more: Any) -> None:
        """Report where the run stands; the device is remembered."""
        self._device = more.pop("device", self._device)
        self._on_progress(Progress(phase, step, steps, self.seconds, device=self._device, **more))
