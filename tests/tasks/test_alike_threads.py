"""Steps of a forecaster whose rows threads share come to the same bits on any number of them."""

import pytest
import torch

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.samples import sample_bytes
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training import loop

ASKED = {"hidden_size": 64, "batch_size": 32, "lookback": 48, "horizon": 12, "steps": 8, "seed": 0}


class Fixed:
    """So many threads throughout."""

    def __init__(self, number):
        self.number = number

    def __call__(self, _work, alike):
        assert alike
        torch.set_num_threads(self.number)
        return self

    def observe(self, _seconds):
        assert torch.get_num_threads() == self.number


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_forecaster_learns_the_same_on_one_thread_and_on_two(cell, monkeypatch):
    found = []
    for number in (1, 2):
        monkeypatch.setattr(loop, "Threads", Fixed(number))
        outcome = run(read_table(sample_bytes("airline")), parse(ForecastConfig, {"cell": cell, **ASKED}))
        found.append(outcome.weights)
    assert found[0] == found[1]
