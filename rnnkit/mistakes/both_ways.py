"""The last output of a layer that reads both ways, whose backward half has read a single step there."""

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import LabRows, tensor
from rnnkit.mistakes.measuring import Forward, Measuring, Net, measure_forward

LENGTH = 30


def wrong(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    output, _ = net.recurrent(x)  # (N, L, 2H)
    return net.head(output[:, -1])


def right(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    _, h_n = net.recurrent(x)  # (2, N, H)
    return net.head(torch.cat([h_n[0], h_n[1]], dim=1))


def measure(version: Forward, seed: int) -> Measuring:
    """Say the first of thirty random numbers; the trivial answer is their mean, which is zero."""
    numbers = tensor(np.random.default_rng(seed).standard_normal((900, LENGTH)))
    rows = LabRows(numbers[:, :, None], numbers[:, :1])
    train, test = rows[:600], rows[600:]
    net = Net(nn.RNN, seed, bidirectional=True)
    return (yield from measure_forward(net, version, train, (test, torch.zeros_like(test.y)), seed))
