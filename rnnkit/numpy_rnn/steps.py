"""One step of each cell, and what stands around it, in NumPy as torch computes them: a row or many at once.

Needs nothing of here: a kept model takes it along. Answers have as many bits as what is asked. Gates come in
the order of torch: LSTM input, forget, candidate, output; GRU reset, update, new.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

EPSILON = 1e-5  # added to the variance in a layer norm, as torch does
Floats = TypeVar("Floats", np.float32, np.float64)
State = tuple[Any, Any]
"""h and the cell of an LSTM, each `(..., H)`; other cells leave the second as it is."""


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)), without overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def softmax(scores: npt.NDArray[Floats]) -> npt.NDArray[Floats]:
    """Probabilities `(..., V)` in the proportions of exp(scores)."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: npt.NDArray[Floats] = raised / raised.sum(axis=-1, keepdims=True)
    return found


def log_softmax(scores: npt.NDArray[Floats]) -> npt.NDArray[Floats]:
    """The logarithms of such probabilities."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    found: npt.NDArray[Floats] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found


def layer_norm(x: npt.NDArray[Floats], weight: Any, bias: Any) -> npt.NDArray[Floats]:
    """Outputs `(..., H)` with mean 0 and deviation 1 along the last axis, then scaled and moved."""
    centered = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centered).mean(axis=-1, keepdims=True) + EPSILON)
    found: npt.NDArray[Floats] = centered / spread * weight + bias
    return found


def rnn_step(read: Any, known: Any, h: Any, c: Any) -> State:
    """h = tanh(read + known)."""
    del h
    return np.tanh(read + known), c


def relu_step(read: Any, known: Any, h: Any, c: Any) -> State:
    """h = max(0, read + known)."""
    del h
    return np.maximum(read + known, 0), c


def gru_step(read: Any, known: Any, h: Any, c: Any) -> State:
    """The reset gate acts on what the state brings, its bias included."""
    (xr, xz, xn), (hr, hz, hn) = np.split(read, 3, axis=-1), np.split(known, 3, axis=-1)
    new = np.tanh(xn + sigmoid(xr + hr) * hn)
    return new + sigmoid(xz + hz) * (h - new), c


def lstm_step(read: Any, known: Any, h: Any, c: Any) -> State:
    """c = f c + i g, h = o tanh(c)."""
    del h
    i, f, g, o = np.split(read + known, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


STEPS: Mapping[str, Callable[[Any, Any, Any, Any], State]] = {
    "rnn": rnn_step,
    "relu": relu_step,
    "gru": gru_step,
    "lstm": lstm_step,
}
"""What inputs and the state bring `(..., G * H)`, biases included, and h and c, to both after the step."""
