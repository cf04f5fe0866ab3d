"""The stack of layers is torch's own, put together; its starts follow their formulas."""

import math

import pytest
import torch
from torch import nn

from rnnkit.networks.recurrent import KERNELS, Recurrent


@pytest.mark.parametrize(("activation", "bias"), [("tanh", True), ("relu", True), ("tanh", False)])
@pytest.mark.parametrize("cell", list(KERNELS))
@pytest.mark.parametrize("bidirectional", [False, True])
def test_two_layers_equal_torch_with_the_same_weights(cell, bidirectional, activation, bias):
    torch.manual_seed(0)
    look = {"bidirectional": bidirectional, "bias": bias}
    ours = Recurrent(cell, 3, 5, num_layers=2, activation=activation, **look)
    bent = {"nonlinearity": activation} if cell == "rnn" else {}
    theirs = KERNELS[cell](3, 5, 2, batch_first=True, **look, **bent)
    with torch.no_grad():
        for number, layer in enumerate(ours.layers):
            for name, weight in layer.named_parameters():
                getattr(theirs, name.replace("_l0", f"_l{number}")).copy_(weight)
    x = torch.randn(4, 7, 3)
    outputs, summary = ours(x)
    expected, state = theirs(x)
    h = state[0] if isinstance(state, tuple) else state
    torch.testing.assert_close(outputs, expected)
    torch.testing.assert_close(summary, torch.cat(tuple(h[-2:] if bidirectional else h[-1:]), dim=-1))
    for same in (ours.read_padded(x, torch.full((4,), 7)), with_masks(ours, x)):
        torch.testing.assert_close(same, (outputs, summary))
    assert [weight.shape for weight in ours.parameters()] == [weight.shape for weight in theirs.parameters()]


def with_masks(network, x):
    """The way through the kernels that recurrent dropout takes, here with masks that put nothing out."""
    network.train()
    network.recurrent_dropout = 1e-12
    return network(x)


def test_the_backward_half_of_the_summary_has_read_everything():
    torch.manual_seed(0)
    layer = Recurrent("gru", 1, 4, bidirectional=True)
    x = torch.randn(1, 6, 1)
    changed = x.clone()
    changed[0, 0] += 1
    difference = (layer(x)[1] - layer(changed)[1]).abs()[0]
    assert (difference > 1e-6).all()


def test_xavier_and_he_have_the_spread_of_their_formulas():
    torch.manual_seed(0)
    for how, variance in (("xavier", 2 / (300 + 200)), ("he", 2 / 300)):
        layer = Recurrent("lstm", 300, 200, initialization=how).layers[0]
        assert layer.weight_ih_l0.std().item() == pytest.approx(math.sqrt(variance), rel=0.05)


def test_orthogonal_recurrent_weights_are_orthogonal_gate_by_gate():
    layer = Recurrent("gru", 4, 16, initialization="orthogonal").layers[0]
    for gate in layer.weight_hh_l0.data.chunk(3):
        torch.testing.assert_close(gate.T @ gate, torch.eye(16), atol=1e-5, rtol=0)


def test_the_forget_gate_starts_at_its_bias_and_only_there():
    layer = Recurrent("lstm", 2, 8, forget_bias=3.0).layers[0]
    bias = layer.bias_ih_l0 + layer.bias_hh_l0
    assert bias[8:16].tolist() == [3.0] * 8
    assert bias[:8].abs().max() < 1


def test_dropout_rests_when_nothing_is_learned():
    torch.manual_seed(0)
    layer = Recurrent("rnn", 2, 8, num_layers=2, dropout=0.5)
    x = torch.randn(3, 5, 2)
    assert not torch.equal(layer(x)[1], layer(x)[1])
    layer.eval()
    assert torch.equal(layer(x)[1], layer(x)[1])


def test_layer_norm_gives_every_step_mean_zero_and_spread_one():
    layer = Recurrent("gru", 2, 32, layer_norm=True)
    outputs, _ = layer(torch.randn(3, 5, 2))
    torch.testing.assert_close(outputs.mean(-1), torch.zeros(3, 5), atol=1e-5, rtol=0)
    assert isinstance(layer.norms[0], nn.LayerNorm)
