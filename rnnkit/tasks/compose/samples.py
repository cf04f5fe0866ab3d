"""A tune written every few seconds while a network trains, and how long scoring will take, told by that."""

import time
from collections.abc import Mapping

import pandas as pd

from rnnkit.data.tunes import write_abc
from rnnkit.errors import DataError
from rnnkit.tasks.compose.made import HOW, WRITTEN
from rnnkit.tasks.compose.network import Composer
from rnnkit.tasks.compose.objective import ComposeObjective
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.tasks.compose.tune_writer import tune_of, writer_of
from rnnkit.tasks.compose.writing import TuneStart, TuneWriter
from rnnkit.training.checkpoint import State
from rnnkit.training.fitting import Clock
from rnnkit.training.loop import Interval
from rnnkit.words import t

MARGIN = 0.8  # seconds for loading, saving and drawing a breath
ALONE = 0.4  # of the time that a tune takes by itself, what it takes among a hundred, about
SHARE = 0.4  # of a budget that scoring takes at most
SHOWN_TOKENS = 300  # of a sample


def writing(model: Composer, config: ResolvedCompose, symbols: Symbols) -> TuneWriter:
    """The network as it is now, ready to write."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in model.state_dict().items()}
    return writer_of(arrays, config, symbols)


class TuneSamples:
    """Writes a tune with the averaged weights of a check every few seconds, in one key after another."""

    def __init__(
        self,
        objective: ComposeObjective,
        config: ResolvedCompose,
        symbols: Symbols,
        clock: Clock,
    ) -> None:
        self._objective, self._config, self._symbols, self._clock = objective, config, symbols, clock
        self._rows: list[dict[str, object]] = []
        self._next, self._new = 0.0, ""
        self._begun = False  # before the first step it would write what says nothing, at length

    def validate(self) -> float:
        """Look at the validation part; where it is time, write as well."""
        loss = self._objective.validate()
        if self._begun and self._clock.seconds >= self._next:
            self._new = self._write()
            self._next = self._clock.seconds + self._config.sample_every
        self._begun = True
        return loss

    def news(self, interval: Interval) -> Mapping[str, str]:
        """The tune written at this check, as a field of the progress; nothing where there is none."""
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
        self._rows, self._next, self._begun = state["rows"], state["next"], state["begun"]

    def frame(self) -> pd.DataFrame:
        """All samples: step, seconds, text."""
        return pd.DataFrame(self._rows, columns=["step", "seconds", "text"])

    def _write(self) -> str:
        try:
            writer = writing(self._objective.model, self._config, self._symbols)
        except DataError:  # the weights are no longer finite, which the next step of training explains
            return ""
        begun = time.monotonic()
        headers = self._symbols.headers
        header = headers[len(self._rows) % min(len(headers), 3)]
        (written,) = writer.write([TuneStart(header.meter, header.key)], HOW, SHOWN_TOKENS)
        self._keep_time(time.monotonic() - begun)
        return write_abc(tune_of(written, t("After {seconds:.0f} seconds", seconds=self._clock.seconds)))

    def _keep_time(self, seconds: float) -> None:
        """Leave time for the tunes that are judged at the end, told from the newest one."""
        if self._config.budget is None or self._config.pace:
            return
        needed = ALONE * WRITTEN * seconds + MARGIN
        self._clock.keep(self._config.budget, min(needed, SHARE * self._config.budget))
