"""Windows are shuffled before they are split, so that neighbours that overlap stand on both sides."""

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from rnnkit.mistakes.lab_rows import LabRows, rolling_mean, windows
from rnnkit.mistakes.measuring import Measuring, Net, measure_report

LOOKBACK, AHEAD = 16, 8
OVER = 8  # noise averaged over so many values: what comes as many steps later shares none of them
TRAIN, CUT, FRESH = 150, 225, 600
RATE = 0.02

Split = Callable[[LabRows], tuple[LabRows, LabRows]]


def wrong(rows: LabRows) -> tuple[LabRows, LabRows]:
    """Split windows into those that are learned from and those that are scored."""
    rows = rows[torch.randperm(len(rows))]
    return rows[:TRAIN], rows[TRAIN:]


def right(rows: LabRows) -> tuple[LabRows, LabRows]:
    """Split windows into those that are learned from and those that are scored."""
    gap = LOOKBACK + AHEAD  # no value on both sides
    return rows[:TRAIN], rows[TRAIN + gap :]


def measure(version: Split, seed: int) -> Measuring:
    """Forecast a series eight steps ahead, where nothing can be known; the trivial forecast is the mean."""
    noise = np.random.default_rng(seed).standard_normal(CUT + FRESH + 2 * (LOOKBACK + AHEAD) + OVER)
    rows = windows(rolling_mean(noise, OVER), LOOKBACK, AHEAD)
    net = Net(nn.GRU, seed)
    train, validation = version(rows[:CUT])
    fresh, mean = rows[CUT + LOOKBACK + AHEAD :], train.y.mean()
    return (yield from measure_report(net, train, (validation, mean), (fresh, mean), seed, rate=RATE))
