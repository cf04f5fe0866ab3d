"""How training does what a person asks of it, between two intervals, so that a repeat can do the same.

What changes the weights is marked with its step, in the pace and in the rates of the run, and these repeat
it. A pause changes nothing: all that decides the next step is kept, and the process ends.
"""

from collections.abc import Callable, Mapping

from rnnkit.training.checkpoint import State
from rnnkit.training.loop import Pace, Trainer
from rnnkit.training.wishes import LONGER_SECONDS, PAUSING, Kind, Wish, Wishes

Longer = Callable[[int], bool]
"""Gives a run more time after so many steps; false as long as nothing tells how many steps that is."""


class Player:
    """Grants wishes in their order, and says when to pause. A checkpoint knows which were granted.

    Without `longer` nothing is left that rates or time could change, and all else is passed over than to
    pause, to go on and to take one step: what a network learns on with after its score is repeated by its
    number of steps alone.
    """

    def __init__(self, wishes: Wishes, trainer: Trainer, longer: Longer | None) -> None:
        self._wishes, self._trainer, self._longer = wishes, trainer, longer
        self.seen = 0  # the number of the last wish that was granted
        self._paused = False
        self._until: int | None = None  # the step after which to pause

    def obey(self, step: int) -> bool:
        """Do what was asked since the last time, and say whether the run pauses after this step."""
        if self._until is not None and step >= self._until:
            self._paused, self._until = True, None
        for wish in self._wishes.asked(self.seen):
            changes = wish.kind not in PAUSING
            if changes and self._longer is None:
                self.seen = wish.number
                continue
            if not self._grant(wish, step):
                break
            self.seen = wish.number
            self._wishes.granted(wish, step)
        self._trainer.stepwise = self._until is not None
        return self._paused

    def state(self) -> State:
        """Which wishes were granted, and what of them is still to do."""
        rates = self._trainer.rates.state()
        return {"seen": self.seen, "paused": self._paused, "until": self._until, "rates": rates}

    def resume(self, state: State) -> None:
        """Go on as if nothing had happened."""
        self.seen, self._paused, self._until = state["seen"], state["paused"], state["until"]
        if self._longer is not None:  # the rates of the training before are not those of what comes after it
            self._trainer.rates.resume(state["rates"])

    def _grant(self, wish: Wish, step: int) -> bool:
        """Do what a wish asks for; false where it has to wait."""
        return _DOINGS[wish.kind](self, step)

    def _pause(self, _step: int) -> bool:
        self._paused, self._until = True, None
        return True

    def _go_on(self, _step: int) -> bool:
        self._paused, self._until = False, None
        return True

    def _one_step(self, step: int) -> bool:
        self._paused, self._until = False, max(step, self._until or 0) + 1
        return True

    def _scale(self, step: int, factor: float) -> bool:
        self._trainer.rates.mark(step, factor)
        return True

    def _more_time(self, step: int) -> bool:
        return self._longer is not None and self._longer(step)


_DOINGS: Mapping[Kind, Callable[[Player, int], bool]] = {
    "pause": Player._pause,
    "go_on": Player._go_on,
    "step": Player._one_step,
    "halve": lambda player, step: player._scale(step, 0.5),
    "double": lambda player, step: player._scale(step, 2.0),
    "longer": Player._more_time,
}


def lengthen(pace: Pace, step: int, seconds_per_step: float | None) -> bool:
    """Plan for as many more steps as fit into the time given on top; false where no step was timed yet."""
    if pace.total == 0:  # still measuring: the plan will count the time itself
        return True
    if seconds_per_step is None:
        return False
    pace.mark(step, pace.total + max(1, round(LONGER_SECONDS / seconds_per_step)))
    return True
