"""A trained forecaster looked into: what it knows after reading the lookback up to each step."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor

from rnnkit.config import parse
from rnnkit.data import Table
from rnnkit.data.times.calendar import calendar_features, cycles_of
from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe
from rnnkit.inspect.probe_inputs import MOST_LINES, MOST_STATES, Array, Inside, fill, rows_for, swapped
from rnnkit.inspect.tracking import series_features
from rnnkit.tasks.forecast.inputs.channels import Channel, channels, cutoffs
from rnnkit.tasks.forecast.inputs.scaler import Scaler
from rnnkit.tasks.forecast.inputs.starts import kept_starts
from rnnkit.tasks.forecast.inputs.windows import LEVELS, Windows
from rnnkit.tasks.forecast.kept.bundle import SCALER_KEY
from rnnkit.tasks.forecast.networks import model as forecast_model
from rnnkit.tasks.forecast.networks.network import MIDDLE, Forecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.training.batches import thinned


def inside(model: Model, table: Table) -> Inside:
    """A forecaster; its states are what it knows after reading the lookback up to each step."""
    config = model.config
    assert isinstance(config, ResolvedForecast)
    scaler = parse(Scaler, model.extra[SCALER_KEY]) if SCALER_KEY in model.extra else None
    masked = scaler.masked if scaler else None
    found = channels(table, config, masked)
    starts = kept_starts(found, config, scaler) if scaler else None
    windows = Windows(found, config, torch.device("cpu"), starts)
    network = forecast_model.build(config, windows)
    fill(network, model)
    part = "valid" if len(windows.positions("valid")) > 1 else "train"
    long = [number for number, channel in enumerate(windows.channels) if len(cutoffs(channel, "all"))]
    lines = {number: line_of(windows, number) for number in long[:MOST_LINES]}
    states = [summaries(network, windows, ends) for ends in lines.values()]
    cycles = cycles_of(table.freq, len(windows.channels[long[0]].y)) if dated(table.frame["ds"]) else ()
    each = [
        series_part(windows.channels[number], windows.owners(ends)[1] - 1, config, cycles)
        for number, ends in lines.items()
    ]
    return Inside(
        probe_of(network, windows, part),
        part,
        np.concatenate(states),
        pd.concat([steps.assign(line=number) for number, (steps, _) in enumerate(each)], ignore_index=True),
        {name: np.concatenate([features[name] for _, features in each]) for name in each[0][1]},
        seconds_of(windows.channels[0]),
    )


def probe_of(network: Forecaster, windows: Windows, part: str) -> Probe:
    """Windows of a part, whose steps can be replaced by those of other windows at the same level."""
    config = windows.config
    batches = -(-config.lookback // config.segment)
    positions = thinned(windows.positions(part), rows_for(network.encoder, batches, config.lookback))
    batch = windows.gather(positions)
    truth = batch.answers + batch.level

    def answer(steps: Tensor) -> Tensor:
        level = LEVELS[config.normalization](steps[..., 0])
        read = replace(batch, values=steps[..., 0] - level, past=steps[..., 1:], level=level)
        return forecast_model.forecast(network, read, config.normalization)[..., MIDDLE] + level

    own = torch.cat([(batch.values + batch.level)[..., None], batch.past], dim=-1)
    other = own[swapped(len(own))].clone()
    if config.normalization != "none":  # else a step of another time would stand out by its level alone
        other[..., 0] += (own[..., 0] - other[..., 0]).mean(dim=1, keepdim=True)
    return Probe(own, other, answer, lambda answers: (answers - truth).abs().mean(dim=1))


def dated(ds: pd.Series) -> bool:
    """Whether steps are moments."""
    return pd.api.types.is_datetime64_any_dtype(ds)


def seconds_of(channel: Channel) -> float | None:
    """The length of a step of a channel on average, as months differ; `None` where steps are no moments."""
    ds = channel.ds
    return (ds.iloc[-1] - ds.iloc[0]).total_seconds() / (len(ds) - 1) if dated(ds) else None


def line_of(windows: Windows, number: int) -> Tensor:
    """The newest windows of one channel, also those beyond the validation part."""
    every = windows.positions("all")
    owner, _ = windows.owners(every)
    return every[torch.from_numpy(owner == number)][-MOST_STATES:]


@torch.no_grad()
def summaries(network: Any, windows: Windows, positions: Tensor) -> Array:
    """What a forecaster knows at the end of these windows, `(R, D * H)`."""
    batches = [windows.gather(chunk) for chunk in windows.chunks(positions)]
    parts = [network.summary(batch.values, batch.past) for batch in batches]
    found: Array = torch.cat(parts).double().numpy()
    return found


def series_part(
    channel: Channel, places: npt.NDArray[np.int64], config: ResolvedForecast, cycles: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """The steps of a channel at these places, and what units may go with there."""
    stamps = channel.ds.iloc[places].reset_index(drop=True)
    features = {name: values[places] for name, values in series_features(channel.z, config.lookback).items()}
    calendar = calendar_features(stamps, cycles)
    for number, cycle in enumerate(cycles):
        features[f"place in the {cycle}"] = calendar[:, 2 * number : 2 * number + 2]
    name = channel.unique_id if len(config.targets) == 1 else f"{channel.unique_id} · {channel.target}"
    steps = {"name": name, "at": stamps, "read": "", "y": channel.y[places]}
    return pd.DataFrame(steps), features
