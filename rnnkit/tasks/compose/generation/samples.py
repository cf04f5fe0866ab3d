"""A tune written every few seconds while a network trains, and how long scoring will take, told by that."""

import time

from rnnkit.data.tunes import write_abc
from rnnkit.tasks.compose.generation.made import HOW, WRITTEN
from rnnkit.tasks.compose.generation.tune_writer import tune_of, writer_of
from rnnkit.tasks.compose.generation.writing import TuneStart, TuneWriter
from rnnkit.tasks.compose.networks.network import Composer
from rnnkit.tasks.compose.networks.objective import ComposeObjective
from rnnkit.tasks.compose.settings import ResolvedCompose
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.training.fitting import Clock
from rnnkit.training.live_samples import LiveSamples
from rnnkit.words import t

MARGIN = 0.8  # seconds for loading, saving and drawing a breath
ALONE = 0.4  # of the time that a tune takes by itself, what it takes among a hundred, about
SHARE = 0.4  # of a budget that scoring takes at most
SHOWN_TOKENS = 300  # of a sample


def writing(model: Composer, config: ResolvedCompose, symbols: Symbols) -> TuneWriter:
    """The network as it is now, ready to write."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in model.state_dict().items()}
    return writer_of(arrays, config, symbols)


class TuneSamples(LiveSamples):
    """Writes a tune in one key after another."""

    def __init__(
        self, objective: ComposeObjective, config: ResolvedCompose, symbols: Symbols, clock: Clock
    ) -> None:
        super().__init__(objective.validate, clock, config.sample_every)
        self._model, self._config, self._symbols = objective.model, config, symbols

    def write(self) -> str:
        """A tune in ABC notation."""
        writer = writing(self._model, self._config, self._symbols)
        begun = time.monotonic()
        headers = self._symbols.headers
        header = headers[self.written % min(len(headers), 3)]
        (written,) = writer.write([TuneStart(header.meter, header.key)], HOW, SHOWN_TOKENS)
        self._keep_time(time.monotonic() - begun)
        return write_abc(tune_of(written, t("After {seconds:.0f} seconds", seconds=self._clock.seconds)))

    def _keep_time(self, seconds: float) -> None:
        """Leave time for the tunes that are judged at the end, told from the newest one."""
        if self._config.budget is None or self._config.pace:
            return
        needed = ALONE * WRITTEN * seconds + MARGIN
        self._clock.keep(self._config.budget, min(needed, SHARE * self._config.budget))
