"""A trained network as it reads a sequence: every state and every gate at every step, in float64.

Source: the equations of `rnnkit.numpy_rnn`, with the weights of the trained network.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.config import NORM_EPSILON, ResolvedForecast, ResolvedText
from rnnkit.data import Vocabulary, read_prompt
from rnnkit.data.history import read_steps
from rnnkit.data.prompt import visible
from rnnkit.numpy_rnn import CELLS, Array, Arrays
from rnnkit.numpy_rnn.copied_weights import Weights, from_torch
from rnnkit.numpy_rnn.network import nothing, unroll
from rnnkit.tasks.channels import Channel, inputs

GATES: Mapping[str, tuple[str, ...]] = {"lstm": ("i", "f", "o"), "gru": ("r", "z")}


@dataclass(frozen=True)
class Layer:
    """One direction of one layer at work: `h` is `(T, H)`, and so is every gate, step after step."""

    number: int
    backward: bool
    h: Array
    gates: Mapping[str, Array]


@dataclass(frozen=True)
class Reading:
    """What was read, as it is called on screen, and every layer at it; `notice` says what was left out."""

    cell: str
    symbols: tuple[str, ...]
    layers: tuple[Layer, ...]
    notice: str = ""

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.symbols)

    @property
    def bytes(self) -> int:
        """Memory that the numbers take."""
        return sum(array.nbytes for layer in self.layers for array in (layer.h, *layer.gates.values()))


def read_text(weights: Weights, config: ResolvedText, vocabulary: Vocabulary, text: str) -> Reading:
    """A language model reads a text. Raises `ConfigError` where it knows nothing of it."""
    prompt = read_prompt(text, vocabulary)
    embed = np.asarray(weights["embed.weight"], dtype=np.float64)
    x = embed[prompt.ids] * (np.sqrt(config.embedding_size) if config.tied else 1)
    symbols = tuple(visible(vocabulary.symbols[number]) for number in prompt.ids)
    return Reading(config.cell, symbols, tuple(layers(weights, config, "recurrent", x)), prompt.notice)


def read_series(weights: Weights, config: ResolvedForecast, channel: Channel) -> Reading:
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
    level = LEVELS[config.normalization](values[window])
    steps = np.concatenate([values[window, None] - level, read], axis=1)  # (L, 1 + Fp)
    missing = -len(steps) % config.segment
    segments = np.pad(steps, ((missing, 0), (0, 0))).reshape(-1, config.segment * steps.shape[1])
    x = np.maximum(segments @ weights["embed.weight"].T + weights["embed.bias"], 0)
    firsts = np.maximum(np.arange(len(segments)) * config.segment - missing, 0)
    times = channel.ds.iloc[window].iloc[firsts]
    return Reading(
        config.cell, tuple(_short(time) for time in times), tuple(layers(weights, config, "encoder", x))
    )


LEVELS: Mapping[str, Callable[[Array], float]] = {
    "last": lambda values: float(values[-1]),
    "mean": lambda values: float(values.mean()),
    "none": lambda _: 0.0,
}


def layers(
    weights: Weights, config: ResolvedText | ResolvedForecast, prefix: str, x: Array
) -> Iterator[Layer]:
    """Every layer and direction of a stack as it reads `(T, F)`; each layer reads the states below it."""
    for number in range(config.num_layers):
        name = f"{prefix}.layers.{number}"
        found = [Layer(number, False, *_run(config.cell, from_torch(config.cell, weights, name), x))]
        if config.bidirectional:
            h, gates = _run(config.cell, from_torch(config.cell, weights, name, "_reverse"), x[::-1])
            turned = {gate: values[::-1] for gate, values in gates.items()}
            found.append(Layer(number, True, h[::-1], turned))
        yield from found
        x = np.concatenate([layer.h for layer in found], axis=1)
        if config.layer_norm:
            x = _normed(x, weights, f"{prefix}.norms.{number}")


def _run(cell: str, w: Arrays, x: Array) -> tuple[Array, dict[str, Array]]:
    """One direction over inputs `(T, F)`: states and gates, each `(T, H)`."""
    H = len(next(iter(w.values())))
    steps = unroll(CELLS[cell], w, x, nothing(CELLS[cell], H))
    return np.stack([now.h for now in steps]), {
        gate: np.stack([now[gate] for now in steps]) for gate in GATES[cell]
    }


def _normed(x: Array, weights: Weights, name: str) -> Array:
    """Layer norm, as torch computes it."""
    centered = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centered).mean(axis=1, keepdims=True) + NORM_EPSILON)
    normed: Array = centered / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return normed


def _short(time: object) -> str:
    """A time as short as it can be told: without the clock at midnight."""
    return str(time).removesuffix(" 00:00:00")
