"""A network, its windows and its loss: what is trained, and how it answers in the units of the data."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn.functional import huber_loss, l1_loss, mse_loss, pad

from rnnkit.baselines import Ridge
from rnnkit.tasks.forecast.inputs.windows import LEVELS, Batch, Windows
from rnnkit.tasks.forecast.networks.network import HIGH, LOW, MIDDLE, Forecaster, ForecasterShape
from rnnkit.tasks.forecast.settings import ForecastLoss, Normalization, ResolvedForecast

OF_THE_MIDDLE: Mapping[ForecastLoss, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": mse_loss,
    "mae": l1_loss,
    "huber": huber_loss,
}
TAILS = [LOW, HIGH]


def build(config: ResolvedForecast, windows: Windows) -> Forecaster:
    """The network that the settings and the features of the data ask for, on the device of the windows."""
    shape = shape_of(config, windows.past.shape[1], windows.future.shape[1], len(windows.channels))
    model = Forecaster(shape)
    if windows.masked:
        start_unmasked(model)
    return model.to(windows.device)


@torch.no_grad()
def start_unmasked(model: Forecaster) -> None:
    """Let the network begin as if no step were missing: few windows may teach it what that means."""
    shape = model.shape
    model.embed.weight.view(-1, shape.segment, 1 + shape.past_features)[..., 1] = 0


def shape_of(config: ResolvedForecast, past: int, future: int, series: int = 0) -> ForecasterShape:
    """The part of the settings that decides the weights, for so many features a step and so many series."""
    names = ForecasterShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    own = series if config.start_with == "own_lines" else 0
    return ForecasterShape(past_features=past, future_features=future, series=own, **asked)


def start_from_ridge(model: Forecaster, ridge: Ridge | None, config: ResolvedForecast) -> None:
    """Let the straight line of the network begin as a fitted one, so training can only add.

    The fitted line reads windows relative to their last value; with any other normalization the line starts
    at random instead, for its solution would be another.
    """
    if model.line is None or ridge is None or config.normalization != "last":
        return
    model.start_from_line(*_tensors(ridge, config))


@torch.no_grad()
def move_line(model: Forecaster, old: Ridge, new: Ridge, config: ResolvedForecast) -> None:
    """Move the straight line of a trained network by as much as a line that was fitted anew has moved."""
    assert model.line is not None
    for ridge, sign in ((old, -1), (new, 1)):
        weights, bias = _tensors(ridge, config)
        answered = len(model.line.bias)
        moved = sign * weights[:, :answered].T.to(model.line.weight)
        model.line.weight[:, config.lookback - len(weights) :] += moved
        model.line.bias.add_(sign * bias[:answered].to(model.line.bias))


def _tensors(ridge: Ridge, config: ResolvedForecast) -> tuple[Tensor, Tensor]:
    """Its weights `(l, K)` and bias `(K,)` as the network holds them."""
    weights = torch.tensor(ridge.weights[-config.lookback :], dtype=torch.float32)
    return weights, torch.tensor(ridge.bias, dtype=torch.float32)


@torch.no_grad()
def start_from_nothing(model: Forecaster) -> None:
    """Let the straight line of the network begin at 0, where each series has a start of its own."""
    if model.line is not None:
        model.line.weight.zero_()
        model.line.bias.zero_()


def quantiles(level: float, device: torch.device) -> Tensor:
    """The three probabilities `(3,)` the network forecasts, for an interval that holds the given share."""
    return torch.tensor([(1 - level) / 2, 0.5, (1 + level) / 2], device=device)


def pinball(answers: Tensor, forecast: Tensor, probabilities: Tensor) -> Tensor:
    """Mean pinball loss of forecasts `(B, K, Q)` of answers `(B, K)` (Koenker & Bassett 1978)."""
    error = answers[..., None] - forecast
    return torch.maximum(probabilities * error, (probabilities - 1) * error).mean()


def forecast_loss(answers: Tensor, forecast: Tensor, probabilities: Tensor, name: ForecastLoss) -> Tensor:
    """The loss of this name of forecasts `(B, K, 3)` of answers `(B, K)`.

    All but the pinball loss know no borders: the middle learns by them, the borders by the pinball loss, with
    the middle held where it is, so that they say how far the truth lies from it and never pull at it.
    """
    if name == "pinball":
        return pinball(answers, forecast, probabilities)
    middle = forecast[..., MIDDLE]
    held = (middle.detach() - middle)[..., None]  # 0, with a slope that takes that of the middle away
    borders = pinball(answers, forecast[..., TAILS] + held, probabilities[TAILS])
    return OF_THE_MIDDLE[name](middle, answers) + borders


def batch_loss(model: Forecaster, batch: Batch, probabilities: Tensor, name: ForecastLoss) -> Tensor:
    """The loss of one batch, over the steps that a single pass answers."""
    forecast = model(batch.values, batch.past, batch.future)
    if batch.start is not None:
        forecast = forecast + (batch.start - batch.level)[:, : forecast.shape[1], None]
    return forecast_loss(batch.answers[:, : forecast.shape[1]], forecast, probabilities, name)


def forecast(model: Forecaster, batch: Batch, normalization: Normalization) -> Tensor:
    """The whole horizon `(B, K, 3)` in normalized units; answers are fed back where one pass gives less."""
    K, answered = batch.answers.shape[1], model.shape.answered
    values, past, answers = batch.values + batch.level, batch.past, []
    for start in range(0, K, answered):
        ahead = batch.future[:, start : start + answered]
        ahead = pad(ahead, (0, 0, 0, answered - ahead.shape[1]))  # the last pass may reach beyond the horizon
        level = LEVELS[normalization](values)
        begin = level if batch.start is None else batch.start[:, start : start + answered]
        answer = model(values - level, past, ahead)[:, : K - start] + begin[..., None]
        answers.append(answer)
        if start + answered >= K:
            break
        # What was answered becomes the newest past. Past covariates, which nobody knows ahead, are none here.
        values = torch.cat([values, answer[..., MIDDLE]], dim=1)[:, answered:]
        told = pad(ahead, (past.shape[2] - ahead.shape[2], 0))  # no step that was answered is missing
        past = torch.cat([past, told], dim=1)[:, answered:]
    found = torch.cat(answers, dim=1)[:, :K] - batch.level[..., None]
    return found if batch.owner is None else model.beside(found, batch.values, batch.owner)
