"""Networks that are compared as equals weigh about the same, whatever the problem and the wish."""

import itertools
from types import SimpleNamespace
from typing import get_args

import pytest
import torch

from rnnkit.choosing.cost_run import _step_seconds, run
from rnnkit.choosing.equal_weight import COMPARED, counts_by_size, equal_sizes, spread
from rnnkit.choosing.settings import LENGTHS, ChoosingConfig, CostConfig
from rnnkit.config import bounds, parse
from rnnkit.tasks.memory.objective import build
from rnnkit.tasks.memory.plan import resolve
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData, Problem

LEAST, MOST = bounds(ChoosingConfig, "weights")


@pytest.mark.parametrize("problem", get_args(Problem))
def test_all_six_are_within_a_tenth_at_every_length_and_weight(problem):
    for length, weights in itertools.product((10, 16, 33, 100, 200), (LEAST, 3_000, 5_500, MOST)):
        about = parse(MemoryData, {"problem": problem, "length": length})
        sizes = equal_sizes(about, weights)
        counts = [counts_by_size(about, look, weights)[size] for look, size in sizes.items()]
        assert tuple(sizes) == COMPARED
        assert spread(counts) <= 1.1, (length, weights, sizes)
        assert all(abs(count / weights - 1) < 0.2 for count in counts)


def test_they_weigh_what_was_counted():
    about = parse(MemoryData, {"problem": "adding", "length": 30})
    for (cell, both), size in equal_sizes(about, 4_000).items():
        asked = {"cell": cell, "bidirectional": both, "hidden_size": size}
        model = build(resolve(parse(MemoryConfig, about.model_dump() | asked)))
        weights = sum(weight.numel() for weight in model.parameters())
        assert weights == counts_by_size(about, (cell, both), 4_000)[size]


def test_a_stopped_measurement_keeps_what_it_has_and_longer_rows_need_more_memory():
    told = []
    outcome = run(
        MemoryData(), CostConfig(device="cpu"), on_progress=told.append, should_stop=lambda: len(told) > 12
    )
    cost = outcome.frames["cost"]
    assert len(cost) == 12
    assert sorted(cost["length"].unique()) == list(LENGTHS[:2])
    assert told[-1].steps == len(LENGTHS) * len(COMPARED)
    assert (cost["seconds"] > 0).all()
    for _, part in cost.groupby(["cell", "bidirectional"]):
        short, long = part.sort_values("length")["megabytes"]
        assert 1.5 * short < long < 3 * short


def test_a_step_is_over_when_the_device_is_done(monkeypatch):
    """A processor is when the call returns; whatever else computes is waited for."""
    waited_for = []
    monkeypatch.setattr("torch.accelerator.synchronize", waited_for.append)
    objective = SimpleNamespace(loss=lambda: torch.ones(1, requires_grad=True).sum())
    for name in ("cpu", "cuda", "mps"):
        assert _step_seconds(objective, torch.device(name)) > 0
    assert [device.type for device in waited_for] == ["cuda", "mps"]
