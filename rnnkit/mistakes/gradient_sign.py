"""The weights are moved along the gradient of the loss instead of against it: uphill."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from rnnkit.mistakes.lab_rows import parts, rmse, wave, windows
from rnnkit.mistakes.measuring import CLIP, STEPS, Measured, Measuring, Net, due, error, squared

RATE = 0.1


def wrong(weight: Tensor, grad: Tensor) -> None:
    """Move a weight by its gradient."""
    weight += RATE * grad


def right(weight: Tensor, grad: Tensor) -> None:
    """Move a weight by its gradient."""
    weight -= RATE * grad


def measure(version: Callable[[Tensor, Tensor], None], seed: int) -> Measuring:
    """Forecast the next value of a wave; the trivial forecast is the last one. Gradients are clipped."""
    train, test = parts(windows(wave(np.random.default_rng(seed), 1000)), (600, 300))
    net = Net(nn.RNN, seed)
    loss = squared(net, train, seed)
    for step in range(1, STEPS + 1):
        net.zero_grad()
        loss().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), CLIP)
        with torch.no_grad():
            for weight in net.parameters():
                assert weight.grad is not None
                version(weight, weight.grad)
        if due(step, STEPS):
            yield {"step": step, "error": error(net, test)}
    return Measured({"error": error(net, test)}, {"error": rmse(test.last, test.y)})
