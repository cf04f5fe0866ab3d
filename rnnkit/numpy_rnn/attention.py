"""An encoder-decoder with attention, and without, written out: it reads a row of symbols, then writes one.

Shapes: `N` rows at once, `S` symbols read and `T` written, states of `H` numbers, `V` symbols. Symbols are
whole numbers `(N, S)`; the encoder has states `h` `(N, S, H)`, the decoder `s` `(N, T, H)`. Row `v` of `W_xh`
`(V, H)` and `W_ys` `(V + 1, H)` is what symbol `v` brings in; the last one of `W_ys` begins a row.
"""

import numpy as np
from numpy.typing import NDArray

from rnnkit.numpy_rnn.arrays import Array, Arrays

Symbols = NDArray[np.int64]


def draw(V: int, H: int, seed: int, *, attention: bool) -> Arrays:
    """Weights like torch's, uniform between -1/sqrt(H) and 1/sqrt(H); `W_a` only where there is attention."""
    rng, edge = np.random.default_rng(seed), 1 / np.sqrt(H)
    shapes = {
        "W_xh": (V, H), "W_hh": (H, H), "b_h": (H,),
        "W_ys": (V + 1, H), "W_ss": (H, H), "b_s": (H,),
        "W_sy": (V, H), "b_y": (V,),
    }  # fmt: skip
    if attention:
        shapes |= {"W_a": (H, H), "W_cy": (V, H)}
    return Arrays(**{name: rng.uniform(-edge, edge, shape) for name, shape in shapes.items()})


def read(w: Arrays, x: Symbols) -> Array:
    """The states `h` of the encoder, one after every symbol of the rows `x`."""
    h, states = np.zeros((len(x), len(w.W_hh))), []
    for symbol in x.T:
        h = np.tanh(w.W_xh[symbol] + h @ w.W_hh.T + w.b_h)
        states.append(h)
    return np.stack(states, axis=1)


def go_on(w: Arrays, y: Symbols, s: Array) -> Array:
    """The next state `(N, H)` of the decoder, from the symbols written last `(N,)` and the state before."""
    return np.tanh(w.W_ys[y] + s @ w.W_ss.T + w.b_s)


def attend(w: Arrays, s: Array, h: Array) -> tuple[Array, Array]:
    """Luong, Pham and Manning (2015): how much of each state read goes into each step; shares and context."""
    e = s @ w.W_a @ h.transpose(0, 2, 1)  # (N, T, S): how well a step of the decoder fits a state read
    alpha = shares_of(e)
    c = alpha @ h  # (N, T, H)
    return alpha, c


def predict(w: Arrays, s: Array, h: Array) -> tuple[Array, Array]:
    """Probabilities of the next symbol `(N, T, V)`, and the shares of attention `(N, T, S or 0)`."""
    scores = s @ w.W_sy.T + w.b_y
    if "W_a" not in w:
        return shares_of(scores), np.zeros((*s.shape[:2], 0))
    alpha, c = attend(w, s, h)
    return shares_of(scores + c @ w.W_cy.T), alpha


def write(w: Arrays, x: Symbols, T: int) -> tuple[Symbols, Array]:
    """Read rows, then write `T` symbols, each time the likeliest: what was written, and the attention."""
    h, written, shares = read(w, x), [], []
    s, y = h[:, -1], beginning(w, len(x))
    for _ in range(T):
        s = go_on(w, y, s)
        y_hat, alpha = predict(w, s[:, None], h)
        y = np.argmax(y_hat[:, 0], axis=-1)
        written.append(y)
        shares.append(alpha[:, 0])
    return np.stack(written, axis=1), np.stack(shares, axis=1)


def beginning(w: Arrays, N: int) -> Symbols:
    """What a decoder is told before its first symbol, once for each of `N` rows."""
    return np.full(N, len(w.W_ys) - 1)


def shares_of(scores: Array) -> Array:
    """Softmax along the last axis: positive numbers that add up to one."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares
