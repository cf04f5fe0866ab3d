"""A forecasting run from settings to scores: resolve, split, train, calibrate, forecast, compare, judge."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch

from rnnkit.baselines import Baselines, Ridge
from rnnkit.config.encoders import is_recurrent
from rnnkit.data.table.table import Table
from rnnkit.leaks.finding import Finding, Gain
from rnnkit.leaks.hashing import Bools
from rnnkit.leaks.network_gain import forecast_gain, with_network
from rnnkit.tasks.forecast.beyond import beyond, words_on_beyond
from rnnkit.tasks.forecast.calibration import Calibrated
from rnnkit.tasks.forecast.inputs.channels import Channel, channels
from rnnkit.tasks.forecast.inputs.line import lines_of
from rnnkit.tasks.forecast.inputs.series_parts import known_lines, parts_of_all
from rnnkit.tasks.forecast.inputs.starts import starts_of, words_on_starts
from rnnkit.tasks.forecast.inputs.transforms import (
    best_scaling,
    clear_of,
    scaling_errors,
    words_on_kind,
    words_on_scaling,
    words_on_small,
)
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.kept.files import forecast_files
from rnnkit.tasks.forecast.leaks import View, forecast_leaks
from rnnkit.tasks.forecast.live_forecast import LiveForecast
from rnnkit.tasks.forecast.networks.model import build, move_line, start_from_nothing, start_from_ridge
from rnnkit.tasks.forecast.networks.network import Forecaster
from rnnkit.tasks.forecast.networks.objective import MARGIN, Objective
from rnnkit.tasks.forecast.networks.own_lines import FittedLines, put, words_on_lines
from rnnkit.tasks.forecast.plan import resolve, step_work
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast, Scaling
from rnnkit.tasks.forecast.worth.report import Report, score
from rnnkit.training.fitting import Clock, Curve, Ending, rules_of
from rnnkit.training.outcome import Outcome
from rnnkit.training.refit import Refit
from rnnkit.training.run import Prepared, train
from rnnkit.words import t

Array = npt.NDArray[np.float64]

MOST_MOVED = 2e8  # products in fitting a line anew to all rows: a hundredth of a second


@dataclass(frozen=True)
class Forecasting:
    """What a forecaster learns from, what it is compared with, and what gives its answers away."""

    table: Table
    config: ResolvedForecast
    windows: Windows
    baselines: Baselines
    model: Forecaster
    leaks: Sequence[Finding]
    repeated: Mapping[str, Bools]  # rows of the table, by target, where they are scored
    tried: Mapping[Scaling, float]  # the error of a linear forecast on each scale, where they were tried
    lines: FittedLines | None = None  # those that series have of their own


def run(table: Table, config: ForecastConfig, **doings: Any) -> Outcome:
    """Train on a table and score on its test part, beside every baseline on the same rows.

    See `rnnkit.training.run` for what else can be asked for, and for what it raises.
    """
    return train(prepare, report, table, config, **doings)


def prepare(
    table: Table, config: ForecastConfig, device: torch.device, clock: Clock
) -> Prepared[Forecasting]:
    """Windows, baselines, and a network that begins as the best straight line where it may."""
    resolved, tried = with_scaling(table, resolve(table, config))
    view = View.of(table, resolved)
    found = channels(table, resolved, view=view)
    leaks = forecast_leaks(view)
    flattered = any(finding.skip and finding.active for finding in leaks)
    repeated = view.repeated_rows() if flattered else {}
    baselines = Baselines.fit(
        [channel.train for channel in found],
        table.seasonality,
        resolved.horizon,
        resolved.lookback,
        [channel.parts.learned for channel in found],
    )
    ridge = ridge_of(found, baselines, resolved)
    if resolved.start_with == "own_lines" and ridge is None:  # holes may leave nothing to fit a line to
        resolved = resolved.replace(start_with="linear")
    starts = starts_of(found, resolved, ridge) if resolved.start_with == "per_series" else None
    windows = Windows(found, resolved, device, starts)
    model, lines = begun(windows, ridge)
    objective = Objective(model, windows, resolved)
    unwidened = Calibrated(np.ones(resolved.horizon))
    live = LiveForecast(objective, lambda: Report(resolved, windows, model, baselines, unwidened), clock)
    learned = len(windows.positions("train"))
    return Prepared(
        resolved,
        model,
        objective.loss,
        live.validate,
        rules_of(resolved, fused=True, work=step_work(resolved), alike=is_recurrent(resolved.cell)),
        epoch=math.ceil(learned / resolved.batch_size),
        reserve=MARGIN,  # each check tells anew what scoring takes
        parts={"objective": objective},
        more=live.news,
        work=Forecasting(table, resolved, windows, baselines, model, leaks, repeated, tried, lines),
        refit=Refit(
            lambda copied: Objective(to_all_rows(copied, windows, ridge), windows, resolved, "answered"),
            growth=len(windows.positions("answered")) / learned,
            steps=resolved.refit_steps,
        )
        if resolved.refit
        else None,
    )


def begun(windows: Windows, ridge: Ridge | None) -> tuple[Forecaster, FittedLines | None]:
    """A network that corrects a straight line or the start of each series, and the lines of their own."""
    model = build(windows.config, windows)
    if windows.starts:
        start_from_nothing(model)
    else:
        start_from_ridge(model, ridge, windows.config)
    if ridge is None or windows.config.start_with != "own_lines":
        return model, None
    lines = FittedLines.of(windows.channels, ridge)
    put(model, lines.found.lines)
    return model, lines


def to_all_rows(model: Forecaster, windows: Windows, ridge: Ridge | None) -> Forecaster:
    """The network before it learns on with all rows, its line moved by what these change in a fitted one.

    With many windows learning on gets it there by itself; of few it takes too few steps.
    """
    config, found = windows.config, windows.channels
    few = len(windows.positions("answered")) * config.lookback**2 <= MOST_MOVED
    straight = model.line is not None and config.normalization == "last" and not windows.starts
    if ridge is None or not straight or not few:
        return model
    every = [channel.z for channel in found if channel.parts.learned]
    again = Ridge.fit(every, config.lookback, config.horizon, found[0].season)
    if again is not None:
        move_line(model, ridge, again, config)
    return model


def with_scaling(
    table: Table, resolved: ResolvedForecast
) -> tuple[ResolvedForecast, Mapping[Scaling, float]]:
    """The settings with the scale decided on which values are read, and the errors that decided it."""
    if resolved.transform != "auto":
        return resolved, {}
    lines = list(lines_of(table, resolved.targets))
    parts = parts_of_all(known_lines(table, resolved.targets), resolved)
    errors = scaling_errors(table, lines, parts, resolved)
    return resolved.replace(transform=best_scaling(errors, clear_of(resolved))), errors


def ridge_of(found: Sequence[Channel], baselines: Baselines, config: ResolvedForecast) -> Ridge | None:
    """The straight line in units of the network: that of the baselines where values are read as they are."""
    if all(channel.transform.power == 1 for channel in found):
        return baselines.ridge
    learned = [channel.z[: channel.valid_start] for channel in found if channel.parts.learned]
    return Ridge.fit(learned, config.lookback, config.horizon, found[0].season)


def report(prepared: Prepared[Forecasting], ending: Ending, curve: Curve) -> Outcome:
    """Scores beside the baselines, the forecast beyond the end, the verdict, and what leaks are worth."""
    work = prepared.work
    share = _settled(prepared)
    stopped = t("ETS and Theta were skipped, as the run was stopped.") if ending.stopped else ""
    known = Report(work.config, work.windows, work.model, work.baselines, skipped=stopped)
    whole = beyond(known, prepared.refitted)
    scored = score(work.table, known, whole.future(), curve, bool(ending.diverged))
    said = words_on_beyond(known, prepared.refitted)
    findings = with_network(work.leaks, lambda: _gain(work.table, work.repeated, scored.frames["test"]))
    transforms = {channel.target: channel.transform for channel in work.windows.channels}
    notes = [
        *scored.summary["notes"],
        *words_on_scaling(work.config.transform, work.tried),
        *words_on_small(_later(work.windows.channels), transforms),
        *words_on_kind(transforms, work.config),
        *([words_on_starts(work.windows.starts, known.calibrated.trust)] if work.windows.starts else []),
        *([words_on_lines(share, work.config)] if work.lines else []),
        *filter(None, [said]),
    ]
    told = {"notes": notes, "beyond": said, "leaks": [finding.as_dict() for finding in findings]}
    return Outcome({**scored.summary, **told}, scored.frames, files=forecast_files(work.table, whole))


def _later(found: Sequence[Channel]) -> dict[str, list[Array]]:
    """The values behind the training parts, by target."""
    values: dict[str, list[Array]] = {}
    for channel in found:
        values.setdefault(channel.target, []).append(channel.y[channel.valid_start :])
    return values


def _settled(prepared: Prepared[Forecasting]) -> float:
    """Give the own lines of series their shares; how much that is on average, 0 where there are none."""
    work, refitted = prepared.work, prepared.refitted
    if work.lines is None:
        return 0.0
    learned_on = refitted.model if refitted is not None and not refitted.why else None
    assert learned_on is None or isinstance(learned_on, Forecaster)
    return work.lines.settle(work.model, learned_on, work.windows)


def _gain(table: Table, repeated: Mapping[str, Bools], test: pd.DataFrame) -> Gain | None:
    """What the repeated rows of the test part are worth to this network."""
    keys = table.frame[["unique_id", "ds"]]
    seen = pd.concat([keys[rows].assign(target=target) for target, rows in repeated.items()])
    places = pd.MultiIndex.from_frame(test[["unique_id", "ds", "target"]])
    return forecast_gain(test, places.isin(pd.MultiIndex.from_frame(seen)))
