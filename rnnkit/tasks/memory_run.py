"""A memory run from settings to scores: train on rows without end, score on rows never seen, look inside."""

from collections.abc import Mapping

import pandas as pd
import torch
from safetensors.torch import save

from rnnkit.config import MemoryConfig, MemoryData, ResolvedMemory
from rnnkit.devices import choose_device
from rnnkit.errors import ConfigError
from rnnkit.modelfile import Model
from rnnkit.tasks.fitting import (
    NOBODY,
    Clock,
    Keeper,
    OnProgress,
    ShouldStop,
    fit,
    pace_of,
    replayable,
    rules_of,
)
from rnnkit.tasks.memory_objective import MemoryObjective, build
from rnnkit.tasks.memory_plan import EPOCH, problem_of, resolve, step_work
from rnnkit.tasks.memory_report import examples, inside, most_like, summarize
from rnnkit.tasks.memory_rows import KINDS, Rows
from rnnkit.tasks.memory_sets import scored_rows, validation_rows
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.start import check_start, start_with
from rnnkit.text import t
from rnnkit.training import Trainer
from rnnkit.versions import versions

MARGIN = 0.3  # seconds for loading, saving and drawing a breath
CHECKS = 40


def run(
    problem: MemoryData,
    config: MemoryConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NOBODY,
    start: Model | None = None,
) -> Outcome:
    """Train a network on a problem and score it on rows that it never saw, beside answers without a memory.

    Raises `ConfigError` before training where the settings are for another problem or too large.
    A run that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    Where the `keeper` has a checkpoint, the run goes on from it; with a `start` it begins with those weights.
    """
    check_start(config, start)
    clock = Clock(on_progress)
    resolved = resolve(config)
    if problem != problem_of(resolved):
        raise ConfigError(t("The settings are for another problem than the data; choose one of both."))
    device = choose_device(resolved.device)
    clock.tell("preparing", device=str(device))
    torch.manual_seed(resolved.seed)
    model = build(resolved).to(device)
    if start is not None:
        start_with(model, start, resolved)
    objective = MemoryObjective(model, resolved, device)
    clock.keep(None if resolved.pace else resolved.budget, objective.scoring_seconds() + MARGIN)
    pace = pace_of(resolved, EPOCH)
    straight = torch.float32 if KINDS[resolved.problem].straight else None
    rules = rules_of(resolved, checks=CHECKS, fused=True, work=step_work(resolved), straight=straight)
    trainer = Trainer(model, objective.loss, objective.validate, rules)
    ending, curve = fit(trainer, pace, clock, should_stop, keeper=keeper, objective=objective)
    clock.tell("evaluating", ending.steps, pace.total)
    rows = scored_rows(resolved)
    scores = objective.answer(rows)
    weights = sum(weight.numel() for weight in model.parameters())
    looked, frames = look_inside(objective, resolved, rows)
    summary = summarize(resolved, rows, scores, weights, bool(ending.diverged)) | {
        **looked,
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "device": str(device),
        "megabytes": objective.kept_megabytes(),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "versions": versions(),
    }
    frames |= {"curve": pd.DataFrame(curve), "examples": examples(resolved, rows, scores)}
    tensors = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    return Outcome(summary, frames, save(tensors), diverged=ending.diverged)


def look_inside(
    objective: MemoryObjective, config: ResolvedMemory, rows: Rows
) -> tuple[Mapping[str, object], dict[str, pd.DataFrame]]:
    """Where one number has to be remembered: the unit that goes most with it, found on validation rows."""
    remembered = KINDS[config.problem].remembered
    if remembered is None:
        return {}, {}
    chosen = validation_rows(config)
    unit, r = most_like(objective.states(chosen), remembered(chosen))
    frame = inside(rows, objective.states(rows), remembered(rows), unit)
    return {"unit": unit, "unit_r": r}, {"inside": frame}
