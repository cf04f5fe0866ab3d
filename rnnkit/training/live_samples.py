"""What a network writes every few seconds while it trains, so that one sees what it can by now."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import pandas as pd

from rnnkit.errors import DataError
from rnnkit.training.checkpoint import State
from rnnkit.training.fitting import Clock
from rnnkit.training.loop import Interval


class LiveSamples(ABC):
    """Writes with the averaged weights of a check every few seconds.

    `check` looks at the validation part. Where it is not `eager`, nothing is written before the first step: a
    network that knows nothing says it at length.
    """

    def __init__(
        self, check: Callable[[], float], clock: Clock, every: float, *, eager: bool = False
    ) -> None:
        self._check, self._clock, self._every, self._begun = check, clock, every, eager
        self._rows: list[dict[str, object]] = []
        self._next, self._new = 0.0, ""

    @property
    def written(self) -> int:
        """How many samples there are."""
        return len(self._rows)

    @abstractmethod
    def write(self) -> str:
        """What the network writes now.

        Raises `DataError` where its weights are no longer finite, which the next step of training explains.
        """

    def validate(self) -> float:
        """Look at the validation part; where it is time, write as well."""
        loss = self._check()
        if self._begun and self._clock.seconds >= self._next:
            try:
                self._new = self.write()
            except DataError:
                self._new = ""
            self._next = self._clock.seconds + self._every
        self._begun = True
        return loss

    def news(self, interval: Interval) -> Mapping[str, str]:
        """What was written at this check, as a field of the progress; nothing where there is nothing."""
        new, self._new = self._new, ""
        if not new:
            return {}
        self._rows.append({"step": interval.step, "seconds": self._clock.seconds, "text": new})
        return {"sample": new}

    def state(self) -> State:
        """What was written, and when it is time again."""
        return {"rows": self._rows, "next": self._next, "begun": self._begun}

    def resume(self, state: State) -> None:
        """Go on after what was written."""
        self._rows, self._next = state["rows"], state["next"]
        self._begun = state.get("begun", True)

    def frame(self) -> pd.DataFrame:
        """All samples: step, seconds, text."""
        return pd.DataFrame(self._rows, columns=["step", "seconds", "text"])
