"""What leaves with a forecaster, so that it can be used and checked where the data is not."""

from collections.abc import Mapping

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from rnnkit.baselines.starts import corrected
from rnnkit.data.table.table import Table
from rnnkit.tasks.forecast.calibration import widen
from rnnkit.tasks.forecast.inputs.channels import Channel, cycles, holidays_of
from rnnkit.tasks.forecast.inputs.scaler import KeptLine, KeptStarts, Scaler
from rnnkit.tasks.forecast.inputs.starts import Starts
from rnnkit.tasks.forecast.inputs.windows import LEVELS, Batch
from rnnkit.tasks.forecast.networks.model import forecast
from rnnkit.tasks.forecast.networks.network import HIGH, LOW, MIDDLE, Forecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.worth.report import Report
from rnnkit.training.batches import thinned

MOST_WINDOWS = 16
MOST_NUMBERS = 100_000  # of their inputs, so that a long lookback does not make a large file


def forecast_files(table: Table, report: Report) -> dict[str, bytes]:
    """The recipe of the data, the scaler, and a few test windows with what the network answered to them.

    The answers are computed on the processor, by a network built anew from the weights.
    """
    scaler = scaler_of(table, report)
    inputs = sample_inputs(report)
    model = Forecaster(report.model.shape)
    model.load_state_dict({name: weight.cpu() for name, weight in report.model.state_dict().items()})
    answers = answer(model.eval(), report.config, scaler.factors, inputs, report.calibrated.trust)
    return {
        "recipe.json": table.recipe.to_json().encode(),
        "scaler.json": scaler.model_dump_json().encode(),
        "predictions.safetensors": save(inputs | {"answers": answers}),
    }


def scaler_of(table: Table, report: Report) -> Scaler:
    """The units of every channel, and by how much intervals are widened."""
    return Scaler(
        freq=table.freq,
        seasonality=table.seasonality,
        cycles=cycles(table, report.config),
        holidays=holidays_of(table, report.config),
        masked=report.windows.masked,
        factors=tuple(report.calibrated.factors.tolist()),
        transforms={channel.target: channel.transform for channel in report.channels},
        starts=_kept_starts(report.windows.starts, report.calibrated.trust),
        lines=tuple(_line(channel, report.seen_all) for channel in report.channels),
    )


def _kept_starts(starts: Starts | None, trust: float) -> KeptStarts | None:
    """The weights of each channel, those of a series that is new, and the straight line among the methods."""
    if starts is None:
        return None
    weights, bias = starts.line or (np.zeros((0, 0)), np.zeros(0))
    return KeptStarts(
        weights=tuple(map(tuple, starts.weights.tolist())),
        trust=trust,
        new=tuple(starts.weights.mean(axis=0).tolist()),
        line=tuple(map(tuple, weights.tolist())),
        bias=tuple(bias.tolist()),
    )


def sample_inputs(report: Report) -> dict[str, Tensor]:
    """Up to 16 test windows in training units: values `(N, L)`, past `(N, L, Fp)`, future `(N, K, Ff)`."""
    windows, config = report.windows, report.config
    features = config.lookback * (1 + windows.past.shape[1]) + config.horizon * windows.future.shape[1]
    most = max(1, min(MOST_WINDOWS, MOST_NUMBERS // features))
    batch = windows.gather(thinned(windows.positions("test", config.stride), most))
    found = {"values": batch.values + batch.level, "past": batch.past, "future": batch.future}
    found |= {} if batch.start is None else {"start": batch.start}
    found |= {} if batch.owner is None else {"owner": batch.owner[:, None].to(torch.float32)}
    return {name: tensor.cpu().contiguous() for name, tensor in found.items()}


@torch.no_grad()
def answer(
    model: Forecaster,
    config: ResolvedForecast,
    factors: tuple[float, ...],
    inputs: Mapping[str, Tensor],
    trust: float = 1.0,
) -> Tensor:
    """Low, middle and high `(N, K, 3)` of windows in training units, the interval widened as calibrated."""
    values = inputs["values"]
    level = LEVELS[config.normalization](values)
    unknown = values.new_zeros(len(values), config.horizon)
    owner = inputs["owner"][:, 0].long() if "owner" in inputs else None
    start = inputs.get("start")
    batch = Batch(values - level, inputs["past"], inputs["future"], unknown, level, start, owner)
    raw = (forecast(model, batch, config.normalization) + level[..., None]).double().numpy()
    if start is not None:
        raw = corrected(raw, start.double().numpy(), trust)
    low, high = widen(raw[..., LOW], raw[..., MIDDLE], raw[..., HIGH], np.array(factors))
    return torch.from_numpy(np.stack([low, raw[..., MIDDLE], high], axis=-1).astype(np.float32))


def _line(channel: Channel, seen_all: bool) -> KeptLine:
    last = channel.ds.iloc[(len(channel.y) if seen_all else channel.test_start) - 1]
    seen = int(last) if isinstance(last, int | np.integer) else last.isoformat()
    return KeptLine(unique_id=channel.unique_id, target=channel.target, seen=seen, units=channel.units)
