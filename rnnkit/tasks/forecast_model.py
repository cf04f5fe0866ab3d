"""A network, its windows and its loss: what is trained, and how it answers in the units of the data."""

import torch
from torch import Tensor

from rnnkit.baselines import Baselines
from rnnkit.config import ResolvedForecast
from rnnkit.nn.forecaster import MIDDLE, Forecaster, Shape
from rnnkit.tasks.windows import Batch, Windows


def build(config: ResolvedForecast, windows: Windows) -> Forecaster:
    """The network that the settings and the features of the data ask for, on the device of the windows."""
    shape = Shape(
        past_features=windows.past.shape[1],
        future_features=windows.future.shape[1],
        **{name: getattr(config, name) for name in Shape.__dataclass_fields__ if hasattr(config, name)},
    )
    return Forecaster(shape).to(windows.device)


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


@torch.no_grad()
def forecast(model: Forecaster, batch: Batch) -> Tensor:
    """The whole horizon `(B, K, 3)` in normalized units; answers are fed back where one pass gives less."""
    K, answered = batch.answers.shape[1], model.shape.answered
    if answered == K:
        return model(batch.values, batch.past, batch.future)  # type: ignore[no-any-return]
    values, past, level = batch.values, batch.past, torch.zeros_like(batch.level)
    width = past.shape[2] - batch.future.shape[2]  # past covariates, which recursion does not have
    answers = []
    for start in range(0, K, answered):
        ahead = batch.future[:, start : start + answered]
        missing = answered - ahead.shape[1]
        ahead = torch.nn.functional.pad(ahead, (0, 0, 0, missing))
        answer = model(values, past, ahead) + level[..., None]
        answers.append(answer)
        # What was answered becomes the newest past, and its last value the new level.
        values = torch.cat([values + level, answer[..., MIDDLE]], dim=1)[:, answered:]
        fresh = torch.nn.functional.pad(ahead, (width, 0))
        past = torch.cat([past, fresh], dim=1)[:, answered:]
        level = values[:, -1:] if batch.level.abs().sum() > 0 else level
        values = values - level
    return torch.cat(answers, dim=1)[:, :K]


def in_units(windows: Windows, positions: Tensor, answers: Tensor, level: Tensor) -> Tensor:
    """Normalized answers `(B, K, ...)` in the units of the data."""
    owner, _ = windows.owners(positions)
    scale = answers.new_tensor([channel.scale for channel in windows.channels])[owner]
    center = answers.new_tensor([channel.center for channel in windows.channels])[owner]
    shape = (-1,) + (1,) * (answers.dim() - 1)
    lifted = answers + level.reshape(shape)
    return lifted * scale.reshape(shape) + center.reshape(shape)
