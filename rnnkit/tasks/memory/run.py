"""A memory run from settings to scores: train on rows without end, score on rows never seen, look inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import torch
from torch import nn

from rnnkit.errors import ConfigError
from rnnkit.tasks.memory.objective import MemoryObjective, build
from rnnkit.tasks.memory.plan import EPOCH, problem_of, resolve, step_work
from rnnkit.tasks.memory.report import examples, inside, most_like, summarize
from rnnkit.tasks.memory.rows import KINDS, MemoryRows
from rnnkit.tasks.memory.sets import scored_rows, validation_rows
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData, ResolvedMemory
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.run import Prepared, train
from rnnkit.words import t

MARGIN = 0.3  # seconds for loading, saving and drawing a breath
CHECKS = 40


@dataclass(frozen=True)
class Remembering:
    """What a memory network is asked, and the one that is asked."""

    config: ResolvedMemory
    model: nn.Module
    objective: MemoryObjective


def run(problem: MemoryData, config: MemoryConfig, **doings: Any) -> Outcome:
    """Train a network on a problem and score it on rows that it never saw, beside answers without a memory.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(prepare, report, problem, config, **doings)


def prepare(
    problem: MemoryData, config: MemoryConfig, device: torch.device, _clock: Clock
) -> Prepared[Remembering]:
    """Rows without end. Raises `ConfigError` where the settings are for another problem, or too large."""
    resolved = resolve(config)
    if problem != problem_of(resolved):
        raise ConfigError(t("The settings are for another problem than the data; choose one of both."))
    model = build(resolved).to(device)
    objective = MemoryObjective(model, resolved, device)
    return Prepared(
        resolved,
        model,
        objective.loss,
        objective.validate,
        rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved)),
        epoch=EPOCH,
        reserve=objective.scoring_seconds() + MARGIN,
        parts={"objective": objective},
        half=False,  # nets are small, and what products of 16 bits take would not fit the smallest host
        work=Remembering(resolved, model, objective),
    )


def report(prepared: Prepared[Remembering], ending: Ending, curve: Curve) -> Outcome:
    """The score on rows it never saw, a few answers, and the unit that remembers."""
    config, objective = prepared.work.config, prepared.work.objective
    rows = scored_rows(config)
    scores = objective.answer(rows)
    weights = sum(weight.numel() for weight in prepared.work.model.parameters())
    looked, frames = look_inside(objective, config, rows)
    summary = summarize(config, rows, scores, weights, bool(ending.diverged)) | {
        **looked,
        "megabytes": objective.kept_megabytes(),
    }
    return Outcome(
        summary, {**frames, "curve": pd.DataFrame(curve), "examples": examples(config, rows, scores)}
    )


def look_inside(
    objective: MemoryObjective, config: ResolvedMemory, rows: MemoryRows
) -> tuple[Mapping[str, object], dict[str, pd.DataFrame]]:
    """Where one number has to be remembered: the unit that goes most with it, found on validation rows."""
    remembered = KINDS[config.problem].remembered
    if remembered is None:
        return {}, {}
    chosen = validation_rows(config)
    unit, r = most_like(objective.states(chosen), remembered(chosen))
    frame = inside(rows, objective.states(rows), remembered(rows), unit)
    return {"unit": unit, "unit_r": r}, {"inside": frame}
