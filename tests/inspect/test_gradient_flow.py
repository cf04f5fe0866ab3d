"""How much of a gradient is left after a hundred steps."""

import numpy as np
import pytest

from rnnkit.inspect.flow_settings import FlowConfig
from rnnkit.inspect.gradient_flow import flows, gradient_flow
from rnnkit.numpy_rnn import clip_by_norm, norm

T = 100


def test_a_plain_network_forgets_and_an_lstm_with_an_open_forget_gate_does_not():
    plain, lstm = gradient_flow("rnn", T), gradient_flow("lstm", T, forget_bias=1.0)
    assert plain.ratio < 1e-3
    assert lstm.ratio >= 100 * plain.ratio


@pytest.mark.parametrize("limit", [0.5, 5.0])
def test_a_gradient_that_explodes_is_clipped_to_its_limit(limit):
    flow = gradient_flow("linear", T, scale=1.5, draw="orthogonal")
    assert flow.norm > 1e6
    assert norm(clip_by_norm(flow.weights, limit)) == pytest.approx(limit, abs=1e-6)


def test_each_step_back_of_a_linear_rotation_is_the_scale_once_more():
    """An orthogonal matrix changes no length, so 1.5 times it makes 1.5 ** k of a length of 1."""
    flow = gradient_flow("linear", 20, scale=1.5, draw="orthogonal")
    np.testing.assert_allclose(flow.norms, 1.5 ** np.arange(19, -1, -1), rtol=1e-10)


@pytest.mark.parametrize("cell", ["rnn", "relu", "gru", "lstm"])
def test_what_was_sent_has_length_one_and_a_seed_repeats_it(cell):
    """The length at the last step is 1, as it was sent; the same seed gives the same flow."""
    flow, again = gradient_flow(cell, 30, seed=3), gradient_flow(cell, 30, seed=3)
    assert flow.norms.shape == (30,)
    assert flow.norms[-1] == pytest.approx(1)
    assert np.array_equal(flow.norms, again.norms)
    assert not np.array_equal(flow.norms, gradient_flow(cell, 30, seed=4).norms)


def test_a_larger_forget_bias_remembers_longer():
    ratios = [gradient_flow("lstm", T, forget_bias=bias).ratio for bias in (-1.0, 1.0, 3.0)]
    assert ratios == sorted(ratios)


@pytest.mark.parametrize("draw", ["uniform", "orthogonal"])
def test_the_wildest_settings_still_give_numbers(draw):
    found = flows(FlowConfig(length=300, scale=3.0, draw=draw))
    assert set(found) == {"rnn", "relu", "gru", "lstm"}
    for flow in found.values():
        assert len(flow.norms) == 301
        assert np.isfinite(flow.norms).all()
        assert np.isfinite(flow.norm)
