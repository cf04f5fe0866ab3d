"""Learning rates that were changed by hand while a run trained, step by step, so that it repeats."""

from dataclasses import dataclass, field

from rnnkit.training.checkpoint import State

MOST = 2.0**10  # the rate by hand stays within so many times the planned one, up and down


@dataclass
class Rates:
    """Marks `(step, factor)`: from this step on, the learning rate is so many times what it was before."""

    marks: list[tuple[int, float]] = field(default_factory=list)

    def factor(self, step: int) -> float:
        """How many times the planned rate the rate of the step after so many steps is."""
        found = 1.0
        for start, factor in self.marks:
            found *= factor if start <= step else 1.0
        return found

    def mark(self, step: int, factor: float) -> bool:
        """Change the rate from this step on; false where it would leave its bounds."""
        kept = [mark for mark in self.marks if mark[0] <= step]
        if not 1 / MOST <= Rates(kept).factor(step) * factor <= MOST:
            return False
        self.marks[:] = [*kept, (step, factor)]
        return True

    def state(self) -> State:
        """The marks so far."""
        return {"marks": self.marks}

    def resume(self, state: State) -> None:
        """Go on with the marks of an interrupted run."""
        self.marks[:] = [(step, factor) for step, factor in state["marks"]]
