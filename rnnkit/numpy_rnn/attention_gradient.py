"""How an encoder-decoder learns: the slopes of its loss, through attention and back along both chains.

Shapes and weights are those of `attention`. As in `cells`, `dq` stands for the gradient of the loss by `q`.
"""

from collections.abc import Iterable

import numpy as np

from rnnkit.numpy_rnn.arrays import Array, Arrays
from rnnkit.numpy_rnn.attention import Symbols, beginning, go_on, predict, read
from rnnkit.numpy_rnn.functions import TINY
from rnnkit.numpy_rnn.gradient_descent import adam, clip_by_norm

LIMIT = 1.0  # of the length of a gradient


def told(w: Arrays, y: Symbols) -> Symbols:
    """What the decoder hears before each symbol of the targets `y`: the right one (teacher forcing)."""
    return np.column_stack([beginning(w, len(y)), y[:, :-1]])


def forward(w: Arrays, x: Symbols, y: Symbols) -> Arrays:
    """Read rows `x` and write with targets `y` told; `s` has the state before the first step as well.

    The loss is the cross entropy of the right symbols, the mean over all of them.
    """
    h = read(w, x)
    s = [h[:, -1]]
    for symbol in told(w, y).T:
        s.append(go_on(w, symbol, s[-1]))
    states = np.stack(s, axis=1)  # (N, T + 1, H)
    y_hat, alpha = predict(w, states[:, 1:], h)
    right = np.take_along_axis(y_hat, y[:, :, None], axis=-1)
    return Arrays(h=h, s=states, alpha=alpha, y_hat=y_hat, loss=-np.log(np.maximum(right, TINY)).mean())


def backward(w: Arrays, x: Symbols, y: Symbols, now: Arrays) -> Arrays:
    """The gradients of the weights: from what was written, back to what was read."""
    h, s = now.h, now.s[:, 1:]
    dscores = (now.y_hat - np.eye(now.y_hat.shape[-1])[y]) / y.size
    found = {"W_sy": _outer(dscores, s), "b_y": dscores.sum(axis=(0, 1))}
    ds, dh = dscores @ w.W_sy, np.zeros_like(h)
    if "W_a" in w:
        by_weights, ds_looking, dh = attention_backward(w, h, s, now.alpha, dscores)
        found |= by_weights
        ds += ds_looking
    da, dh_last = chain_backward(w.W_ss, s, ds)
    found |= {"W_ys": _by_symbol(told(w, y), da, len(w.W_ys)), "b_s": da.sum(axis=(0, 1))}
    found["W_ss"] = _outer(da, now.s[:, :-1])
    dh[:, -1] += dh_last  # where the decoder began
    da, _ = chain_backward(w.W_hh, h, dh)
    found |= {"W_xh": _by_symbol(x, da, len(w.W_xh)), "b_h": da.sum(axis=(0, 1))}
    found["W_hh"] = _outer(da[:, 1:], h[:, :-1])
    return Arrays(**{name: found[name] for name in w})


def attention_backward(
    w: Arrays, h: Array, s: Array, alpha: Array, dscores: Array
) -> tuple[dict[str, Array], Array, Array]:
    """Back through the shares: gradients of the weights of attention, and what reaches `s` and `h`."""
    dc = dscores @ w.W_cy
    dalpha = dc @ h.transpose(0, 2, 1)
    de = alpha * (dalpha - (dalpha * alpha).sum(axis=-1, keepdims=True))
    ds = de @ h @ w.W_a.T
    dh = alpha.transpose(0, 2, 1) @ dc + de.transpose(0, 2, 1) @ (s @ w.W_a)
    return {"W_a": _outer(s, de @ h), "W_cy": _outer(dscores, alpha @ h)}, ds, dh


def chain_backward(W: Array, states: Array, dstates: Array) -> tuple[Array, Array]:
    """Backpropagation through time: the slopes of the sums inside tanh, and of the state before the first."""
    da, arriving = np.zeros_like(states), np.zeros_like(states[:, 0])
    for t in reversed(range(states.shape[1])):
        da[:, t] = (dstates[:, t] + arriving) * (1 - states[:, t] ** 2)
        arriving = da[:, t] @ W
    return da, arriving


def learn(w: Arrays, batches: Iterable[tuple[Symbols, Symbols]], rates: Iterable[float]) -> Arrays:
    """Take a step of Adam for each batch of rows and their targets, at the learning rate of that step."""
    memory = (w.each(np.zeros_like), w.each(np.zeros_like))
    for number, ((x, y), rate) in enumerate(zip(batches, rates, strict=True), start=1):
        gradient = clip_by_norm(backward(w, x, y, forward(w, x, y)), LIMIT)
        w, memory = adam(w, gradient, memory, number, rate)
    return w


def _outer(a: Array, b: Array) -> Array:
    """Outer products, added up over all rows and steps."""
    summed: Array = np.tensordot(a, b, axes=([0, 1], [0, 1]))
    return summed


def _by_symbol(symbols: Symbols, da: Array, V: int) -> Array:
    """What the rows and steps ask of the weights of the symbol that was heard there, added up by symbol."""
    return _outer(np.eye(V)[symbols], da)
