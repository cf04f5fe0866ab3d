"""The answer is read after the second step instead of the last."""

import numpy as np
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import parts, wave, windows
from rnnkit.mistakes.measuring import Forward, Measuring, Net, measure_forward


def wrong(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    out, _ = net.recurrent(x)  # (N, L, H)
    return net.head(out[:, 1])


def right(net: Net, x: Tensor) -> Tensor:
    """Read a batch `(N, L, 1)` and answer `(N, 1)`."""
    out, _ = net.recurrent(x)  # (N, L, H)
    return net.head(out[:, -1])


def measure(version: Forward, seed: int) -> Measuring:
    """Forecast the next value of a wave; the trivial forecast is the last one."""
    train, test = parts(windows(wave(np.random.default_rng(seed), 1000)), (600, 300))
    return (yield from measure_forward(Net(nn.GRU, seed), version, train, (test, test.last), seed))
