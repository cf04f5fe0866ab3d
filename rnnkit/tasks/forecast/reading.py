"""A trained forecaster as it reads its lookback: every state and every gate at every step."""

import numpy as np

from rnnkit.data.series.history import read_steps
from rnnkit.inspect.activations import Activations, layers
from rnnkit.numpy_rnn.copied_weights import Weights
from rnnkit.tasks.forecast.inputs.channels import Channel, inputs
from rnnkit.tasks.forecast.networks.numpy_network import LEVELS
from rnnkit.tasks.forecast.settings import ResolvedForecast


def read_series(weights: Weights, config: ResolvedForecast, channel: Channel) -> Activations:
    """A forecaster reads the newest lookback before the test part: what its first test forecast comes from.

    A step is a segment of values, named by the first of its times.
    """
    values, past, _ = inputs(channel, config.horizon)
    back, unknown = read_steps(
        np.arange(-config.lookback, 0), channel.known_before[[channel.test_start]], channel.season
    )
    window = channel.test_start + back[0]
    read = past[window] * ~unknown[0][:, None]
    if channel.past.shape[1] > len(config.past_covariates):
        read[:, 0] = unknown[0]
    level = LEVELS[config.normalization](values[None, window])[0]
    steps = np.concatenate([(values[window] - level)[:, None], read], axis=1)  # (L, 1 + Fp)
    missing = -len(steps) % config.segment
    segments = np.pad(steps, ((missing, 0), (0, 0))).reshape(-1, config.segment * steps.shape[1])
    x = np.maximum(segments @ weights["embed.weight"].T + weights["embed.bias"], 0)
    firsts = np.maximum(np.arange(len(segments)) * config.segment - missing, 0)
    times = channel.ds.iloc[window].iloc[firsts]
    return Activations(
        config.cell, tuple(_short(time) for time in times), tuple(layers(weights, config, "encoder", x))
    )


def _short(time: object) -> str:
    """A time as short as it can be told: without the clock at midnight."""
    return str(time).removesuffix(" 00:00:00")
