"""What a step keeps for its way back, worked by hand."""

import torch

from rnnkit.training.step_memory import kept_megabytes


def test_a_square_keeps_its_input_once():
    """The derivative of x * x needs x, which is one piece of memory: 1,000 numbers of 4 bytes."""
    x = torch.ones(1_000, requires_grad=True)
    assert kept_megabytes(lambda: torch.sum(x * x)) == 0.004


def test_a_sum_keeps_nothing():
    x = torch.ones(1_000, requires_grad=True)
    assert kept_megabytes(x.sum) == 0.0
