"""One step of an RNN, an LSTM and a GRU, forward and backward, exactly as the equations say.

Shapes: `x` is `(F,)`, states, sums and gates are `(H,)`; of the weights, `W_x*` are `(H, F)`, `W_h*`
`(H, H)` and biases `(H,)`. `before` holds the values of the step before, `now` those of this step.

The way back applies the chain rule line by line in the opposite order. There `dq` stands for the
gradient of the loss by `q`; `arriving` holds what reaches this step's states: `out` came to `h` from the
step's own output, `h` and `c` came from the step after. What goes on to the step before ends in `_before`.

The gates are those of torch: where torch adds two biases to a sum, one stands here for both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.functions import LINEAR, RELU, TANH, Activation, sigmoid


@dataclass(frozen=True)
class Back:
    """What one step hands back: gradients of its values, its weights, the states before and its input."""

    values: Arrays
    weights: Arrays
    before: Arrays
    x: Array


def rnn_forward(w: Arrays, x: Array, before: Arrays, *, phi: Activation = TANH) -> Arrays:
    """Elman (1990): mix the input with what was remembered, and bend the sum."""
    a = w.W_xh @ x + w.W_hh @ before.h + w.b_h
    h = phi.value(a)
    return Arrays(a=a, h=h)


def rnn_backward(
    w: Arrays, x: Array, before: Arrays, now: Arrays, arriving: Arrays, *, phi: Activation = TANH
) -> Back:
    """The step of an RNN, backwards: every step before multiplies by `W_hh` and a slope once more."""
    dh = arriving.out + arriving.h
    da = dh * phi.slope(now.h)
    dW_xh = np.outer(da, x)
    dW_hh = np.outer(da, before.h)
    dh_before = w.W_hh.T @ da
    dx = w.W_xh.T @ da
    return Back(Arrays(a=da, h=dh), Arrays(W_xh=dW_xh, W_hh=dW_hh, b_h=da), Arrays(h=dh_before), dx)


def lstm_forward(w: Arrays, x: Array, before: Arrays) -> Arrays:
    """Hochreiter & Schmidhuber (1997) with the forget gate of Gers, Schmidhuber & Cummins (2000).

    The cell `c` is added to instead of overwritten: the gates decide what enters (`i`), stays (`f`), is
    shown (`o`); `g` is what could enter.
    """
    a_i = w.W_xi @ x + w.W_hi @ before.h + w.b_i
    a_f = w.W_xf @ x + w.W_hf @ before.h + w.b_f
    a_g = w.W_xg @ x + w.W_hg @ before.h + w.b_g
    a_o = w.W_xo @ x + w.W_ho @ before.h + w.b_o
    i = sigmoid(a_i)
    f = sigmoid(a_f)
    g = np.tanh(a_g)
    o = sigmoid(a_o)
    c = f * before.c + i * g
    h = o * np.tanh(c)
    return Arrays(a_i=a_i, a_f=a_f, a_g=a_g, a_o=a_o, i=i, f=f, g=g, o=o, c=c, h=h)


def lstm_backward(w: Arrays, x: Array, before: Arrays, now: Arrays, arriving: Arrays) -> Back:
    """The step of an LSTM, backwards: along the cell a gradient is only multiplied by the forget gate."""
    dh = arriving.out + arriving.h
    do = dh * np.tanh(now.c)
    dc = arriving.c + dh * now.o * (1 - np.tanh(now.c) ** 2)
    di = dc * now.g
    df = dc * before.c
    dg = dc * now.i
    da_i = di * now.i * (1 - now.i)
    da_f = df * now.f * (1 - now.f)
    da_g = dg * (1 - now.g**2)
    da_o = do * now.o * (1 - now.o)
    dW_xi = np.outer(da_i, x)
    dW_xf = np.outer(da_f, x)
    dW_xg = np.outer(da_g, x)
    dW_xo = np.outer(da_o, x)
    dW_hi = np.outer(da_i, before.h)
    dW_hf = np.outer(da_f, before.h)
    dW_hg = np.outer(da_g, before.h)
    dW_ho = np.outer(da_o, before.h)
    dc_before = dc * now.f
    dh_before = w.W_hi.T @ da_i + w.W_hf.T @ da_f + w.W_hg.T @ da_g + w.W_ho.T @ da_o
    dx = w.W_xi.T @ da_i + w.W_xf.T @ da_f + w.W_xg.T @ da_g + w.W_xo.T @ da_o
    return Back(
        values=Arrays(a_i=da_i, a_f=da_f, a_g=da_g, a_o=da_o, i=di, f=df, g=dg, o=do, c=dc, h=dh),
        weights=Arrays(
            W_xi=dW_xi, W_xf=dW_xf, W_xg=dW_xg, W_xo=dW_xo,
            W_hi=dW_hi, W_hf=dW_hf, W_hg=dW_hg, W_ho=dW_ho,
            b_i=da_i, b_f=da_f, b_g=da_g, b_o=da_o,
        ),
        before=Arrays(h=dh_before, c=dc_before),
        x=dx,
    )  # fmt: skip


def gru_forward(w: Arrays, x: Array, before: Arrays) -> Arrays:
    """Cho et al. (2014), as torch computes it: `r` says how much memory enters the candidate `n`.

    The memory `m` is computed before the gate acts on it; `z` is the share of the old state that stays.
    """
    a_r = w.W_xr @ x + w.W_hr @ before.h + w.b_r
    a_z = w.W_xz @ x + w.W_hz @ before.h + w.b_z
    r = sigmoid(a_r)
    z = sigmoid(a_z)
    m = w.W_hn @ before.h + w.b_hn
    a_n = w.W_xn @ x + w.b_xn + r * m
    n = np.tanh(a_n)
    h = (1 - z) * n + z * before.h
    return Arrays(a_r=a_r, a_z=a_z, r=r, z=z, m=m, a_n=a_n, n=n, h=h)


def gru_backward(w: Arrays, x: Array, before: Arrays, now: Arrays, arriving: Arrays) -> Back:
    """The step of a GRU, backwards: where `z` is near one, a gradient passes almost unchanged."""
    dh = arriving.out + arriving.h
    dz = dh * (before.h - now.n)
    dn = dh * (1 - now.z)
    da_n = dn * (1 - now.n**2)
    dm = da_n * now.r
    dr = da_n * now.m
    da_z = dz * now.z * (1 - now.z)
    da_r = dr * now.r * (1 - now.r)
    dW_xr = np.outer(da_r, x)
    dW_xz = np.outer(da_z, x)
    dW_xn = np.outer(da_n, x)
    dW_hr = np.outer(da_r, before.h)
    dW_hz = np.outer(da_z, before.h)
    dW_hn = np.outer(dm, before.h)
    dh_before = dh * now.z + w.W_hr.T @ da_r + w.W_hz.T @ da_z + w.W_hn.T @ dm
    dx = w.W_xr.T @ da_r + w.W_xz.T @ da_z + w.W_xn.T @ da_n
    return Back(
        values=Arrays(a_r=da_r, a_z=da_z, r=dr, z=dz, m=dm, a_n=da_n, n=dn, h=dh),
        weights=Arrays(
            W_xr=dW_xr, W_xz=dW_xz, W_xn=dW_xn,
            W_hr=dW_hr, W_hz=dW_hz, W_hn=dW_hn,
            b_r=da_r, b_z=da_z, b_xn=da_n, b_hn=dm,
        ),
        before=Arrays(h=dh_before),
        x=dx,
    )  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A kind of step: the shapes of its weights (by letter), what it remembers, and its two functions."""

    shapes: Mapping[str, str]
    states: tuple[str, ...]
    forward: Callable[[Arrays, Array, Arrays], Arrays]
    backward: Callable[[Arrays, Array, Arrays, Arrays, Arrays], Back]


RNN_SHAPES = {"W_xh": "HF", "W_hh": "HH", "b_h": "H"}


def gated(gates: str, biases: tuple[str, ...]) -> dict[str, str]:
    """The shapes of a cell with a matrix for the input and one for the state behind every gate."""
    inputs = {f"W_x{gate}": "HF" for gate in gates}
    return inputs | {f"W_h{gate}": "HH" for gate in gates} | dict.fromkeys(biases, "H")


def elman(phi: Activation) -> Cell:
    """An RNN with one of the activations."""
    return Cell(RNN_SHAPES, ("h",), partial(rnn_forward, phi=phi), partial(rnn_backward, phi=phi))


CELLS: Mapping[str, Cell] = {
    "rnn": elman(TANH),
    "relu": elman(RELU),
    "linear": elman(LINEAR),
    "gru": Cell(gated("rzn", ("b_r", "b_z", "b_xn", "b_hn")), ("h",), gru_forward, gru_backward),
    "lstm": Cell(gated("ifgo", ("b_i", "b_f", "b_g", "b_o")), ("h", "c"), lstm_forward, lstm_backward),
}
