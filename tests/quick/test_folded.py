"""A layer that reads relu(w x + b) of single numbers by lines gives what it gives of the units themselves."""

import pytest
import torch
from torch import nn

from rnnkit.networks.recurrent import Bent, Recurrent
from rnnkit.quick import folded
from rnnkit.quick.build import build
from rnnkit.quick.folded import lines_of
from rnnkit.quick.layers import Quick
from rnnkit.quick.loops import Loops
from rnnkit.quick.native import Native

BUILT = build()
pytestmark = pytest.mark.skipif(BUILT is None, reason="no compiler of C++")
CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("gru", "tanh"), ("lstm", "tanh")]


@pytest.fixture(autouse=True)
def _all_by_the_kernel(monkeypatch):
    """Also what gains nothing by it."""
    monkeypatch.setattr(Native, "gains", lambda *_, **__: True)


@pytest.fixture
def folds(monkeypatch):
    """How often a layer was read by lines."""
    seen, run = [], folded.FoldedRecurrence.forward
    monkeypatch.setattr(
        folded.FoldedRecurrence, "forward", staticmethod(lambda *given: (seen.append(1), run(*given))[1])
    )
    return seen


def made(cell, activation="tanh", units=5, hidden=6, dtype=torch.float32, **more):
    torch.manual_seed(0)
    network = Recurrent(cell, units, hidden, activation=activation, **more).to(dtype)
    return network, nn.Linear(1, units).to(dtype)


def results(network, linear, x, *, opened=False):
    """Outputs and last state, and the gradients of all weights."""
    read = Bent(x, linear)
    outputs, last = network(read.open() if opened else read)
    weighed = sum(
        (part * torch.linspace(-1, 1, part.numel()).view(part.shape)).sum() for part in (outputs, last)
    )
    found = torch.autograd.grad(weighed, [*linear.parameters(), *network.parameters()])
    return outputs, last, *found


@pytest.mark.parametrize(("cell", "activation"), CELLS)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_states_and_gradients_are_those_of_torch(cell, activation, bidirectional, bias, folds):
    """For sizes that fill no vector, numbers that are 0, and units that are always open, or never."""
    for units, hidden, rows in ((5, 6, 7), (64, 37, 33)):
        network, linear = made(cell, activation, units, hidden, bidirectional=bidirectional, bias=bias)
        with torch.no_grad():
            linear.weight[:3] = torch.tensor([[0.0], [0.0], [-0.0]])
            linear.bias[:3] = torch.tensor([0.5, -0.5, 0.0])
        x = 2 * torch.randn(rows, 9, 1)
        x[:, -1] = 0
        expected = results(network, linear, x, opened=True)
        network.kernel = Quick(Native(BUILT), half=False)
        for ours, theirs in zip(results(network, linear, x), expected, strict=True):
            size = max(1.0, theirs.abs().max().item())
            torch.testing.assert_close(ours / size, theirs / size, atol=1e-5, rtol=0)
    assert len(folds) == (4 if bidirectional else 2)


@pytest.mark.parametrize(("cell", "activation"), CELLS)
def test_gradients_pass_the_check_by_differences(cell, activation, folds):
    network, linear = made(cell, activation, dtype=torch.float64)
    network.kernel = Quick(Native(BUILT), half=False)
    x = torch.randn(4, 6, 1, dtype=torch.float64)
    bends = -linear.bias / linear.weight[:, 0]
    assert (x - bends).abs().min() > 1e-4  # a difference across a bend says nothing of either slope

    def run(*_):
        return network(Bent(x, linear))

    assert torch.autograd.gradcheck(run, (*linear.parameters(), *network.parameters()))
    assert folds


def test_where_nobody_goes_back_some_rows_are_read_at_a_time(folds, monkeypatch):
    network, linear = made("lstm", hidden=8)
    x = torch.randn(50, 6, 1)
    with torch.no_grad():
        expected = network(Bent(x, linear))
        network.kernel = Quick(Native(BUILT), half=False)
        monkeypatch.setattr("rnnkit.quick.layers.KEPT", 20 * 6 * 8 * 6 * 4)
        torch.testing.assert_close(network(Bent(x, linear)), expected, atol=1e-5, rtol=0)
    assert len(folds) == 3


def test_a_number_that_is_none_stays_none():
    network, linear = made("gru")
    network.kernel = Quick(Native(BUILT), half=False)
    x = torch.zeros(8, 3, 1)
    x[0, 1] = torch.nan
    assert network(Bent(x, linear))[0].isnan().any(dim=-1)[:2].tolist() == [[False, True, True], [False] * 3]


@pytest.mark.parametrize(
    "why", ["more numbers a step", "few of them", "their gradient is asked for", "loops"]
)
def test_units_are_computed_where_lines_gain_nothing_or_are_not_enough(why, folds):
    network, linear = made("gru")
    x = torch.randn(2 if why == "few of them" else 9, 6, 1)
    if why == "more numbers a step":
        linear, x = nn.Linear(2, 5), torch.randn(9, 6, 2)
    x.requires_grad_(why == "their gradient is asked for")
    expected = network(Bent(x, linear).open())
    network.kernel = Quick(Loops() if why == "loops" else Native(BUILT), half=False)
    torch.testing.assert_close(network(Bent(x, linear)), expected)
    assert not folds


def test_lines_say_which_units_are_open():
    """Two units that open at -1 and close at 2, one that is always open and one that never is."""
    weight, bias = torch.tensor([1.0, -1.0, 0.0, 0.0]), torch.tensor([1.0, 2.0, 3.0, -3.0])
    lines = lines_of(torch.tensor([[-2.0, 0.0, 3.0]]), weight, bias)
    assert lines.opened[lines.place[0]].tolist() == [[0, 1, 1, 0], [1, 1, 1, 0], [1, 0, 1, 0]]
