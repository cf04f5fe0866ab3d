"""A network, its windows and its loss: what is trained, and how it answers in the units of the data."""

import torch
from torch import Tensor
from torch.nn.functional import pad

from rnnkit.baselines import Baselines
from rnnkit.tasks.forecast.inputs.windows import LEVELS, Batch, Windows
from rnnkit.tasks.forecast.network import MIDDLE, Forecaster, ForecasterShape
from rnnkit.tasks.forecast.settings import Normalization, ResolvedForecast


def build(config: ResolvedForecast, windows: Windows) -> Forecaster:
    """The network that the settings and the features of the data ask for, on the device of the windows."""
    shape = shape_of(config, windows.past.shape[1], windows.future.shape[1])
    model = Forecaster(shape)
    if windows.masked:
        start_unmasked(model)
    return model.to(windows.device)


@torch.no_grad()
def start_unmasked(model: Forecaster) -> None:
    """Let the network begin as if no step were missing: few windows may teach it what that means."""
    shape = model.shape
    model.embed.weight.view(-1, shape.segment, 1 + shape.past_features)[..., 1] = 0


def shape_of(config: ResolvedForecast, past: int, future: int) -> ForecasterShape:
    """The part of the settings that decides the weights, for so many features a step."""
    names = ForecasterShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return ForecasterShape(past_features=past, future_features=future, **asked)


def start_from_baseline(model: Forecaster, baselines: Baselines, config: ResolvedForecast) -> None:
    """Let the straight line of the network begin as the fitted linear baseline, so training can only add.

    The baseline reads windows relative to their last value; with any other normalization the line starts
    at random instead, for its solution would be another.
    """
    ridge = baselines.ridge
    if model.line is None or ridge is None or config.normalization != "last":
        return
    weights = torch.tensor(ridge.weights[-config.lookback :], dtype=torch.float32)
    scales = torch.tensor(ridge.bias, dtype=torch.float32)
    model.start_from_line(weights, scales)


def quantiles(level: float, device: torch.device) -> Tensor:
    """The three probabilities `(3,)` the network forecasts, for an interval that holds the given share."""
    return torch.tensor([(1 - level) / 2, 0.5, (1 + level) / 2], device=device)


def pinball(answers: Tensor, forecast: Tensor, probabilities: Tensor) -> Tensor:
    """Mean pinball loss of forecasts `(B, K, 3)` of answers `(B, K)` (Koenker & Bassett 1978)."""
    error = answers[..., None] - forecast
    return torch.maximum(probabilities * error, (probabilities - 1) * error).mean()


def batch_loss(model: Forecaster, batch: Batch, probabilities: Tensor) -> Tensor:
    """The loss of one batch, over the steps that a single pass answers."""
    forecast = model(batch.values, batch.past, batch.future)
    return pinball(batch.answers[:, : forecast.shape[1]], forecast, probabilities)


def forecast(model: Forecaster, batch: Batch, normalization: Normalization) -> Tensor:
    """The whole horizon `(B, K, 3)` in normalized units; answers are fed back where one pass gives less."""
    K, answered = batch.answers.shape[1], model.shape.answered
    values, past, answers = batch.values + batch.level, batch.past, []
    for start in range(0, K, answered):
        ahead = batch.future[:, start : start + answered]
        ahead = pad(ahead, (0, 0, 0, answered - ahead.shape[1]))  # the last pass may reach beyond the horizon
        level = LEVELS[normalization](values)
        answer = model(values - level, past, ahead) + level[..., None]
        answers.append(answer)
        if start + answered >= K:
            break
        # What was answered becomes the newest past. Past covariates, which nobody knows ahead, are none here.
        values = torch.cat([values, answer[..., MIDDLE]], dim=1)[:, answered:]
        told = pad(ahead, (past.shape[2] - ahead.shape[2], 0))  # no step that was answered is missing
        past = torch.cat([past, told], dim=1)[:, answered:]
    return torch.cat(answers, dim=1)[:, :K] - batch.level[..., None]


def in_units(windows: Windows, positions: Tensor, answers: Tensor, level: Tensor) -> Tensor:
    """Normalized answers `(B, K, ...)` in the units of the data, as exact as those are."""
    owner, _ = windows.owners(positions)
    units = torch.tensor(
        [(channel.scale, channel.center) for channel in windows.channels], dtype=torch.float64
    )
    shape = (-1,) + (1,) * (answers.dim() - 1)
    scale, center = units[owner].to(answers.device).unbind(dim=1)
    lifted = (answers + level.reshape(shape)).double()
    return lifted * scale.reshape(shape) + center.reshape(shape)
