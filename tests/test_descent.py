"""Recurrent matrices move by the same length in all directions; all else moves by Adam."""

from functools import partial

import pytest
import torch
from torch import nn

from rnnkit.config import HEAVY_BALL, MUON_RATIO
from rnnkit.errors import DataError
from rnnkit.training.optimizers import (
    MOMENTUM,
    Adam,
    Muon,
    Optimizer,
    orthogonalized,
    recurrent_matrices,
)


class Model(nn.Module):
    def __init__(self, hidden=4):
        super().__init__()
        torch.manual_seed(0)
        self.recurrent = nn.LSTM(3, hidden)
        self.head = nn.Linear(hidden, 2)

    def backward(self):
        torch.manual_seed(1)
        output, _ = self.recurrent(torch.randn(5, 2, 3))
        self.head(output).square().mean().backward()


def descent_of(model, name="muon", weight_decay=0.0):
    return Optimizer(model, name, weight_decay, fused=False)


TORCHS = {
    "sgd": torch.optim.SGD,
    "momentum": partial(torch.optim.SGD, momentum=HEAVY_BALL),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
@pytest.mark.parametrize("name", TORCHS)
def test_every_optimizer_moves_as_torchs_own_class_does(name, weight_decay):
    ours, theirs = Model(), Model()
    optimizer = descent_of(ours, name, weight_decay)
    torchs = TORCHS[name](theirs.parameters(), 0.0, weight_decay=weight_decay)
    for rate in (0.01, 0.02, 0.005, 0.1):
        for model in (ours, theirs):
            model.backward()
        optimizer.step(rate)
        torchs.param_groups[0]["lr"] = rate
        torchs.step()
        torchs.zero_grad()
    assert all(map(torch.equal, ours.parameters(), theirs.parameters()))
    assert all(weight.grad is None for weight in ours.parameters())


def test_momentum_goes_on_where_the_gradient_has_ended():
    """A gradient of 1, then none: steps of 1 and of 0.9, each times the rate."""
    weight = nn.Parameter(torch.zeros(1))
    model = nn.Module()
    model.weight = weight
    momentum = descent_of(model, "momentum")
    for gradient in (1.0, 0.0):
        weight.grad = torch.tensor([gradient])
        momentum.step(0.5)
    torch.testing.assert_close(weight.data, torch.tensor([-0.95]))


def test_adam_and_adamw_are_the_same_without_weight_decay_and_differ_with_it():
    ends = {}
    for name in ("adam", "adamw"):
        for decay in (0.0, 0.1):
            model = Model()
            optimizer = descent_of(model, name, decay)
            model.backward()
            optimizer.step(0.1)
            ends[name, decay] = model.head.weight.detach()
    assert torch.equal(ends["adam", 0.0], ends["adamw", 0.0])
    assert not torch.allclose(ends["adam", 0.1], ends["adamw", 0.1])


def test_a_matrix_of_one_direction_is_made_as_long_in_it_as_any_other():
    """3 u v' and 300 u v', with u and v of length 1, become the same multiple of u v' and nothing else."""
    u, v = torch.tensor([[0.6], [0.8], [0.0]]), torch.tensor([[1.0, 0.0]])
    found = orthogonalized(3 * u @ v)
    torch.testing.assert_close(found, orthogonalized(300 * u @ v))
    torch.testing.assert_close(found / found.norm(), u @ v, atol=1e-6, rtol=0)


@pytest.mark.parametrize("shape", [(40, 10), (10, 40), (16, 12), (1, 1)], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
def test_all_directions_come_out_nearly_equally_long(shape, dtype):
    torch.manual_seed(0)
    matrix = torch.randn(shape) * torch.logspace(-0.5, 0.5, shape[1])
    U, _, V = torch.linalg.svd(matrix, full_matrices=False)
    lengths = torch.diagonal(U.T @ orthogonalized(matrix, dtype) @ V.T)
    assert 0.6 < lengths.min() <= lengths.max() < 1.3


def test_no_gradient_moves_nothing():
    assert torch.equal(orthogonalized(torch.zeros(4, 2)), torch.zeros(4, 2))


def test_a_step_follows_the_mean_gradient_and_looks_ahead():
    """First mean 0.05 g; ahead of it 0.05 g + 0.95 * 0.05 g, whose direction is that of g."""
    matrix, g = nn.Parameter(torch.ones(4, 1)), torch.tensor([[2.0], [0.0], [0.0], [0.0]])
    muon = Muon([matrix], 0.5, torch.float32)
    matrix.grad = g.clone()
    muon.step(0.1)
    torch.testing.assert_close(muon.means[0], (1 - MOMENTUM) * g)
    # Decay by 0.1 * 0.5, and a step of 0.1 * sqrt(4 / 1) along g.
    length = orthogonalized(g)[0, 0].item()
    expected = torch.full((4, 1), 0.95) - torch.tensor([[0.2 * length], [0.0], [0.0], [0.0]])
    torch.testing.assert_close(matrix.data, expected)
    assert matrix.grad is None


@pytest.mark.parametrize("shape", [(40, 10), (10, 40), (16, 16), (7, 1), (1, 7)], ids=str)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-6), (torch.bfloat16, 5e-2)], ids=str)
def test_muon_moves_as_torchs_own_class_does(shape, dtype, tolerance, monkeypatch):
    """Torch knows only products in 16 bits, so for the exact test its cast to them keeps all 32."""
    if dtype == torch.float32:
        monkeypatch.setattr(torch.Tensor, "bfloat16", torch.Tensor.clone)
    torch.manual_seed(0)
    start, gradients = torch.randn(shape), torch.randn(6, *shape) * torch.logspace(-4, 4, 6)[:, None, None]
    ours, theirs = nn.Parameter(start.clone()), nn.Parameter(start.clone())
    muon, torchs = Muon([ours], 0.1, dtype), torch.optim.Muon([theirs], weight_decay=0.1)
    for rate, gradient in zip((0.1, 0.2, 0.05, 0.1, 0.0, 0.1), gradients, strict=True):
        ours.grad, theirs.grad = gradient.clone(), gradient.clone()
        muon.step(rate)
        torchs.param_groups[0]["lr"] = rate
        torchs.step()
    assert (ours - theirs).norm() < tolerance * (theirs - start).norm()
    torch.testing.assert_close(muon.means[0], torchs.state[theirs]["momentum_buffer"])


