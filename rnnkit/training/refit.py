"""Learning on with all rows: what forecasts and is kept has seen the newest ones, what is scored has not.

The rows that choose and score a network are the newest there are, and those that a forecast needs most. So
once the best weights are found, a copy of the network learns on from them with all rows. Nothing is left to
choose by: it goes as far as the best weights went, farther by as much as there is more to learn from, at one
rate throughout, and stays within a share of the run.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from torch import Tensor, nn

from rnnkit.config.refit import SHARE
from rnnkit.errors import DivergedError
from rnnkit.training.checkpoint import State, Stateful, refill, unpack
from rnnkit.training.fitting import (
    Clock,
    Curve,
    Ending,
    Keeper,
    ShouldStop,
    checkpoint_of,
    pause_if_asked,
    resume,
)
from rnnkit.training.loop import Pace, Rules, Trainer
from rnnkit.training.play import Player
from rnnkit.training.wishes import Wishes
from rnnkit.words import t

RATE = 1.0  # of the learning rate of the training before
LEAST = 20  # steps: where a network was best as it began, its line still gets to know the newest rows


class AllRows(Stateful, Protocol):
    """All rows, in the order in which a network learns on with them."""

    def loss(self) -> Tensor:
        """The loss of the next batch."""


@dataclass(frozen=True)
class Refit:
    """What a task offers for it.

    `rows` draws batches of all rows for a network, `growth` says of how many times as much as before, and
    `steps` repeats a run that took so many.
    """

    rows: Callable[[Any], AllRows]
    growth: float
    steps: int | None = None

    def steps_after(self, ending: Ending) -> int:
        """How many steps to learn on for after such a training, where no run is repeated."""
        most = ending.steps * SHARE / (1 - SHARE)
        return max(1, round(min(max(ending.best_step, LEAST) * self.growth / RATE, most)))

    def share(self, ending: Ending) -> float:
        """The share of all steps that are learned on for, if training ends as it stands; at first the most.

        While nothing gets better, training goes on with the time that learning on will not need.
        """
        later = self.steps_after(ending)
        return later / (ending.steps + later) if ending.steps else SHARE


@dataclass(frozen=True)
class Refitted:
    """The network that learned on, and for how many steps; else the one before, and why in a sentence."""

    model: nn.Module
    steps: int = 0
    why: str = ""


class Trained:
    """What training came to before: the network that is scored, how that ended, and its curve.

    `played` is which wishes were granted until then; empty where a checkpoint of what comes later knows that.
    """

    def __init__(self, model: nn.Module) -> None:
        self.model, self.ending = model, Ending()
        self.curve: Curve = []
        self.played: State = {}

    def state(self) -> State:
        """The weights and all that was told."""
        return {"model": self.model.state_dict(), "ending": asdict(self.ending), "curve": self.curve}

    def resume(self, state: State) -> None:
        """Be what it came to; raises `DataError` for weights of another network."""
        refill(self.model.state_dict(), state["model"])
        self.ending, self.curve = Ending(**state["ending"]), state["curve"]


def was_refitting(checkpoint: bytes | None) -> bool:
    """Whether a run was interrupted after its training, while it learned on."""
    return checkpoint is not None and "trained" in unpack(checkpoint)


@dataclass(frozen=True)
class Again:
    """A run that has trained, about to learn on; a checkpoint holds all that it came to `before`."""

    trained: Trained
    before: Mapping[str, Stateful]
    clock: Clock
    keeper: Keeper
    wishes: Wishes

    def learn_on(self, refit: Refit, rules: Rules, should_stop: ShouldStop) -> Refitted:
        """Let a copy of the network learn on, and tell how it goes; goes on from a checkpoint of the keeper.

        A run that was stopped or diverged keeps the network that is scored, and so does one that is stopped
        or diverges here. One whose time is over ends at the next check. Raises `PausedError` where that was
        wished for, as training does.
        """
        self.clock.share(0.0)
        scored = self.trained.model
        if self.trained.ending.stopped or self.trained.ending.diverged:
            return Refitted(scored, why=_why(self.trained.ending.stopped))
        model = copy.deepcopy(scored)
        rows = refit.rows(model)
        rules = replace(rules, learning_rate=RATE * rules.learning_rate, schedule="constant")
        trainer = Trainer(model, rows.loss, lambda: -trainer.step, rules)  # the newest are the best
        player = Player(self.wishes, trainer, longer=None)
        if self.trained.played:
            player.resume(self.trained.played)
        parts: dict[str, Stateful] = {**self.before, "refit": trainer, "rows": rows, "player": player}
        if was_refitting(checkpoint := self.keeper.newest()):
            resume(parts, checkpoint or b"")
        steps = refit.steps or refit.steps_after(self.trained.ending)
        try:
            reached = self._train(trainer, player, steps, parts, should_stop)
        except DivergedError:
            return Refitted(scored, why=_why(stopped=False))
        return Refitted(model, reached) if reached else Refitted(scored, why=_why(stopped=True))

    def _train(
        self,
        trainer: Trainer,
        player: Player,
        steps: int,
        parts: Mapping[str, Stateful],
        should_stop: ShouldStop,
    ) -> int:
        """The step whose weights are kept; 0 where somebody stopped it."""
        reached, before = trainer.step, self.trained.ending.steps
        if not should_stop():
            pause_if_asked(player, self.keeper, parts, before + trainer.step)
        for interval in trainer.run(Pace.of(steps)):
            eta = self.clock.left() if self.clock.timed else None
            self.clock.tell("refitting", interval.step, steps, eta=eta)
            self.keeper.offer(before + interval.step, lambda: checkpoint_of(parts))
            if should_stop():
                return 0
            pause_if_asked(player, self.keeper, parts, before + interval.step)
            reached = reached if interval.valid_loss is None else interval.step
            if reached and reached == interval.step and self.clock.timed and self.clock.left() <= 0:
                break
        return reached


def _why(stopped: bool) -> str:
    """Why the network that is scored is the one that forecasts."""
    if stopped:
        return t("The run was stopped before it had learned on with all rows.")
    return t("Training diverged before it had learned on with all rows.")
