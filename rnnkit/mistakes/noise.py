"""A series of pure noise is smoothed before it is forecast: neighbours share what they were averaged from."""

from collections.abc import Callable

import numpy as np
from torch import nn

from rnnkit.mistakes.lab_rows import LabRows, Series, parts, rolling_mean, windows
from rnnkit.mistakes.measuring import Measuring, Net, measure_report

SIZES = (400, 200, 600)


def wrong(noise: Series) -> Series:
    """Make of a series what the network learns from and is scored on."""
    return rolling_mean(noise, over=5)


def right(noise: Series) -> Series:
    """Make of a series what the network learns from and is scored on."""
    return noise


def measure(version: Callable[[Series], Series], seed: int) -> Measuring:
    """Forecast the next value, of which counts what it is unsmoothed; the trivial forecast is the mean."""
    noise = np.random.default_rng(seed).standard_normal(1300)
    series = version(noise)
    rows, values = windows(series), windows(noise[len(noise) - len(series) :])
    (train, validation, fresh), truth = parts(rows, SIZES), parts(values, SIZES)[2]
    mean = train.y.mean()
    reported, real = (validation, mean), (LabRows(fresh.x, truth.y), mean)
    return (yield from measure_report(Net(nn.GRU, seed), train, reported, real, seed))
