"""A kept forecaster on new data: read by its recipe, forecast beyond the end, scored where nobody trained."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import torch

from rnnkit.baselines import Baselines
from rnnkit.config import ResolvedForecast
from rnnkit.data import Overrides, Recipe, Table, read_table, replay
from rnnkit.data.calendar import step_seconds
from rnnkit.data.freq import step_of
from rnnkit.errors import DataError
from rnnkit.kept.kept import Kept
from rnnkit.kept.recompute import forecaster
from rnnkit.metrics import MODEL, score_frame, seasonal_scale
from rnnkit.tasks.channels import Channel, new_channels
from rnnkit.tasks.fitting import Clock
from rnnkit.tasks.forecast_report import COLUMNS, Report, past_frame
from rnnkit.tasks.outcome import Outcome
from rnnkit.tasks.windows import Windows
from rnnkit.text import plural, t

ANOTHER_STEP = 1.8  # times as long or as short as a usual step, and the data has another one


def forecast_new(kept: Kept, content: bytes, clock: Clock) -> Outcome:
    """Frames `future`, `history` and, where rows are newer than the training, `test` with scores."""
    config = kept.config
    assert isinstance(config, ResolvedForecast)
    table = same_kind(kept.recipe, content)
    every = new_channels(table, config, kept.scaler)
    found = [channel for channel in every if len(channel.y) >= config.lookback]
    if not found:
        raise DataError(
            t(
                "The model reads {lookback} steps; the longest series of the new data has {rows}.",
                lookback=config.lookback,
                rows=max((len(channel.y) for channel in every), default=0),
            )
        )
    report = _report(kept, config, found)
    if not len(report.windows.positions("end")):
        raise DataError(t("The last {steps} values of every series have gaps.", steps=config.lookback))
    clock.tell("evaluating")
    future, _ = report.frame("end")
    frames = {
        "future": future.drop(columns=["cutoff", "y"]),
        "history": pd.concat([past_frame(channel) for channel in found], ignore_index=True),
    }
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": {},
        "notes": list(_notes(kept, every, config)),
        "series": len({channel.unique_id for channel in found}),
    }
    if len(report.windows.positions("test", config.stride)):
        scored = _score(report, kept.scaler.seasonality)
        frames |= scored[0]
        summary["metrics"] = scored[1]
    return Outcome(summary | {"seconds": clock.seconds}, frames)


def same_kind(recipe: Recipe, content: bytes) -> Table:
    """The table of new data, read by the recipe. Raises `DataError` where it is of another kind."""
    table = replay(recipe, content)
    given = {name: getattr(recipe, name) for name in Overrides.model_fields}
    found = read_table(content, Overrides(**given | {"freq": None}))  # the step is found out, all else told
    wanted, usual = _usual_step(table.frame, recipe), _median_step(found.frame)
    if not wanted / ANOTHER_STEP < usual < wanted * ANOTHER_STEP:
        known = step_of(recipe.freq).words if recipe.freq else str(table.understood["step"])
        raise DataError(
            t(
                "The new data has a row every {new}, the model reads one every {known}.",
                new=found.understood["step"],
                known=known,
            )
        )
    return table


def _usual_step(frame: pd.DataFrame, recipe: Recipe) -> float:
    """The step of the training data, in seconds or in numbers."""
    dated = pd.api.types.is_datetime64_any_dtype(frame["ds"])
    if dated and recipe.freq:
        return step_seconds(recipe.freq)
    return float(recipe.size) if recipe.size and not dated else _median_step(frame)


def _median_step(frame: pd.DataFrame) -> float:
    """The usual distance of two rows of a series, in seconds or in numbers."""
    steps = frame.groupby("unique_id", sort=False)["ds"].diff().dropna()
    if pd.api.types.is_timedelta64_dtype(steps):
        return float(steps.dt.total_seconds().median())
    return float(steps.median())


def _report(kept: Kept, config: ResolvedForecast, found: Sequence[Channel]) -> Report:
    """Forecasts with the kept weights and intervals; baselines are fitted to what was seen in training."""
    windows = Windows(found, config, torch.device("cpu"))
    season = kept.scaler.seasonality
    baselines = Baselines.fit([channel.train for channel in found], season, config.horizon, config.lookback)
    return Report(config, windows, forecaster(kept), baselines, np.array(kept.scaler.factors))


def _score(report: Report, season: int) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, float]]]:
    """Forecasts of the rows that are newer than the training, beside the baselines on the same rows."""
    test, _ = report.frame("test")
    methods = [MODEL, *(name for name in test.columns if name not in COLUMNS)]
    scales = {(c.unique_id, c.target): seasonal_scale(c.train, season) for c in report.channels}
    scores = score_frame(test, methods, scales, report.config.level)
    return {"test": test, "by_series": scores.by_series, "by_step": scores.by_step}, scores.overall


def _notes(kept: Kept, every: Sequence[Channel], config: ResolvedForecast) -> list[str]:
    """What a person should know about these forecasts, in sentences."""
    short = [channel for channel in every if len(channel.y) < config.lookback]
    fresh = [c for c in every if kept.scaler.line(c.unique_id, c.target) is None]
    notes = []
    if short:
        notes.append(
            plural(
                "{number} series is shorter than {lookback} steps and was left out.",
                "{number} series are shorter than {lookback} steps and were left out.",
                len(short),
                lookback=config.lookback,
            )
        )
    if fresh:
        notes.append(
            plural(
                "{number} series is new to the model; it is read in units of its own first part.",
                "{number} series are new to the model; they are read in units of their own first parts.",
                len(fresh),
            )
        )
    if all(channel.test_start >= len(channel.y) for channel in every):
        notes.append(t("No row is newer than what the model was trained on, so nothing is scored."))
    return notes
