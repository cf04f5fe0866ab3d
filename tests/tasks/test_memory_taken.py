"""The memory that runs are expected to take, against what they take: the peak of a process of its own."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from rnnkit.config import Settings
from rnnkit.data import Table, read_table
from rnnkit.data.pairs import read_pairs
from rnnkit.tasks.forecast import plan as forecast_plan
from rnnkit.tasks.forecast import run as forecast_run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.memory import plan as memory_plan
from rnnkit.tasks.memory import run as memory_run
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.tasks.text import plan as text_plan
from rnnkit.tasks.text import run as text_run
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.tasks.translate import plan as translate_plan
from rnnkit.tasks.translate import run as translate_run
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.training.room import MEGABYTE, WORKER

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak of a process")

PATIENCE = 60.0  # seconds for a run of one step
SERIES = read_table("\n".join(["y", *(str(step % 7) for step in range(400))]).encode())
WORDS = "".join(f"word{number} " for number in range(4_000))
PAIRS = read_pairs(  # of all lengths: what is prepared for each of them takes memory, too
    "".join(f"{'ab' * (n % 29 + 1)}{n}\t{'c' * (n % 43 + 2)}{n}\n" for n in range(1_500)).encode()
)


def forecast(config: ForecastConfig) -> tuple[float, Callable[[], object]]:
    resolved = forecast_plan.resolve(SERIES, config)
    return forecast_plan.estimate(SERIES, resolved).megabytes, lambda: forecast_run.run(SERIES, config)


def many(series: int) -> Table:
    months = pd.date_range("2001-01-01", periods=90, freq="MS").strftime("%Y-%m-%d")
    values = np.random.default_rng(0).normal(50, 5, (series, 90)).round(2)
    long = {"shop": np.repeat([f"s{n}" for n in range(series)], 90), "month": np.tile(months, series)}
    return read_table(pd.DataFrame(long | {"sales": values.ravel()}).to_csv(index=False).encode())


def panel(config: ForecastConfig) -> tuple[float, Callable[[], object]]:
    table = many(1_200)
    return forecast_plan.plan(table, config)[1].megabytes, lambda: forecast_run.run(table, config)


def text(config: TextConfig) -> tuple[float, Callable[[], object]]:
    corpus = read_corpus(WORDS, config)
    expected = text_plan.estimate(corpus, text_plan.resolve(corpus, config)).megabytes
    return expected, lambda: text_run.run(WORDS, config)


def translate(config: TranslateConfig) -> tuple[float, Callable[[], object]]:
    expected = translate_plan.plan(PAIRS, config)[1].megabytes
    return expected, lambda: translate_run.run(PAIRS, config)


def memory(config: MemoryConfig) -> tuple[float, Callable[[], object]]:
    expected = memory_plan.estimate(memory_plan.resolve(config)).megabytes
    return expected, lambda: memory_run.run(memory_plan.problem_of(config), config)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What only a first run loads is there, as in a broker."""
    for plan, config in (
        (forecast, ForecastConfig(steps=1, hidden_size=4)),
        (text, TextConfig(steps=1, hidden_size=4)),
        (memory, MemoryConfig(steps=1, hidden_size=4, length=4)),
    ):
        plan(config)[1]()


def megabytes_in(line: str) -> float:
    """A line of what Linux says of this process, which is in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(found.split()[1]) for found in lines if found.startswith(line)) * 1024 / MEGABYTE


def measure(work: Callable[[], object], answer: Connection) -> None:
    torch.set_num_threads(1)
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here on
    before = megabytes_in("VmRSS")
    work()
    answer.send(megabytes_in("VmHWM") - before)


def peak(work: Callable[[], object]) -> float:
    """Megabytes that work takes at most, done in a process as the broker forks it."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(work, sender), daemon=True)
    process.start()
    sender.close()  # so that a process that dies is told by the end of the pipe
    try:
        assert receiver.poll(PATIENCE), "the process did not answer"
        taken: float = receiver.recv()
    finally:
        process.kill()
        process.join()
    return taken


WIDE = {"lookback": 60, "segment": 1, "horizon": 12, "hidden_size": 128, "batch_size": 128, "steps": 1}


@pytest.mark.parametrize(
    ("plan", "config"),
    [
        (forecast, ForecastConfig(cell="rnn", **WIDE)),
        (forecast, ForecastConfig(cell="gru", **WIDE)),
        (forecast, ForecastConfig(cell="lstm", **WIDE)),
        (panel, ForecastConfig(horizon=6, test=6, steps=1)),
        (text, TextConfig(cell="lstm", hidden_size=256, bptt=60, batch_size=64, steps=1)),
        (text, TextConfig(cell="gru", steps=1)),
        (translate, TranslateConfig(hidden_size=192, batch_size=32, steps=20)),
        (memory, MemoryConfig(cell="lstm", hidden_size=64, length=60, steps=1, device="cpu")),
    ],
)
def test_a_run_takes_about_the_memory_that_it_is_expected_to(
    plan: Callable[[Settings], tuple[float, Callable[[], object]]], config: Settings
) -> None:
    expected, work = plan(config)
    taken = peak(work)
    print(f"{config.task}: expected {expected:.0f} MB, taken {taken:.0f} MB")
    assert taken < expected + WORKER / MEGABYTE
    assert expected < 2 * taken + WORKER / MEGABYTE


def test_a_row_of_a_panel_is_expected_to_take_what_it_took() -> None:
    """Between 360,000 and 900,000 rows, of about 90 a series, each took 230 bytes more."""
    config = ForecastConfig(horizon=12, test=12, batch_size=64, steps=1)
    few, more = (forecast_plan.plan(many(series), config)[1].megabytes for series in (200, 700))
    assert 200 < (more - few) * MEGABYTE / (500 * 90) < 300
