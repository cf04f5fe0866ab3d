"""Rows of different lengths are filled up with zeros at their end, and the answer is read behind them."""

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows, parts, wave, windows
from rnnkit.mistakes.measuring import Forward, Measuring, Net, measure_forward

SHORTEST, LONGEST = 6, 24
SIZES = (600, 300)


def wrong(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    out, _ = net.recurrent(x)  # (N, L, H)
    return net.head(out[:, -1])


def right(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    out, _ = net.recurrent(x)  # (N, L, H)
    lengths = (x[:, :, 0] != 0).sum(dim=1)
    return net.head(out[torch.arange(len(x)), lengths - 1])


def measure(version: Forward, seed: int) -> Measuring:
    """Forecast the next value of pieces of a wave; the trivial forecast is the last value of the piece."""
    rng = np.random.default_rng(seed)
    whole = parts(windows(wave(rng, 1000), LONGEST), SIZES, LONGEST)
    train, test = (LabRows(padded(rows.x, drawn(rng, len(rows))), rows.y) for rows in whole)
    return (yield from measure_forward(Net(nn.RNN, seed), version, train, (test, whole[1].last), seed))


def drawn(rng: np.random.Generator, count: int) -> Tensor:
    """So many lengths by chance."""
    return torch.from_numpy(rng.integers(SHORTEST, LONGEST + 1, count))


def padded(x: Tensor, lengths: Tensor) -> Tensor:
    """The newest values of each row `(N, L, 1)`, as many as its length, at its beginning; zeros behind."""
    steps = torch.arange(LONGEST) + (LONGEST - lengths)[:, None]  # (N, L)
    moved = x[:, :, 0].gather(1, steps.clamp(max=LONGEST - 1))
    return torch.where(steps < LONGEST, moved, 0.0)[:, :, None]
