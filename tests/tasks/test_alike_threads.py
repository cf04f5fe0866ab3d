"""Steps of a forecaster whose rows threads share come to the same bits on any number of them."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import torch

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.samples import sample_bytes
from rnnkit.tasks.forecast.run import run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth import report
from rnnkit.training import loop

ASKED = {"hidden_size": 64, "batch_size": 32, "lookback": 48, "horizon": 12, "steps": 8, "seed": 0}
CELLS = ("rnn", "gru", "lstm")


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


def learned(cell):
    """The weights after a few steps on one thread and on two, without the slow ETS and Theta."""
    report.slow_baselines = lambda *_: {}
    found = []
    for number in (1, 2):
        loop.Threads = Fixed(number)
        outcome = run(read_table(sample_bytes("airline")), parse(ForecastConfig, {"cell": cell, **ASKED}))
        found.append(outcome.weights)
    return found


def test_a_forecaster_learns_the_same_on_one_thread_and_on_two():
    """In a process of its own: one with threads can no longer be forked, which other tests do."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for one, two in pool.map(learned, CELLS, timeout=120):
            assert one == two
