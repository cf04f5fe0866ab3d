"""What holds for whatever reads a sequence: its weights, its shapes, its causality, and its start."""

from typing import get_args

import pytest
import torch

from rnnkit.config import Cell, Encoder, encoder_shapes
from rnnkit.networks.encoder import make_encoder

ENCODERS = get_args(Encoder)
LOOKS = [(cell, False) for cell in ENCODERS] + [(cell, True) for cell in get_args(Cell)]


def encoder_of(cell, bidirectional=False, **settings):
    torch.manual_seed(0)
    usual = {"num_layers": 2, "dropout": 0.0, "layer_norm": True, "initialization": "torch"}
    asked = usual | {"forget_bias": 1.0, "activation": "tanh", "bias": True} | settings
    return make_encoder(cell, 3, 8, steps=20, bidirectional=bidirectional, **asked).double()


@pytest.mark.parametrize(("layer_norm", "bias"), [(False, True), (True, False)])
@pytest.mark.parametrize(("cell", "bidirectional"), LOOKS)
def test_names_and_shapes_are_those_that_were_announced(cell, bidirectional, layer_norm, bias):
    network = encoder_of(cell, bidirectional, layer_norm=layer_norm, bias=bias)
    found = {name: tuple(weight.shape) for name, weight in network.state_dict().items()}
    assert found == encoder_shapes(cell, 3, 8, 2, bidirectional, bias=bias, layer_norm=layer_norm, steps=20)


@pytest.mark.parametrize(("cell", "bidirectional"), LOOKS)
def test_all_answer_at_every_step_and_at_the_end(cell, bidirectional):
    network = encoder_of(cell, bidirectional)
    outputs, summary = network(torch.randn(4, 20, 3, dtype=torch.float64))
    assert outputs.shape == (4, 20, network.output_size)
    assert summary.shape == (4, network.output_size)
    if not bidirectional:
        torch.testing.assert_close(summary, outputs[:, -1])


@pytest.mark.parametrize("cell", ENCODERS)
def test_a_later_input_does_not_change_an_earlier_answer(cell):
    """And it does change its own and the last one, so the test can fail."""
    network, x = encoder_of(cell), torch.randn(2, 20, 3, dtype=torch.float64)
    changed = x.clone()
    changed[:, 12] += 1
    difference = (network(x)[0] - network(changed)[0]).abs().amax(dim=(0, 2))
    assert difference[:12].max() < 1e-12
    assert min(difference[12], difference[19]) > 1e-6


@pytest.mark.parametrize("cell", get_args(Cell))
def test_who_reads_from_both_ends_knows_a_later_input(cell):
    network, x = encoder_of(cell, bidirectional=True), torch.randn(2, 20, 3, dtype=torch.float64)
    changed = x.clone()
    changed[:, 12] += 1
    difference = (network(x)[0] - network(changed)[0]).abs().amax(dim=(0, 2))
    assert difference.min() > 0


@pytest.mark.parametrize("cell", ["cnn", "transformer"])
def test_orthogonal_matrices_are_orthogonal(cell):
    matrices = [
        w.flatten(1) for w in encoder_of(cell, initialization="orthogonal").parameters() if w.dim() > 1
    ]
    assert matrices
    for matrix in matrices:
        product = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
        torch.testing.assert_close(product, torch.eye(len(product), dtype=torch.float64), atol=1e-6, rtol=0)
