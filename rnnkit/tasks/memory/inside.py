"""The trained network of a memory problem looked into, on its validation rows."""

from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST, MOST_LINES, Inside, fill, swapped
from rnnkit.tasks.memory import objective as memory_objective
from rnnkit.tasks.memory.rows import KINDS
from rnnkit.tasks.memory.sets import validation_rows
from rnnkit.tasks.memory.settings import ResolvedMemory
from rnnkit.words import t


def inside(model: Model, _: Any) -> Inside:
    """The network of a memory problem on its validation rows; the probe asks for the last answer."""
    config = model.config
    assert isinstance(config, ResolvedMemory)
    network = memory_objective.build(config)
    fill(network, model)
    rows = validation_rows(config)[:MOST]
    inputs, wanted = torch.from_numpy(rows.inputs), torch.from_numpy(rows.answers[:, -1:])
    numbers = KINDS[config.problem].classes(config) == 0

    def answer(steps: Tensor) -> Tensor:
        scores = network(steps, 1)[:, 0]
        found: Tensor = scores[:, :1] if numbers else scores.log_softmax(dim=-1).gather(1, wanted)
        return found

    def error(answers: Tensor) -> Tensor:
        return mse_loss(answers, wanted, reduction="none")[:, 0] if numbers else -answers[:, 0]

    probe = Probe(inputs, inputs[swapped(len(inputs))], answer, error)
    shown = rows[:MOST_LINES]
    with torch.no_grad():
        states = network.states(inputs[:MOST_LINES]).flatten(0, 1).double().numpy()
    T, F = shown.inputs.shape[1:]
    flat = shown.inputs.reshape(-1, F).astype(np.float64)
    features = {f"input {number + 1}": flat[:, number] for number in range(F)}
    features["step"] = np.tile(np.arange(T, dtype=np.float64), MOST_LINES)
    if remembered := KINDS[config.problem].remembered:
        known = np.full((MOST_LINES, T), np.nan)
        known[:, : remembered(shown).shape[1]] = remembered(shown)
        features["what has to be remembered"] = known.ravel()
    steps = {
        "line": np.repeat(np.arange(MOST_LINES), T),
        "name": np.repeat([t("row {number}", number=n + 1) for n in range(MOST_LINES)], T),
        "at": np.tile(np.arange(1, T + 1), MOST_LINES),
        "read": [" ".join(f"{value:.2g}" for value in row) for row in flat],
        "y": flat[:, 0],
    }
    return Inside(probe, "valid", states, pd.DataFrame(steps), features)
