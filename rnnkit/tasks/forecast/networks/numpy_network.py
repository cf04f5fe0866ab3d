"""A trained forecaster in NumPy: the answers of `networks.network` to 1e-5, without torch.

So a page can ask it again and again while somebody changes what is planned. Only recurrent networks are
written out here.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.config import is_recurrent
from rnnkit.numpy_rnn.copied_weights import Weights
from rnnkit.numpy_rnn.layer_weights import kind_of
from rnnkit.numpy_rnn.steps import STEPS, State, layer_norm
from rnnkit.tasks.forecast.settings import ResolvedForecast

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEVELS: Mapping[str, Callable[[Array], Array]] = {
    "last": lambda values: values[:, -1:],
    "mean": lambda values: values.mean(axis=1, keepdims=True),
    "none": lambda values: np.zeros_like(values[:, :1]),
}
"""What is taken off windows `(B, L)` before they are read, `(B, 1)`."""


def answers_here(config: ResolvedForecast) -> bool:
    """Whether the network of these settings is written out here."""
    return is_recurrent(config.cell)


class NumpyForecaster:
    """The weights of a trained network, and the forecast that they make."""

    def __init__(self, weights: Weights, config: ResolvedForecast) -> None:
        self.config = config
        self.weights = {name: np.asarray(weight, dtype=np.float64) for name, weight in weights.items()}
        recursive = config.strategy == "recursive"
        self.answered = min(config.segment, config.horizon) if recursive else config.horizon

    def forecast(
        self,
        values: Array,
        past: Array,
        future: Array,
        begin: Array | None = None,
        owner: Ints | None = None,
    ) -> Array:
        """The low, middle and high forecast `(B, K, 3)` in training units, of values `(B, L)`, past features
        `(B, L, Fp)` and future ones `(B, K, Ff)`; answers are fed back where one pass gives less.

        `begin` `(B, K)` is what the answers correct, where each series has a start of its own; `owner` `(B,)`
        numbers the series that have a line of their own, below 0 for one that has none.
        """
        K, found, read = self.config.horizon, [], values
        for start in range(0, K, self.answered):
            ahead = future[:, start : start + self.answered]
            ahead = np.pad(ahead, ((0, 0), (0, self.answered - ahead.shape[1]), (0, 0)))
            level = LEVELS[self.config.normalization](values)
            base = level if begin is None else begin[:, start : start + self.answered]
            answer = self._pass(values - level, past, ahead)[:, : K - start] + base[..., None]
            found.append(answer)
            values = np.concatenate([values, answer[..., 1]], axis=1)[:, self.answered :]
            told = np.pad(ahead, ((0, 0), (0, 0), (past.shape[2] - ahead.shape[2], 0)))
            past = np.concatenate([past, told], axis=1)[:, self.answered :]
        answers: Array = np.concatenate(found, axis=1)[:, :K]
        return answers if owner is None or "own" not in self.weights else self._beside(answers, read, owner)

    def _beside(self, answers: Array, values: Array, owner: Ints) -> Array:
        """Answers moved towards those of the line of each series, as far as that has a share."""
        lines, last, line = self.weights["own"], values[:, -1:], np.zeros(answers.shape[:2])
        for number in np.unique(owner[owner >= 0]):
            rows = owner == number
            line[rows] = last[rows] + (values - last)[rows] @ lines[number, :-1] + lines[number, -1]
        share = (self.weights["own_share"][np.maximum(owner, 0)] * (owner >= 0))[:, None]
        moved: Array = answers + (share * (line - answers[..., 1]))[..., None]
        return moved

    def _pass(self, values: Array, past: Array, future: Array) -> Array:
        """What one pass answers, `(B, answered, 3)`."""
        segment = self.config.segment
        steps = np.concatenate([values[..., None], past], axis=2)
        summary = self._read(np.maximum(self._affine("embed", _segments(steps, segment, front=True)), 0))
        known = _segments(future, segment, front=False)
        raw = self._affine("head", self._decoded(summary, known)).reshape(len(values), -1, 3)
        low, middle, high = np.moveaxis(raw[:, : self.answered], 2, 0)
        if self.config.shortcut:
            middle = middle + self._affine("line", values)
        return np.stack([middle - np.logaddexp(0, low), middle, middle + np.logaddexp(0, high)], axis=2)

    def _affine(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _read(self, x: Array) -> Array:
        """What the stack knows `(B, D * H)` after `(B, T, H)`."""
        config, H = self.config, self.config.hidden_size
        for number in range(config.num_layers):
            prefix = f"encoder.layers.{number}."
            ways = [self._unrolled(prefix, "_l0", x)]
            if config.bidirectional:
                ways.append(self._unrolled(prefix, "_l0_reverse", x[:, ::-1])[:, ::-1])
            x = np.concatenate(ways, axis=2)
            # The last states, not the last step: there the backward direction has read a single step.
            last = np.concatenate([x[:, -1, :H], x[:, 0, H:]], axis=1)
            if config.layer_norm:
                x, last = self._normed(number, x), self._normed(number, last)
        return last

    def _unrolled(self, prefix: str, suffix: str, x: Array) -> Array:
        """The states `(B, T, H)` of one direction of a layer."""
        state = (np.zeros((len(x), self.config.hidden_size)),) * 2
        found = []
        for step in range(x.shape[1]):
            state = self._step(prefix, suffix, x[:, step], state)
            found.append(state[0])
        return np.stack(found, axis=1)

    def _step(self, prefix: str, suffix: str, x: Array, state: State) -> State:
        """One step of a layer or of the decoder."""
        w = self.weights
        read, known = (
            values @ w[f"{prefix}weight_{side}{suffix}"].T + w.get(f"{prefix}bias_{side}{suffix}", 0.0)
            for side, values in (("ih", x), ("hh", state[0]))
        )
        return STEPS[kind_of(self.config)](read, known, *state)

    def _normed(self, number: int, x: Array) -> Array:
        name = f"encoder.norms.{number}"
        return layer_norm(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _decoded(self, summary: Array, known: Array) -> Array:
        """What the decoder makes `(B, J, H)` of the summary and of known features `(B, J, known)`."""
        if self.config.strategy == "encoder_decoder":
            return self._written(summary, known)
        B, J = known.shape[:2]
        place = np.broadcast_to(self.weights["decoder.position"], (B, J, self.config.hidden_size))
        if "decoder.known.weight" in self.weights:
            place = place + known @ self.weights["decoder.known.weight"].T
        told = np.broadcast_to(summary[:, None], (B, J, summary.shape[1]))
        return np.maximum(self._affine("decoder.mix", np.concatenate([told, place], axis=2)), 0)

    def _written(self, summary: Array, known: Array) -> Array:
        """One segment after the other, each reading what was written before."""
        start = np.tanh(self._affine("decoder.start", summary))
        h, c = np.split(start, 2, axis=1) if self.config.cell == "lstm" else (start, start)
        written = np.broadcast_to(self.weights["decoder.first"], (len(summary), self.config.segment))
        states = []
        for step in range(known.shape[1]):
            x = np.concatenate([written, known[:, step]], axis=1)
            h, c = self._step("decoder.step.", "", x, (h, c))
            states.append(h)
            written = self._affine("head", h).reshape(len(h), -1, 3)[..., 1]
        return np.stack(states, axis=1)


def _segments(steps: Array, segment: int, *, front: bool) -> Array:
    """Join steps: `(B, T, F)` to `(B, ceil(T / segment), segment * F)`, filled up with zeros."""
    B, T, F = steps.shape
    missing = -T % segment
    steps = np.pad(steps, ((0, 0), (missing, 0) if front else (0, missing), (0, 0)))
    return steps.reshape(B, (T + missing) // segment, segment * F)
