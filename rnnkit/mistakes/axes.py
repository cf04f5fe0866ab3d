"""The values of a row stand in the axis of features instead of that of time: one step, and nothing recurs."""

from collections.abc import Callable

import numpy as np
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows, tensor
from rnnkit.mistakes.measuring import Measuring, Net, measure_forward

LENGTH = 16


def wrong(x: Tensor) -> Tensor:
    """Shape a batch of values `(N, T)` for a layer that expects `(N, steps, features)`."""
    return x[:, None, :]  # (N, 1, T): one step


def right(x: Tensor) -> Tensor:
    """Shape a batch of values `(N, T)` for a layer that expects `(N, steps, features)`."""
    return x[:, :, None]  # (N, T, 1): T steps


def measure(version: Callable[[Tensor], Tensor], seed: int) -> Measuring:
    """Say how loud a row of noise is, its mean size; the trivial answer is that of all rows."""
    numbers = np.random.default_rng(seed).standard_normal((1300, LENGTH))
    rows = LabRows(version(tensor(numbers)), tensor(np.abs(numbers).mean(axis=1, keepdims=True)))
    train, test = rows[:1000], rows[1000:]
    net = Net(nn.GRU, seed, inputs=rows.x.shape[2])
    return (yield from measure_forward(net, Net.forward, train, (test, train.y.mean()), seed))
