"""The Transformer is torch's own layer under the same names; its positions follow the formula."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import linear, scaled_dot_product_attention

from rnnkit.config import heads
from rnnkit.networks.transformer import EncoderLayer, SelfAttention, Transformer, positions


def test_one_head_worked_by_hand():
    """Queries and keys are zero, so each step takes the mean of the values up to it."""
    attention = SelfAttention(1)
    with torch.no_grad():
        attention.in_proj_weight.copy_(torch.tensor([[0.0], [0.0], [1.0]]))
        attention.in_proj_bias.zero_()
    assert attention.attend(torch.tensor([[[2.0], [4.0], [9.0]]])).tolist() == [[[2.0], [3.0], [5.0]]]


def test_looking_back_is_the_formula_of_attention():
    """softmax(Q K' / sqrt(d)) V, head by head, written out, beside torch's function for it."""
    torch.manual_seed(0)
    attention, x = SelfAttention(8).double(), torch.randn(2, 5, 8, dtype=torch.float64)
    projected = linear(x, attention.in_proj_weight, attention.in_proj_bias)
    query, key, value = (part.view(2, 5, 4, 2).transpose(1, 2) for part in projected.chunk(3, dim=2))
    scores = query @ key.transpose(2, 3) / math.sqrt(2)
    scores = scores.masked_fill(torch.ones(5, 5, dtype=torch.bool).triu(1), -math.inf)
    by_hand = torch.softmax(scores, dim=3) @ value
    torch.testing.assert_close(by_hand, scaled_dot_product_attention(query, key, value, is_causal=True))
    torch.testing.assert_close(attention.attend(x), by_hand.transpose(1, 2).reshape(2, 5, 8))


def test_a_layer_equals_that_of_torch_with_the_same_weights():
    torch.manual_seed(0)
    ours = EncoderLayer(8, dropout=0.0)
    theirs = nn.TransformerEncoderLayer(8, 4, 16, 0.0, batch_first=True, norm_first=True)
    theirs.load_state_dict(ours.state_dict())
    x, ahead = torch.randn(2, 7, 8), nn.Transformer.generate_square_subsequent_mask(7)
    torch.testing.assert_close(ours(x), theirs(x, ahead, is_causal=True))


def test_positions_are_the_sinusoids_of_the_paper():
    found = positions(3, 4, torch.zeros(1, dtype=torch.float64))
    expected = [[math.sin(t), math.cos(t), math.sin(t / 100), math.cos(t / 100)] for t in range(3)]
    torch.testing.assert_close(found, torch.tensor(expected, dtype=torch.float64))
    assert positions(2, 5, torch.zeros(1)).shape == (2, 5)


@pytest.mark.parametrize(("width", "count"), [(1, 1), (6, 3), (7, 1), (8, 4), (10, 2)])
def test_heads_share_a_width_evenly(width, count):
    assert heads(width) == count


def test_dropout_rests_when_nothing_is_learned():
    torch.manual_seed(0)
    network, x = Transformer(2, 8, dropout=0.5), torch.randn(3, 5, 2)
    assert not torch.equal(network(x)[1], network(x)[1])
    network.eval()
    assert torch.equal(network(x)[1], network(x)[1])
