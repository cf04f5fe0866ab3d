"""A forecasting run from settings to scores: resolve, split, train, calibrate, forecast, compare, judge."""

import math

import pandas as pd
import torch
from safetensors.torch import save

from rnnkit.baselines import Baselines
from rnnkit.config import ForecastConfig, ResolvedForecast
from rnnkit.config.lowered import lowered
from rnnkit.data.table import Table
from rnnkit.devices import choose_device
from rnnkit.leaks.finding import Gain
from rnnkit.leaks.forecast import forecast_leaks, repeated_rows
from rnnkit.leaks.trained import forecast_gain, with_network
from rnnkit.modelfile import Model
from rnnkit.tasks.channels import channels
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
from rnnkit.tasks.forecast_files import forecast_files
from rnnkit.tasks.forecast_model import build, start_from_baseline
from rnnkit.tasks.forecast_plan import resolve, step_work
from rnnkit.tasks.forecast_report import Report, score
from rnnkit.tasks.objective import Objective
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.start import check_start, start_with
from rnnkit.tasks.windows import Windows
from rnnkit.text import t
from rnnkit.training import Trainer
from rnnkit.versions import versions

MARGIN = 0.4  # seconds for loading, saving and drawing a breath


def run(
    table: Table,
    config: ForecastConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NOBODY,
    start: Model | None = None,
) -> Outcome:
    """Train on a table and score on its test part, beside every baseline on the same rows.

    Raises `DataError` or `ConfigError` before training where the data cannot bear the settings.
    A run that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    Where the `keeper` has a checkpoint, the run goes on from it; with a `start` it begins with those weights.
    """
    check_start(config, start)
    clock = Clock(on_progress)
    resolved = resolve(table, config)
    device = choose_device(config.device)
    clock.tell("preparing", device=str(device))
    torch.manual_seed(resolved.seed)
    found = channels(table, resolved)
    leaks = forecast_leaks(table, resolved)
    windows = Windows(found, resolved, device)
    baselines = Baselines.fit(
        [channel.train for channel in found],
        table.seasonality,
        resolved.horizon,
        resolved.lookback,
        [channel.parts.learned for channel in found],
    )
    model = build(resolved, windows)
    if start is None:
        start_from_baseline(model, baselines, resolved)
    else:
        start_with(model, start, resolved)
    objective = Objective(model, windows, resolved)
    budget = None if resolved.pace else resolved.budget
    clock.keep(budget, objective.scoring_seconds() + MARGIN)
    pace = pace_of(resolved, math.ceil(len(windows.positions("train")) / resolved.batch_size))
    rules = rules_of(resolved, work=step_work(resolved))
    trainer = Trainer(objective.model, objective.loss, objective.validate, rules)
    ending, curve = fit(trainer, pace, clock, should_stop, keeper=keeper, objective=objective)
    clock.tell("evaluating", ending.steps, pace.total)
    stopped = t("ETS and Theta were skipped, as the run was stopped.") if ending.stopped else ""
    report = Report(resolved, windows, model, baselines, skipped=stopped)
    scored = score(table, report, curve, bool(ending.diverged))
    summary = scored.summary | {
        "notes": [*lowered(config, resolved), *scored.summary["notes"]],
        "config": replayable(resolved, pace).model_dump(mode="json"),
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "leaks": [
            finding.as_dict()
            for finding in with_network(leaks, lambda: _gain(table, resolved, scored.frames["test"]))
        ],
        "versions": versions(),
    }
    weights = {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}
    files = forecast_files(table, report)
    return Outcome(summary, scored.frames, save(weights), files, ending.diverged)


def _gain(table: Table, config: ResolvedForecast, test: pd.DataFrame) -> Gain | None:
    """What the repeated rows of the test part are worth to this network."""
    held = {target: repeated_rows(table, config, target) for target in config.targets}
    keys = table.frame[["unique_id", "ds"]]
    seen = pd.concat([keys[rows].assign(target=target) for target, rows in held.items()])
    places = pd.MultiIndex.from_frame(test[["unique_id", "ds", "target"]])
    return forecast_gain(test, places.isin(pd.MultiIndex.from_frame(seen)))
