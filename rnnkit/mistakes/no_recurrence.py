"""A network that is called recurrent, but whose state never enters the next step."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import parts, wave, windows
from rnnkit.mistakes.measuring import HIDDEN, Measuring, measure_forward


class HandWritten(nn.Module):
    """A recurrent layer written out, and a linear layer for the answer."""

    W_x: Callable[[Tensor], Tensor]
    W_h: Callable[[Tensor], Tensor]
    head: Callable[[Tensor], Tensor]

    def __init__(self, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.W_x, self.W_h = nn.Linear(1, HIDDEN), nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.head = nn.Linear(HIDDEN, 1)


def wrong(net: HandWritten, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    h = torch.zeros(len(x), HIDDEN)
    for t in range(x.shape[1]):
        h = torch.tanh(net.W_x(x[:, t]))
    return net.head(h)


def right(net: HandWritten, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    h = torch.zeros(len(x), HIDDEN)
    for t in range(x.shape[1]):
        h = torch.tanh(net.W_x(x[:, t]) + net.W_h(h))
    return net.head(h)


def measure(version: Callable[[HandWritten, Tensor], Tensor], seed: int) -> Measuring:
    """Forecast the next value of a wave, on its way up or down; the trivial forecast is the last one."""
    train, test = parts(windows(wave(np.random.default_rng(seed), 1000)), (600, 300))
    return (yield from measure_forward(HandWritten(seed), version, train, (test, test.last), seed))