@pytest.mark.parametrize("fused", [False, True])
def test_adam_moves_as_torchs_own_class_does(fused):
    ours, theirs = Model(), Model()
    unused = [
        nn.Parameter(torch.ones(2)),
        nn.Parameter(torch.ones(2)),
    ]  # no gradient: it stays, decay and all
    adam = Adam([*ours.parameters(), unused[0]], 0.1, fused=fused)
    torchs = torch.optim.AdamW([*theirs.parameters(), unused[1]], 0.0, weight_decay=0.1, fused=fused)
    for rate in (0.01, 0.02, 0.005):
        for model in (ours, theirs):
            model.backward()
        adam.step(rate)
        torchs.param_groups[0]["lr"] = rate
        torchs.step()
        torchs.zero_grad()
    assert all(map(torch.equal, ours.parameters(), theirs.parameters()))
    assert torch.equal(unused[0], torch.ones(2))
    assert all(weight.grad is None for weight in ours.parameters())


def test_only_recurrent_matrices_leave_adam():
    model = Model()
    names = {id(weight): name for name, weight in model.named_parameters()}
    assert [names[id(weight)] for weight in recurrent_matrices(model)] == [
        "recurrent.weight_ih_l0",
        "recurrent.weight_hh_l0",
    ]
    straight, adam = Model(), Model()
    for model, kind in ((straight, "muon"), (adam, "adamw")):
        model.backward()
        descent_of(model, kind).step(0.01)
        assert all(weight.grad is None for weight in model.parameters())
    assert torch.equal(straight.head.weight, adam.head.weight)
    assert torch.equal(straight.recurrent.bias_hh_l0, adam.recurrent.bias_hh_l0)
    moved = straight.recurrent.weight_hh_l0 - Model().recurrent.weight_hh_l0
    # 0.01 * MUON_RATIO, longer by sqrt(16 / 4); directions come out between 0.7 and 1.2.
    assert 0.6 < torch.linalg.matrix_norm(moved, 2) / (0.02 * MUON_RATIO) < 1.3


@pytest.mark.parametrize("name", [*TORCHS, "muon"])
def test_a_descent_goes_on_from_its_state(name):
    whole, parts = Model(), Model()
    steady, before = descent_of(whole, name), descent_of(parts, name)
    for number in range(4):
        whole.backward()
        steady.step(0.01)
        if number == 2:
            after = descent_of(parts, name)
            after.resume(before.state())
            before = after
        parts.backward()
        before.step(0.01)
    assert all(map(torch.equal, whole.parameters(), parts.parameters()))


def test_the_state_of_another_network_is_refused():
    with pytest.raises(DataError, match="of another network"):
        descent_of(Model(5)).resume(descent_of(Model()).state())
