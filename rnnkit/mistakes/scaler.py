"""The scaler is fitted on the whole series, so the training part knows how high the test part will go."""

from collections.abc import Callable, Iterator

import numpy as np
from torch import nn

from rnnkit.mistakes.lab_rows import LOOKBACK, Series, rmse, wave, windows
from rnnkit.mistakes.measuring import Measured, Measuring, Net, Numbers, error, learn, squared

KNOWN, TEST = 200, 100
GROWTH, SWING = 0.01, 0.1  # a step, and of the wave that goes with it

Bounds = tuple[float, float]
Fit = Callable[[Series, int], Bounds]


def wrong(series: Series, _: int) -> Bounds:
    """Find the bounds that will become 0 and 1."""
    return series.min(), series.max()


def right(series: Series, known: int) -> Bounds:
    """Find the bounds that will become 0 and 1."""
    past = series[:known]
    return past.min(), past.max()


def measure(version: Fit, seed: int) -> Measuring:
    """Forecast the next value of a growing series; the trivial forecast is the last one.

    What is reported is the error on the test part; what is had by whoever does not know the test part yet is
    that of the same network, on the same rows, behind a scaler that does not know it either.
    """
    steps = np.arange(KNOWN + TEST)
    series = np.exp(GROWTH * steps) * (1 + SWING * wave(np.random.default_rng(seed), len(steps)))
    bounds = (version(series, KNOWN), right(series, KNOWN))
    networks = {each: Scaled(each, series, seed) for each in bounds}  # one, where both are the same
    for looks in zip(*(network.learning() for network in networks.values()), strict=True):
        yield {"step": looks[0]["step"], "reported": looks[0]["error"], "error": looks[-1]["error"]}
    reporting, honest = (networks[each] for each in bounds)
    trivial = dict.fromkeys(("reported", "error"), honest.trivial)
    return Measured({"reported": reporting.error, "error": honest.error}, trivial)


class Scaled:
    """A network behind a scaler with these bounds; its errors are in the units of the series."""

    def __init__(self, bounds: Bounds, series: Series, seed: int) -> None:
        low, self._height = bounds[0], bounds[1] - bounds[0]
        rows = windows((series - low) / self._height)
        known = KNOWN - LOOKBACK
        self._train, self._test = rows[:known], rows[known:]
        self._net, self._seed = Net(nn.GRU, seed), seed

    def learning(self) -> Iterator[Numbers]:
        """Learn, giving the error on the way."""
        loss = squared(self._net, self._train, self._seed)
        return learn(self._net, loss, lambda: {"error": self.error})

    @property
    def error(self) -> float:
        """The RMSE on the test part."""
        return self._height * error(self._net, self._test)

    @property
    def trivial(self) -> float:
        """That of the last value."""
        return self._height * rmse(self._test.last, self._test.y)
