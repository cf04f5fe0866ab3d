"""The networks of the lesson: worked by hand, proved by numbers, and equal to torch value by value."""

import math

import numpy as np
import pytest
import torch

from rnnkit.errors import DivergedError
from rnnkit.numpy_rnn import (
    CELLS,
    CLIPS,
    CROSS_ENTROPY,
    SQUARED_ERROR,
    Arrays,
    GradientDescent,
    SequenceBatch,
    both_ways,
    clip_by_norm,
    clip_by_value,
    difference,
    forward,
    learn,
    norm,
    numeric_gradient,
    sgd,
    start,
)

HELLO = SequenceBatch(np.eye(4)[[0, 1, 2, 2]], np.eye(4)[[1, 2, 2, 3]], CROSS_ENTROPY)
WAVE = np.sin(np.arange(9) / 9 * 2 * np.pi)[:, None]
SINE = SequenceBatch(WAVE[:-1], WAVE[1:], SQUARED_ERROR)
LESSONS = {"hello": HELLO, "sine": SINE}


def weights_for(cell: str, lesson: SequenceBatch, H: int = 3, seed: int = 0) -> Arrays:
    return start(CELLS[cell], lesson.inputs.shape[1], H, lesson.targets.shape[1], seed)


def scalar(**values: float) -> Arrays:
    """Weights of a network with one unit: matrices for names with a capital, else vectors."""
    return Arrays(**{name: np.full((1, 1) if name[0] == "W" else 1, value) for name, value in values.items()})


def test_two_steps_of_a_linear_network_by_hand():
    """h1 = 2 * 1 = 2, h2 = 2 * 0 + 0.5 * 2 = 1; predictions 6 and 3, targets 5 and 1.

    Losses 1 and 4, mean 2.5. ds1 = 2 * 1 / 2 = 1, ds2 = 2 * 2 / 2 = 2. dh2 = 3 * 2 = 6 and
    dh1 = 3 * 1 + 0.5 * 6 = 6. dW_hh = 6 * h1 = 12, dW_xh = 6 * 1 + 6 * 0 = 6, db = 12,
    dW_hy = 1 * 2 + 2 * 1 = 4.
    """
    w = scalar(W_xh=2.0, W_hh=0.5, b_h=0.0, W_hy=3.0, b_y=0.0)
    lesson = SequenceBatch(np.array([[1.0], [0.0]]), np.array([[5.0], [1.0]]), SQUARED_ERROR)
    run, back = both_ways(CELLS["linear"], w, lesson)
    assert [now.h.item() for now in run.steps] == [2, 1]
    assert [now.loss.item() for now in run.steps] == [1, 4]
    assert run.loss == 2.5
    assert [step.h.item() for step in back.steps] == [6, 6]
    assert [arrived.h.item() for arrived in back.arrivals] == [3, 0]
    found = {name: array.item() for name, array in back.weights.items()}
    assert found == {"W_hh": 12, "W_xh": 6, "b_h": 12, "W_hy": 4, "b_y": 3}


def test_the_loss_of_classes_is_the_mean_surprise():
    """Without weights every one of four symbols has probability 1/4, at every step: log 4."""
    w = weights_for("rnn", HELLO).each(np.zeros_like)
    run = forward(CELLS["rnn"], w, HELLO)
    assert [now.loss.item() for now in run.steps] == pytest.approx([math.log(4)] * 4)
    assert run.loss == pytest.approx(math.log(4))


def test_an_lstm_with_all_gates_half_open_by_hand():
    """All weights zero but the candidate's bias: i = f = o = 1/2, g = tanh(1); c1 = g / 2, c2 = 3 g / 4."""
    w = weights_for("lstm", SINE, H=1).each(np.zeros_like)
    w = Arrays(**{**w, "b_g": np.ones(1)})
    first, second, *_ = forward(CELLS["lstm"], w, SINE).steps
    assert first.c.item() == pytest.approx(math.tanh(1) / 2)
    assert second.c.item() == pytest.approx(0.75 * math.tanh(1))
    assert second.h.item() == pytest.approx(math.tanh(0.75 * math.tanh(1)) / 2)


