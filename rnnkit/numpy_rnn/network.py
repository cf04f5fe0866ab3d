"""A network over a whole sequence: a cell at every step, always with the same weights, and a read-out.

Shapes: inputs `(T, F)`, targets `(T, K)`, states `(H,)`; read-out weights `W_hy` `(K, H)` and `b_y` `(K,)`.
The loss is the mean over time, so that a longer sequence does not take longer steps downhill.
"""

from dataclasses import dataclass

import numpy as np

from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.cells import Cell
from rnnkit.numpy_rnn.functions import Loss


@dataclass(frozen=True)
class SequenceBatch:
    """A sequence to learn: inputs `(T, F)`, targets `(T, K)`, and how a miss is counted."""

    inputs: Array
    targets: Array
    goal: Loss


@dataclass(frozen=True)
class Forward:
    """Every value of every step by its name, the read-out's (`s`, `y_hat`, `loss`) included."""

    start: Arrays
    steps: tuple[Arrays, ...]

    @property
    def loss(self) -> float:
        """The mean over time."""
        return float(np.mean([now.loss for now in self.steps]))

    def before(self, t: int) -> Arrays:
        """The values of the step before step `t` (counted from 0)."""
        return self.steps[t - 1] if t else self.start


@dataclass(frozen=True)
class Backward:
    """Gradients of the loss: of every value of every step by its name, and of the weights.

    `shares` holds what each step adds to the gradient of the weights. `arrivals` is what reached the states
    of each step: `out` from its own output, the rest from the step after; `start` is what reached the states
    before the first step. `inputs` is `(T, F)`.
    """

    steps: tuple[Arrays, ...]
    shares: tuple[Arrays, ...]
    arrivals: tuple[Arrays, ...]
    start: Arrays
    inputs: Array

    def handed_on(self, t: int) -> Arrays:
        """What step `t` (counted from 0) gives to the states of the step before."""
        return self.arrivals[t - 1] if t else self.start

    @property
    def weights(self) -> Arrays:
        """The same weights serve every step, so what the steps ask of them adds up."""
        return self.shares[0].each(lambda *shares: np.sum(shares, axis=0), *self.shares[1:])


def nothing(cell: Cell, H: int) -> Arrays:
    """The states before the first step, or the gradients behind the last one."""
    return Arrays(**{state: np.zeros(H) for state in cell.states})


def unroll(cell: Cell, w: Arrays, inputs: Array, start: Arrays) -> tuple[Arrays, ...]:
    """Run a cell over the inputs `(T, F)`; the values of every step."""
    steps: list[Arrays] = []
    for x in inputs:
        steps.append(cell.forward(w, x, steps[-1] if steps else start))
    return tuple(steps)


def read_out(w: Arrays, now: Arrays, y: Array, goal: Loss) -> Arrays:
    """From a state `(H,)` to scores and a prediction `(K,)`, and its distance from the target `y`."""
    s = w.W_hy @ now.h + w.b_y
    y_hat = goal.predict(s)
    loss = goal.value(y_hat, y)
    return Arrays(s=s, y_hat=y_hat, loss=loss)


def read_out_backward(w: Arrays, now: Arrays, y: Array, goal: Loss, T: int) -> tuple[Arrays, Arrays, Array]:
    """Gradients of scores and loss, of the read-out's weights, and of the state as far as it was read out."""
    ds = goal.slope(now.y_hat, y) / T
    dW_hy = np.outer(ds, now.h)
    dh_out = w.W_hy.T @ ds
    return Arrays(s=ds, loss=np.array(1 / T)), Arrays(W_hy=dW_hy, b_y=ds), dh_out


def forward(cell: Cell, w: Arrays, lesson: SequenceBatch) -> Forward:
    """Read the whole sequence, from empty states."""
    start = nothing(cell, w.W_hy.shape[1])
    steps = unroll(cell, w, lesson.inputs, start)
    answers = (read_out(w, now, y, lesson.goal) for now, y in zip(steps, lesson.targets, strict=True))
    return Forward(start, tuple(Arrays(**now, **answer) for now, answer in zip(steps, answers, strict=True)))


def backward(cell: Cell, w: Arrays, lesson: SequenceBatch, run: Forward) -> Backward:
    """Backpropagation through time (Werbos 1990): from the last step to the first."""
    T = len(run.steps)
    outs = [
        read_out_backward(w, now, y, lesson.goal, T) for now, y in zip(run.steps, lesson.targets, strict=True)
    ]
    back = roll_back(cell, w, lesson.inputs, run, np.array([dh_out for _, _, dh_out in outs]))
    return Backward(
        tuple(Arrays(**step, **values) for step, (values, _, _) in zip(back.steps, outs, strict=True)),
        tuple(Arrays(**share, **weights) for share, (_, weights, _) in zip(back.shares, outs, strict=True)),
        back.arrivals,
        back.start,
        back.inputs,
    )


def roll_back(cell: Cell, w: Arrays, inputs: Array, run: Forward, dh_out: Array) -> Backward:
    """Carry gradients `(T, H)`, which enter at the states of their steps, back through the cell."""
    arriving, backs, arrivals = nothing(cell, dh_out.shape[1]), [], []
    for t in reversed(range(len(inputs))):
        arrivals.append(Arrays(out=dh_out[t], **arriving))
        backs.append(cell.backward(w, inputs[t], run.before(t), run.steps[t], arrivals[-1]))
        arriving = backs[-1].before
    backs.reverse()
    return Backward(
        tuple(back.values for back in backs),
        tuple(back.weights for back in backs),
        tuple(reversed(arrivals)),
        arriving,
        np.array([back.x for back in backs]),
    )
