"""What a training step costs by the length of its rows: seconds and memory of networks of equal weight."""

import time
from collections.abc import Iterator

import pandas as pd
import torch

from rnnkit.choosing.equal_weight import COMPARED, Look, equal_sizes
from rnnkit.choosing.settings import LENGTHS, CostConfig
from rnnkit.config import parse
from rnnkit.host.devices import choose_device
from rnnkit.host.versions import versions
from rnnkit.tasks.memory.objective import MemoryObjective, build
from rnnkit.tasks.memory.plan import resolve
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData
from rnnkit.tasks.memory.source import load
from rnnkit.training.fitting import Clock, OnProgress, ShouldStop
from rnnkit.training.outcome import Outcome
from rnnkit.training.step_memory import kept_megabytes

__all__ = ["load", "run"]  # its data are those of a problem

BATCH = 32
TRIES = 5  # steps whose quickest counts: what else the machine does makes a step slower, never quicker


def run(
    problem: MemoryData,
    config: CostConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    **_: object,  # it takes seconds: nobody goes on from its middle
) -> Outcome:
    """Measure one length after the other, all networks at each; what was measured until a stop is kept.

    The frame "cost" has a row a network and length: cell, bidirectional, length, weights, seconds (of one
    step forward and backward with 32 rows) and megabytes (kept for the way back).
    """
    clock = Clock(on_progress)
    device = choose_device(config.device)
    torch.set_num_threads(1)
    rows: list[dict[str, object]] = []
    total = len(LENGTHS) * len(COMPARED)
    clock.tell("measuring", 0, total, device=str(device))
    for about, look, size in _networks(problem, config):
        if should_stop():
            break
        rows.append(_measured(about, look, size, device))
        clock.tell("measuring", len(rows), total)
    summary = {"device": str(device), "seconds": clock.seconds, "batch_size": BATCH, "versions": versions()}
    return Outcome(summary, {"cost": pd.DataFrame(rows, columns=COLUMNS)})


COLUMNS = ["cell", "bidirectional", "length", "weights", "seconds", "megabytes"]


def _networks(problem: MemoryData, config: CostConfig) -> Iterator[tuple[MemoryData, Look, int]]:
    """The networks that are compared at each length, with their sizes."""
    for length in LENGTHS:
        about = problem.replace(length=length, test_length=length)
        for look, size in equal_sizes(about, config.weights).items():
            yield about, look, size


def _measured(about: MemoryData, look: Look, size: int, device: torch.device) -> dict[str, object]:
    """One network at one length."""
    cell, bidirectional = look
    asked = {"cell": cell, "bidirectional": bidirectional, "hidden_size": size, "batch_size": BATCH}
    config = resolve(parse(MemoryConfig, about.model_dump() | asked | {"lengths": "same"}))
    model = build(config).to(device)
    objective = MemoryObjective(model, config, device)
    megabytes = kept_megabytes(objective.loss)  # the first step, whose time says nothing
    return {
        "cell": cell,
        "bidirectional": bidirectional,
        "length": about.length,
        "weights": sum(weight.numel() for weight in model.parameters()),
        "seconds": min(_step_seconds(objective, device) for _ in range(TRIES)),
        "megabytes": megabytes,
    }


def _step_seconds(objective: MemoryObjective, device: torch.device) -> float:
    """Seconds of one step, forward and backward."""
    start = time.perf_counter()
    objective.loss().backward()  # type: ignore[no-untyped-call]
    if device.type != "cpu":  # which is asked for the step, and returns before it is done
        torch.accelerator.synchronize(device)
    return time.perf_counter() - start