def test_a_gru_keeps_the_share_that_its_gate_says_by_hand():
    """z = 1/2 at every step, n = tanh(1): h1 = n / 2, h2 = n / 2 + h1 / 2 = 3 n / 4."""
    w = weights_for("gru", SINE, H=1).each(np.zeros_like)
    w = Arrays(**{**w, "b_xn": np.ones(1)})
    first, second, *_ = forward(CELLS["gru"], w, SINE).steps
    assert first.h.item() == pytest.approx(math.tanh(1) / 2)
    assert second.h.item() == pytest.approx(0.75 * math.tanh(1))


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("seed", [0, 1])
def test_nudging_every_weight_gives_the_same_gradient(cell, lesson, seed):
    w = weights_for(cell, LESSONS[lesson], seed=seed)
    _, back = both_ways(CELLS[cell], w, LESSONS[lesson])
    apart = difference(back.weights, numeric_gradient(CELLS[cell], w, LESSONS[lesson]))
    assert set(apart) == set(w)
    assert max(apart.values()) < 1e-6


def test_a_wrong_gradient_would_be_seen():
    w = weights_for("gru", HELLO)
    _, back = both_ways(CELLS["gru"], w, HELLO)
    wrong = Arrays(**{**back.weights, "b_hn": back.weights.b_xn})
    assert max(difference(wrong, numeric_gradient(CELLS["gru"], w, HELLO)).values()) > 1e-2


def torch_rnn(w, x, h, c):
    a = w.W_xh @ x + w.W_hh @ h + w.b_h
    return {"a": a, "h": torch.tanh(a)}


def torch_lstm(w, x, h, c):
    a = {f"a_{gate}": w[f"W_x{gate}"] @ x + w[f"W_h{gate}"] @ h + w[f"b_{gate}"] for gate in "ifgo"}
    i, f, o = (torch.sigmoid(a[f"a_{gate}"]) for gate in "ifo")
    g = torch.tanh(a["a_g"])
    after = f * c + i * g
    return {**a, "i": i, "f": f, "g": g, "o": o, "c": after, "h": o * torch.tanh(after)}


def torch_gru(w, x, h, c):
    a_r, a_z = (w[f"W_x{gate}"] @ x + w[f"W_h{gate}"] @ h + w[f"b_{gate}"] for gate in "rz")
    r, z, m = torch.sigmoid(a_r), torch.sigmoid(a_z), w.W_hn @ h + w.b_hn
    a_n = w.W_xn @ x + w.b_xn + r * m
    n = torch.tanh(a_n)
    return {"a_r": a_r, "a_z": a_z, "r": r, "z": z, "m": m, "a_n": a_n, "n": n, "h": (1 - z) * n + z * h}


@pytest.mark.parametrize(("cell", "step"), [("rnn", torch_rnn), ("lstm", torch_lstm), ("gru", torch_gru)])
def test_every_value_and_its_gradient_at_every_step_are_those_of_torch(cell, step):
    w = weights_for(cell, HELLO)
    theirs = w.each(lambda array: torch.from_numpy(array).requires_grad_())
    h = c = torch.zeros(3, dtype=torch.float64)
    values, losses = [], []
    for x, y in zip(torch.from_numpy(HELLO.inputs), torch.from_numpy(HELLO.targets), strict=True):
        now = step(theirs, x, h, c)
        h, c = now["h"], now.get("c", c)
        now["s"] = theirs.W_hy @ h + theirs.b_y
        losses.append(torch.nn.functional.cross_entropy(now["s"], y))
        for value in now.values():
            value.retain_grad()
        values.append(now)
    torch.stack(losses).mean().backward()
    run, back = both_ways(CELLS[cell], w, HELLO)
    for t, now in enumerate(values):
        assert set(run.steps[t]) == {*now, "y_hat", "loss"}
        for name, value in now.items():
            np.testing.assert_allclose(run.steps[t][name], value.detach(), atol=1e-8, rtol=0)
            np.testing.assert_allclose(back.steps[t][name], value.grad, atol=1e-6, rtol=0)
    for name in w:
        np.testing.assert_allclose(back.weights[name], theirs[name].grad, atol=1e-6, rtol=0)


