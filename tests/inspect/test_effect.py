"""Occlusion, gradient and reach against recurrences whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
import torch

from rnnkit.inspect.effect import Probe, effects, looked_at, mean_and_noise, occlusions, reach
from rnnkit.inspect.reach import disagreement, effective_memory, uses_all

A, STEPS, ROWS = 0.5, 6, 40


def recurrence(inputs):
    """h_t = h_(t-1) / 2 + x_t from 0, answered at the end: step j back counts (1/2)^(j-1)."""
    h = torch.zeros(len(inputs), 1)
    for step in range(inputs.shape[1]):
        h = A * h + inputs[:, step]
    return h


def probe(answer, own, other, truth=None):
    truth = answer(own) if truth is None else truth
    return Probe(own, other, answer, lambda answers: (answers - truth).abs().mean(dim=1))


def known():
    own = torch.zeros(ROWS, STEPS, 1)
    return probe(recurrence, own, own + 2.0)  # what stands in differs by 2 at every step


def test_a_linear_recurrence_by_hand():
    """Hiding step j changes the answer by 2 (1/2)^(j-1), by trying it and by the gradient alike."""
    found = effects(known())
    by_hand = [2.0, 1.0, 0.5, 0.25, 0.125, 0.0625]
    assert found["step"].tolist() == [1, 2, 3, 4, 5, 6]
    for column in ("gradient", "occlusion", "rise"):
        assert found[column].tolist() == pytest.approx(by_hand, abs=1e-6)
    assert found["noise"].tolist() == pytest.approx([0] * 6, abs=1e-6)
    assert disagreement(found) is None


def test_hiding_a_step_and_all_older_ones_adds_up():
    found = reach(known())
    assert found["rise"].tolist() == pytest.approx([3.9375, 1.9375, 0.9375, 0.4375, 0.1875, 0.0625], abs=1e-6)
    assert effective_memory(found, error=1.0) == 6
    assert effective_memory(found, error=1.0, share=0.1) == 5
    assert effective_memory(found, error=1.0, share=0.5) == 3
    assert effective_memory(found, error=4.0, share=1.0) == 0


def test_a_saturated_step_is_where_gradient_and_occlusion_disagree():
    """tanh(3 x) between x = 2 and -2: its slope there is nothing, the way across is 2."""
    own = torch.full((ROWS, 2, 1), 2.0)
    found = effects(probe(lambda x: torch.tanh(3 * x[:, 0]) + 0.1 * x[:, 1], own, -own))
    newest, oldest = found.set_index("step").loc[1], found.set_index("step").loc[2]
    assert (newest["gradient"], newest["occlusion"]) == pytest.approx((0.4, 0.4), abs=1e-5)
    assert oldest["gradient"] == pytest.approx(3 * (1 - np.tanh(6) ** 2) * 4, abs=1e-5)
    assert oldest["occlusion"] == pytest.approx(2 * np.tanh(6), abs=1e-5)
    assert disagreement(found) == 2


def test_each_answer_of_a_horizon_counts():
    """One answer is the newest step, the other minus the one before: they must not cancel."""
    own = torch.zeros(ROWS, 2, 1)
    found = effects(probe(lambda x: torch.cat([x[:, 1], -x[:, 1] + x[:, 0]], dim=1), own, own + 1))
    assert found["gradient"].tolist() == found["occlusion"].tolist() == [1.0, 0.5]


@pytest.mark.parametrize("needed", [1, 5, 41, 77, 130])
def test_a_long_window_is_narrowed_down_to_the_very_step(needed):
    rng = np.random.default_rng(0)
    own = torch.from_numpy(rng.standard_normal((60, 130, 1)))
    seen = []
    found = reach(probe(lambda x: x[:, -needed], own, own.roll(1, 0)), lambda: seen.append(1))
    assert effective_memory(found, error=1.0) == needed
    assert len(seen) == len(found) < 60


def test_what_is_of_no_use_is_not_noticed():
    """Listening to a step of pure noise raises the error of nobody who hides it, on average."""
    rng = np.random.default_rng(1)
    own = torch.from_numpy(rng.standard_normal((400, 3, 1)))
    truth = own[:, 2]
    listens = probe(lambda x: x[:, 2] + 0.3 * x[:, 0], own, own.roll(1, 0), truth)
    error = float(listens.error(listens.whole()).mean())
    assert effective_memory(reach(listens), error) == 1


def test_noise_is_that_of_blocks():
    """20 blocks of 10 alike: means -1 and 1 in turn, so the error of their mean is 1.026 / sqrt(20)."""
    values = torch.tensor([-1.0, 1.0]).repeat(10).repeat_interleave(10)
    mean, noise = mean_and_noise(values)
    assert (mean, noise) == pytest.approx((0.0, np.sqrt(20 / 19) / np.sqrt(20)))
    assert mean_and_noise(torch.ones(1))[1] == np.inf


def test_short_windows_are_looked_at_step_by_step():
    assert looked_at(64) == list(range(1, 65))
    long = looked_at(500)
    assert long[:32] == list(range(1, 33))
    assert (long[-1], len(long)) == (500, 44)
    assert (occlusions(64), occlusions(500)) == (128, 94)


def test_nothing_that_matters_is_no_memory():
    nothing = pd.DataFrame({"step": [1, 2], "rise": [0.0, -0.1], "noise": [0.01, 0.01]})
    assert effective_memory(nothing, error=1.0) == 0
    assert (uses_all(9, 10), uses_all(8, 10)) == (True, False)
