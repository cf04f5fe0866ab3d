"""Learning with the gradients: where weights start, clipping, one step downhill, and the proof by numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnkit.errors import DivergedError
from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.cells import Cell
from rnnkit.numpy_rnn.network import Backward, Forward, SequenceBatch, backward, forward
from rnnkit.words import t

# Of Adam: how much is kept of both means, and what is added to what a step divides by.
MEANS, SQUARES, FLAT = 0.9, 0.999, 1e-8
NUDGE = 1e-5  # of central differences: the error of the method and of rounding are about equal
FLOOR = 1e-4  # a weight array whose gradient is a smaller part of the whole is measured by the whole

Clip = Callable[[Arrays, float], Arrays]


def start(cell: Cell, F: int, H: int, K: int, seed: int) -> Arrays:
    """Weights drawn like torch's: uniform between -1/sqrt(H) and 1/sqrt(H), the same for the same seed."""
    rng, sizes, edge = np.random.default_rng(seed), {"F": F, "H": H, "K": K}, 1 / np.sqrt(H)
    shapes = {**cell.shapes, "W_hy": "KH", "b_y": "K"}
    return Arrays(
        **{
            name: rng.uniform(-edge, edge, [sizes[letter] for letter in shape])
            for name, shape in shapes.items()
        }
    )


def norm(gradient: Arrays) -> float:
    """The length of all the numbers together, as one vector."""
    return float(np.sqrt(sum(np.sum(array**2) for array in gradient.values())))


def clip_by_value(gradient: Arrays, limit: float) -> Arrays:
    """Cut every single number to at most `limit`; this may turn the direction."""
    return gradient.each(lambda array: np.clip(array, -limit, limit))


def clip_by_norm(gradient: Arrays, limit: float) -> Arrays:
    """Shorten the whole gradient to `limit` where it is longer (Pascanu et al. 2013); same direction."""
    share = min(1.0, limit / max(norm(gradient), np.finfo(float).tiny))
    return gradient.each(lambda array: array * share)


def no_clip(gradient: Arrays, _limit: float) -> Arrays:
    """The gradient as it is."""
    return gradient


CLIPS: Mapping[str, Clip] = {"none": no_clip, "value": clip_by_value, "norm": clip_by_norm}


def sgd(w: Arrays, gradient: Arrays, learning_rate: float) -> Arrays:
    """One step against the gradient."""
    return w.each(lambda weight, slope: weight - learning_rate * slope, gradient)


def adam(
    w: Arrays, gradient: Arrays, memory: tuple[Arrays, Arrays], number: int, learning_rate: float
) -> tuple[Arrays, tuple[Arrays, Arrays]]:
    """One step of Kingma and Ba (2015), `number` counted from 1: the weights, and the memory for the next.

    The memory holds moving means of the gradient and of its squares, both zero at first: a weight moves by
    the one divided by the root of the other, so about as far as any other weight.
    """
    m = memory[0].each(lambda mean, slope: MEANS * mean + (1 - MEANS) * slope, gradient)
    v = memory[1].each(lambda mean, slope: SQUARES * mean + (1 - SQUARES) * slope**2, gradient)

    def moved(weight: Array, mean: Array, square: Array) -> Array:
        direction = mean / (1 - MEANS**number) / (np.sqrt(square / (1 - SQUARES**number)) + FLAT)
        return weight - learning_rate * direction

    return w.each(moved, m, v), (m, v)


@dataclass(frozen=True)
class GradientDescent:
    """How a step downhill is taken: how large, and which gradients are cut back to which limit."""

    learning_rate: float
    clip: Clip = no_clip
    limit: float = 1.0

    def step(self, w: Arrays, gradient: Arrays) -> Arrays:
        """The weights after one step."""
        return sgd(w, self.clip(gradient, self.limit), self.learning_rate)


@dataclass(frozen=True)
class Learned:
    """The weights after some steps, and the `steps + 1` losses on the way."""

    weights: Arrays
    losses: tuple[float, ...]


def learn(cell: Cell, w: Arrays, lesson: SequenceBatch, steps: int, descent: GradientDescent) -> Learned:
    """Take so many steps of gradient descent. Raises `DivergedError` where numbers grow without bounds."""
    losses = []
    with np.errstate(over="ignore", invalid="ignore"):
        for number in range(steps + 1):
            run, back = both_ways(cell, w, lesson)
            losses.append(run.loss)
            if not np.isfinite(run.loss) or not np.isfinite(norm(back.weights)):
                raise DivergedError(
                    t(
                        "The numbers grew without bounds after {number} steps; "
                        "lower the learning rate or clip the gradient.",
                        number=number,
                    )
                )
            if number < steps:
                w = descent.step(w, back.weights)
    return Learned(w, tuple(losses))


def both_ways(cell: Cell, w: Arrays, lesson: SequenceBatch) -> tuple[Forward, Backward]:
    """Forward, then backward."""
    run = forward(cell, w, lesson)
    return run, backward(cell, w, lesson, run)


def numeric_gradient(cell: Cell, w: Arrays, lesson: SequenceBatch) -> Arrays:
    """The gradient without any calculus: nudge each weight both ways and look at the loss."""

    def slope(name: str, place: tuple[int, ...]) -> float:
        losses = []
        for nudge in (NUDGE, -NUDGE):
            nudged = w[name].copy()
            nudged[place] += nudge
            losses.append(forward(cell, Arrays(**{**w, name: nudged}), lesson).loss)
        return (losses[0] - losses[1]) / (2 * NUDGE)

    return Arrays(
        **{
            name: np.array([slope(name, place) for place in np.ndindex(array.shape)]).reshape(array.shape)
            for name, array in w.items()
        }
    )


def difference(one: Arrays, other: Arrays) -> dict[str, float]:
    """How far two gradients are apart, array by array: |one - other| / (|one| + |other|)."""
    floor = max(FLOOR * (norm(one) + norm(other)), np.finfo(float).tiny)

    def apart(a: Array, b: Array) -> float:
        size = float(np.linalg.norm(a)) + float(np.linalg.norm(b))
        return float(np.linalg.norm(a - b)) / max(size, floor)

    return {name: apart(array, other[name]) for name, array in one.items()}