def test_what_the_steps_ask_of_the_shared_weights_adds_up():
    w = weights_for("lstm", SINE)
    _, back = both_ways(CELLS["lstm"], w, SINE)
    added = sum(share.W_hf for share in back.shares)
    np.testing.assert_allclose(added, back.weights.W_hf)
    assert len(back.shares) == 8


def gradient(*numbers: float) -> Arrays:
    return Arrays(a=np.array(numbers[:1]), b=np.array(numbers[1:]))


def test_clipping_by_hand():
    """(3, -4) has length 5. By value at 3: (3, -3). By norm at 1: a fifth of it, (0.6, -0.8)."""
    g = gradient(3.0, -4.0)
    assert norm(g) == 5
    by_value, by_norm = clip_by_value(g, 3.0), clip_by_norm(g, 1.0)
    assert (by_value.a.item(), by_value.b.item()) == (3, -3)
    assert (by_norm.a.item(), by_norm.b.item()) == pytest.approx((0.6, -0.8))
    assert norm(by_norm) == pytest.approx(1)


def test_a_short_gradient_is_not_clipped():
    for clip in CLIPS.values():
        assert dict(clip(gradient(0.3, -0.4), 1.0)) == dict(gradient(0.3, -0.4))
    assert norm(clip_by_norm(gradient(0.0, 0.0), 1.0)) == 0


def test_one_step_is_that_of_torch():
    """The same weights, one step of torch's SGD after torch's clipping by norm."""
    w = weights_for("rnn", SINE)
    _, back = both_ways(CELLS["rnn"], w, SINE)
    theirs = {name: torch.nn.Parameter(torch.from_numpy(array.copy())) for name, array in w.items()}
    for name, parameter in theirs.items():
        parameter.grad = torch.from_numpy(back.weights[name].copy())
    torch.nn.utils.clip_grad_norm_(theirs.values(), 0.1)
    torch.optim.SGD(theirs.values(), lr=0.5).step()
    ours = sgd(w, clip_by_norm(back.weights, 0.1), 0.5)
    for name, parameter in theirs.items():
        np.testing.assert_allclose(ours[name], parameter.detach(), atol=1e-6)


@pytest.mark.parametrize("cell", ["rnn", "relu", "gru", "lstm"])
def test_it_learns_to_spell(cell):
    """After 300 steps every letter of "ello" has more than half of the probability."""
    w = weights_for(cell, HELLO, H=4)
    learned = learn(CELLS[cell], w, HELLO, 300, GradientDescent(0.5))
    steps = forward(CELLS[cell], learned.weights, HELLO).steps
    assert all(now.y_hat @ y > 0.5 for now, y in zip(steps, HELLO.targets, strict=True))
    assert len(learned.losses) == 301
    assert learned.losses[-1] < 0.2 * learned.losses[0]


def test_learning_in_two_parts_is_learning_in_one():
    w, descent = weights_for("gru", HELLO), GradientDescent(0.5, clip_by_norm, 0.2)
    whole = learn(CELLS["gru"], w, HELLO, 6, descent)
    half = learn(CELLS["gru"], w, HELLO, 3, descent)
    rest = learn(CELLS["gru"], half.weights, HELLO, 3, descent)
    assert half.losses[:-1] + rest.losses == whole.losses


def test_numbers_that_grow_without_bounds_are_refused():
    w = weights_for("linear", SINE)
    with pytest.raises(DivergedError, match="lower the learning rate or clip the gradient"):
        learn(CELLS["linear"], w, SINE, 200, GradientDescent(10.0))


def test_weights_start_within_one_over_the_root_of_the_hidden_size():
    w = start(CELLS["lstm"], 3, 100, 2, seed=7)
    assert {
        name: array.shape for name, array in w.items() if name in ("W_xi", "W_hf", "b_o", "W_hy", "b_y")
    } == {
        "W_xi": (100, 3),
        "W_hf": (100, 100),
        "b_o": (100,),
        "W_hy": (2, 100),
        "b_y": (2,),
    }
    assert 0.099 < max(np.abs(array).max() for array in w.values()) <= 0.1
    assert np.array_equal(w.W_hf, start(CELLS["lstm"], 3, 100, 2, seed=7).W_hf)


def test_an_unknown_name_is_an_unknown_attribute():
    with pytest.raises(AttributeError, match="no array called W_hx"):
        _ = weights_for("rnn", SINE).W_hx
