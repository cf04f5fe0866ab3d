"""The convolutional network: worked by hand, never looking ahead, and seeing as far as it says."""

import pytest
import torch

from rnnkit.config import blocks, reach
from rnnkit.networks.convolution import Block, Causal, Convolutional


def test_a_dilated_convolution_worked_by_hand():
    """y_t = 1 x_t + 10 x_(t-2) + 100 x_(t-4) + 0.5 with zeros before the sequence begins."""
    layer = Causal(1, dilation=2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[[100.0, 10.0, 1.0]]]))
        layer.bias.fill_(0.5)
    x = torch.tensor([[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]])
    assert layer(x).tolist() == [[[1.5, 2.5, 13.5, 24.5, 135.5, 246.5]]]


def test_a_block_adds_what_it_finds_to_what_came_in():
    """Both convolutions take the present step twice, so 2 (2 x) + x; what is negative is cut off."""
    block = Block(1, dilation=1, dropout=0.0, layer_norm=False)
    with torch.no_grad():
        for layer in (block.first, block.second):
            layer.weight.copy_(torch.tensor([[[0.0, 0.0, 2.0]]]))
            layer.bias.zero_()
    assert block(torch.tensor([[[1.0, -1.0, 3.0]]])).tolist() == [[[5.0, 0.0, 15.0]]]


def test_two_blocks_of_three_steps_each_see_thirteen_steps():
    """Bai et al. (2018): 1 + 2 (k - 1) (2^n - 1) with k = 3."""
    assert [reach(count) for count in (1, 2, 3, 4)] == [5, 13, 29, 61]
    assert [blocks(steps) for steps in (1, 5, 6, 13, 14, 200)] == [1, 1, 2, 2, 3, 6]


@pytest.mark.parametrize("steps", [1, 5, 6, 30])
def test_the_last_answer_sees_all_steps_of_the_length_it_is_made_for(steps):
    torch.manual_seed(0)
    network = Convolutional(2, 16, steps=steps).double()
    x = torch.randn(1, steps, 2, dtype=torch.float64, requires_grad=True)
    network(x)[1].sum().backward()
    assert (x.grad.abs().sum(dim=2) > 0).all()
