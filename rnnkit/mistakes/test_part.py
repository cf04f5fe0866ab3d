"""The test part chooses among many networks, and then tells how good the chosen one is."""

from collections.abc import Callable, Sequence

import numpy as np
from torch import nn

from rnnkit.mistakes.lab_rows import LabRows, parts, rmse, wave, windows
from rnnkit.mistakes.measuring import LOOKS, Measured, Measuring, Net, error, learn, squared

LOOKBACK = 8
TRAIN, PART, FRESH = 40, 12, 1000  # a short series, as so often; what is fresh came later and decided nothing
CANDIDATES = 20
STEPS, RATE = 40, 0.03

Choice = Callable[[Sequence[Net], LabRows, LabRows], tuple[Net, float]]


def wrong(networks: Sequence[Net], _: LabRows, test: LabRows) -> tuple[Net, float]:
    """Choose one of many trained networks, and report its error."""
    best = min(networks, key=lambda net: error(net, test))
    return best, error(best, test)


def right(networks: Sequence[Net], validation: LabRows, test: LabRows) -> tuple[Net, float]:
    """Choose one of many trained networks, and report its error."""
    best = min(networks, key=lambda net: error(net, validation))
    return best, error(best, test)


def measure(version: Choice, seed: int) -> Measuring:
    """Forecast the next value of a noisy wave; the trivial forecast is the last one."""
    series = wave(np.random.default_rng(seed), 1200, wander=0.4, noise=0.4)
    train, validation, test, fresh = parts(windows(series, LOOKBACK), (TRAIN, PART, PART, FRESH), LOOKBACK)
    networks: list[Net] = []
    for number in range(1, CANDIDATES + 1):
        networks.append(net := Net(nn.RNN, CANDIDATES * seed + number))
        for _ in learn(net, squared(net, train, number), dict, steps=STEPS, rate=RATE):
            pass
        best, reported = version(networks, validation, test)
        if number * LOOKS % CANDIDATES == 0:
            yield {"step": number, "reported": reported, "error": error(best, fresh)}
    return Measured(
        {"reported": reported, "error": error(best, fresh)},
        {"reported": rmse(test.last, test.y), "error": rmse(fresh.last, fresh.y)},
    )
