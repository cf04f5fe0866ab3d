"""The small functions inside the formulas, each with its slope."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnkit.numpy_rnn.arrays import Array

TINY = 1e-300  # the logarithm of a probability that has become zero stays a number


@dataclass(frozen=True)
class Activation:
    """What bends a sum, and its slope written with the bent value: that is all the way back needs."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]


@dataclass(frozen=True)
class Loss:
    """From scores to a prediction, how far it is from the target, and the slope of that by the scores.

    Scores `s`, prediction `y_hat` and target `y` are `(K,)`; a class is a target with a single one.
    """

    predict: Callable[[Array], Array]
    value: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)), written so that no exponential can overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * a)


def softmax(s: Array) -> Array:
    """Positive numbers that add up to one, exp(s) / sum(exp(s)); the largest score is taken off first."""
    powers: Array = np.exp(s - np.max(s))
    shares: Array = powers / np.sum(powers)
    return shares


TANH = Activation(value=np.tanh, slope=lambda h: 1 - h**2)
RELU = Activation(value=lambda a: np.maximum(a, 0), slope=lambda h: (h > 0).astype(float))
LINEAR = Activation(value=lambda a: a, slope=np.ones_like)

# Which of K classes comes next. Softmax and logarithm together have the plain slope y_hat - y.
CROSS_ENTROPY = Loss(
    predict=softmax,
    value=lambda y_hat, y: np.asarray(-np.log(np.maximum(y_hat @ y, TINY))),
    slope=lambda y_hat, y: y_hat - y,
)
# Which number comes next.
SQUARED_ERROR = Loss(
    predict=lambda s: s,
    value=lambda y_hat, y: np.asarray(np.mean((y_hat - y) ** 2)),
    slope=lambda y_hat, y: 2 * (y_hat - y) / len(y),
)
