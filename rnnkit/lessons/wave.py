"""One to many at work: told a frequency and a phase once, a network writes a wave."""

from functools import cache

import numpy as np

from rnnkit.lessons.lesson import Aside
from rnnkit.lessons.pictures import Curve, Curves
from rnnkit.numpy_rnn import Array, Arrays, clip_by_norm
from rnnkit.numpy_rnn.attention_gradient import chain_backward
from rnnkit.numpy_rnn.gradient_descent import adam
from rnnkit.words import t

UNITS, STEPS, SEED = 32, 20, 0
SLOWEST, FASTEST = 0.3, 0.9  # radians a step
UPDATES, ROWS, RATE, LIMIT = 500, 32, 0.005, 1.0
SCORED = 300


def waves(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
    """Waves `(N, T)`, and what is told of them: frequency, cosine and sine of the phase `(N, 3)`."""
    frequency, phase = rng.uniform(SLOWEST, FASTEST, count), rng.uniform(0, 2 * np.pi, count)
    told: Array = np.column_stack([frequency, np.cos(phase), np.sin(phase)])
    return told, np.sin(frequency[:, None] * np.arange(STEPS) + phase[:, None])


def write(w: Arrays, x: Array) -> tuple[Array, Array]:
    """Read `x` `(N, 3)` at step 1 and nothing after it: the states `(N, T, H)` and what is said `(N, T)`."""
    states = [np.tanh(x @ w.W_xh.T + w.b_h)]
    for _ in range(1, STEPS):
        states.append(np.tanh(states[-1] @ w.W_hh.T + w.b_h))
    h = np.stack(states, axis=1)
    return h, h @ w.W_hy[0] + w.b_y


def gradient(w: Arrays, x: Array, y: Array) -> Arrays:
    """The slopes of the mean squared error; the input reaches step 1 only."""
    h, y_hat = write(w, x)
    dy = 2 * (y_hat - y) / y.size
    da, _ = chain_backward(w.W_hh, h, dy[:, :, None] * w.W_hy[0])
    return Arrays(
        W_xh=da[:, 0].T @ x,
        W_hh=np.tensordot(da[:, 1:], h[:, :-1], axes=([0, 1], [0, 1])),
        b_h=da.sum(axis=(0, 1)),
        W_hy=np.tensordot(dy, h, axes=([0, 1], [0, 1]))[None],
        b_y=dy.sum(keepdims=True)[0],
    )


@cache
def trained() -> Arrays:
    """An RNN that has learned to write waves, in about half a second, when first asked for."""
    rng, edge = np.random.default_rng(SEED), 1 / np.sqrt(UNITS)
    w = Arrays(
        W_xh=rng.uniform(-1, 1, (UNITS, 3)),
        W_hh=np.linalg.qr(rng.standard_normal((UNITS, UNITS)))[0],  # orthogonal: it forgets nothing at first
        b_h=np.zeros(UNITS),
        W_hy=rng.uniform(-edge, edge, (1, UNITS)),
        b_y=np.zeros(1),
    )
    memory = (w.each(np.zeros_like), w.each(np.zeros_like))
    for number in range(1, UPDATES + 1):
        slopes = clip_by_norm(gradient(w, *waves(rng, ROWS)), LIMIT)
        w, memory = adam(w, slopes, memory, number, RATE * (1 - (number - 1) / UPDATES))
    return w


def errors() -> dict[str, float]:
    """The RMSE over new waves, and that of always saying 0."""
    x, y = waves(np.random.default_rng(SEED + 1), SCORED)
    _, y_hat = write(trained(), x)
    return {"wave": float(np.sqrt(np.mean((y_hat - y) ** 2))), "flat": float(np.sqrt(np.mean(y**2)))}


def drawn() -> Aside:
    """A new wave as it was told, and as it was written."""
    x, y = waves(np.random.default_rng(SEED + 1), SCORED)
    _, y_hat = write(trained(), x[:1])
    steps = range(1, STEPS + 1)
    curves = (Curve(t("the wave"), steps, y[0], "truth", "dash"), Curve(t("RNN"), steps, y_hat[0], "rnn"))
    return Aside(
        "One to many at work: an RNN of 32 units that has just learned to draw waves. At step 1 it is told a "
        "frequency and a phase, and nothing after that. On {waves} new waves its root mean squared error is "
        "{wave}; always saying 0 has {flat}.",
        Curves(curves, t("time step"), t("output")),
        "A wave, and what the network writes that was told its frequency and phase",
        errors() | {"waves": SCORED},
    )
