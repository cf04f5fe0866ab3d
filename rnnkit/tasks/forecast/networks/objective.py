"""What a forecaster is trained on: the loss of shuffled windows, checked on the validation part.

Once it is scored it may learn on with all windows whose answers are known.
"""

import math
import time

from torch import Tensor

from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import batch_loss, quantiles
from rnnkit.tasks.forecast.networks.network import Forecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.training.batches import BatchSampler, thinned
from rnnkit.training.checkpoint import State

BATCHES_CHECKED = 8  # of validation windows: a check takes a quarter of the time of ten steps
MIN_VALID, MAX_VALID = 256, 2_000  # of them, evenly spaced
MAX_CALIBRATION = 4_000  # validation windows that intervals are calibrated on, evenly spaced
MARGIN = 0.4  # seconds for loading, saving and drawing a breath
A_STEP = 1.5e-5  # seconds for a step that is forecast in tables and frames
SCORING = 2.0  # scoring a window costs so many times what checking it costs


def windows_checked(batch_size: int) -> int:
    """How many validation windows a check looks at, at most: by what the steps between two checks cost.

    >>> [windows_checked(size) for size in (1, 32, 128, 4096)]
    [256, 256, 1024, 2000]
    """
    return min(max(MIN_VALID, BATCHES_CHECKED * batch_size), MAX_VALID)


class Objective:
    """Batches of the windows of a part and their loss; the validation windows and theirs."""

    def __init__(
        self, model: Forecaster, windows: Windows, config: ResolvedForecast, part: str = "train"
    ) -> None:
        self.model, self._windows, self._config = model, windows, config
        self._levels = quantiles(config.level, windows.device)
        self._draw = BatchSampler(windows.positions(part), config.batch_size, config.seed)
        self.checked = thinned(windows.positions("valid"), windows_checked(config.batch_size))
        if len(self.checked) == 0:  # so short a series is checked on what it trains on
            self.checked = windows.positions("train")
        self._quickest = math.inf  # seconds a window of all checks so far: the first pays for what others use

    def loss(self) -> Tensor:
        """The loss of the next batch."""
        return self._loss_of(self._draw())

    def validate(self) -> float:
        """The loss on the validation windows."""
        start, total = time.monotonic(), 0.0
        for part in self._windows.chunks(self.checked):
            total += self._loss_of(part).item() * len(part)
        self._quickest = min(self._quickest, (time.monotonic() - start) / len(self.checked))
        return total / len(self.checked)

    def _loss_of(self, positions: Tensor) -> Tensor:
        return batch_loss(self.model, self._windows.gather(positions), self._levels, self._config.loss)

    def state(self) -> State:
        """Which windows come next."""
        return {"draw": self._draw.state()}

    def resume(self, state: State) -> None:
        """Go on with the windows that were next."""
        self._draw.resume(state["draw"])

    def scoring_seconds(self) -> float:
        """How long calibrating and scoring will take about, told from the quickest of one or more checks."""
        calibrated = min(MAX_CALIBRATION, len(self._windows.positions("valid")))
        scored = len(self._windows.positions("test", self._config.stride)) + len(self._windows.channels)
        each = SCORING * self._quickest + A_STEP * self._config.horizon
        return MARGIN + each * (calibrated + scored)
