"""This project from a clean table to the first step of a run: windows, baselines, leaks, a network."""

from collections.abc import Callable

import torch

from bench.peers.data import load
from bench.peers.job import Answer, Clock, Job
from rnnkit.config import parse
from rnnkit.data import Limits, read_table
from rnnkit.tasks.forecast.run import prepare as windows_and_network
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training.fitting import Clock as RunClock


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """A clean table, as the app has it when somebody presses Train; then what a run does before it learns."""
    content = load(job.data).frame(whole=True).to_csv(index=False).encode()
    table = read_table(content, None, Limits(10_000, 10**8, 10_000))
    config = parse(ForecastConfig, {"horizon": job.horizon, "test": job.horizon, "budget": job.seconds})

    def act() -> Answer:
        begun = windows_and_network(table, config, torch.device("cpu"), RunClock(lambda _: None))
        return {"series": len(begun.work.windows.channels)}

    return act
