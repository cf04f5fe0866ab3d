"""Steps of cells and what stands around them in NumPy: the numbers of torch, in as many bits as are given."""

import numpy as np
import pytest
import torch
from torch import nn

from rnnkit.numpy_rnn.steps import STEPS, layer_norm, log_softmax, sigmoid, softmax

CELLS = {
    "rnn": nn.RNNCell(3, 5),
    "relu": nn.RNNCell(3, 5, nonlinearity="relu"),
    "gru": nn.GRUCell(3, 5),
    "lstm": nn.LSTMCell(3, 5),
}


@pytest.mark.parametrize("bits", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_that_of_torch_for_one_row_and_for_many(kind: str, bits: torch.dtype) -> None:
    cell, luck = CELLS[kind].to(bits), torch.Generator().manual_seed(0)
    x, h, c = (torch.randn(4, size, generator=luck, dtype=bits) for size in (3, 5, 5))
    with torch.no_grad():
        wanted = cell(x, (h, c)) if kind == "lstm" else (cell(x, h), c)
        read, known = x @ cell.weight_ih.T + cell.bias_ih, h @ cell.weight_hh.T + cell.bias_hh
    inputs = [part.numpy() for part in (read, known, h, c)]
    for which in (slice(None), 0):
        found = STEPS[kind](*(part[which] for part in inputs))
        for ours, theirs in zip(found, wanted, strict=True):
            assert ours.dtype == theirs.numpy().dtype
            np.testing.assert_allclose(ours, theirs.numpy()[which], rtol=0, atol=1e-6)


@pytest.mark.parametrize("bits", [torch.float32, torch.float64])
def test_probabilities_and_norms_are_those_of_torch(bits: torch.dtype) -> None:
    x = 9 * torch.randn(2, 3, 6, generator=torch.Generator().manual_seed(0), dtype=bits)
    weight, bias = torch.linspace(-1, 2, 6, dtype=bits), torch.linspace(3, 4, 6, dtype=bits)
    pairs = (
        (softmax(x.numpy()), x.softmax(dim=-1)),
        (log_softmax(x.numpy()), x.log_softmax(dim=-1)),
        (sigmoid(x.numpy()), x.sigmoid()),
        (
            layer_norm(x.numpy(), weight.numpy(), bias.numpy()),
            nn.functional.layer_norm(x, (6,), weight, bias),
        ),
    )
    for ours, theirs in pairs:
        assert ours.dtype == theirs.numpy().dtype
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=2e-6)
    assert np.isfinite(sigmoid(np.array([-1e30, 1e30], np.float32))).all()
