"""The same run on a graphics card: the same forecasts up to rounding."""

import numpy as np
import pytest
import torch

from tests.tasks.tables import outcome_of, sine, table_of

pytestmark = [
    pytest.mark.cuda,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device"),
]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "cnn", "transformer"])
def test_a_graphics_card_forecasts_what_the_processor_does(cell):
    table = table_of({"a": sine(noise=0.1)})
    settings = {"horizon": 4, "test": 20, "cell": cell, "dropout": 0.0, "steps": 20}
    here, there = (outcome_of(table, device=device, **settings) for device in ("cpu", "cuda"))
    assert there.summary["device"] == "cuda"
    np.testing.assert_allclose(
        here.frames["test"]["y_hat"], there.frames["test"]["y_hat"], rtol=1e-3, atol=1e-3
    )


def test_auto_takes_the_graphics_card():
    assert outcome_of(table_of({"a": sine()}), horizon=2, steps=2).summary["device"] == "cuda"
