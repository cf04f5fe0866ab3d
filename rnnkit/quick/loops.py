"""The steps of a simple recurrent network and of a GRU in torch: one product a step, memory written in place.

Torch's tanh takes nine times as long as its sigmoid, so steps go on with s = (h + 1) / 2, which turns a tanh
into a sigmoid: tanh(x) = 2 sigmoid(2 x) - 1. What the way back multiplies gradients by is computed for many
steps at once, as many as stay in the cache.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from rnnkit.quick.sequence import Gradients, Size, Trace, Wanted, Way, Weights, products

AT_ONCE = 1 << 15  # numbers
HALF_WORTH = 3e6  # multiplications

# What torch's own way back multiplies a gradient by, each in one pass.
sigmoid_backward = torch.ops.aten.sigmoid_backward.grad_input
tanh_backward = torch.ops.aten.tanh_backward.grad_input


class Loops:
    """Computes steps by torch's own operations."""

    name = "loops"

    def gains(self, mode: str, size: Size, *, half: bool) -> bool:  # noqa: ARG002  # that is the same for all
        """See `Engine`."""
        return mode != "LSTM"

    def ahead(self, way: Way, x: Tensor, steps: Trace, w: Weights) -> None:
        """See `Engine`."""
        read, gates, first = x.reshape(-1, x.shape[2]), steps.gates.flatten(0, 1), steps.hs[0].clone()
        curved = way.mode != "RNN_RELU"
        w = SHIFTED[way.mode](w) if curved else w
        if curved:
            steps.hs[0].add_(1).div_(2)
        with products(way.half):
            torch.addmm(w.bias, read, w.inputs.t(), out=gates)
        with products(way.half and pays(steps)):
            (ahead_gru if way.mode == "GRU" else ahead_rnn)(way.mode, steps, w.states, w.own)
        if curved:
            steps.hs.mul_(2).sub_(1)
            steps.hs[0] = first

    def back(self, way: Way, x: Tensor, steps: Trace, w: Weights, back: Wanted) -> Gradients:
        """See `Engine`."""
        gru = way.mode == "GRU"
        with products(way.half and pays(steps)):
            d, first = (back_gru if gru else back_rnn)(way.mode, steps, w.states, back)
        own = d[..., steps.hs.shape[2] :] if gru else d
        with products(way.half):
            inputs = torch.mm(own.flatten(0, 1), w.inputs).view(x.shape) if back.inputs else None
        return Gradients(d, first, None, inputs)


def pays(steps: Trace) -> bool:
    """Whether the product of a step is so large that 16 bits gain more than going over to them costs."""
    return steps.gates[0].numel() * steps.hs.shape[2] >= HALF_WORTH


def shifted_rnn(w: Weights) -> Weights:
    """Weights that make s = (h + 1) / 2 of s: tanh(x + W h) = 2 sigmoid(2 x + 4 W s - 2 W 1) - 1."""
    return Weights(2 * w.inputs, 4 * w.states, 2 * (w.bias - w.states.sum(dim=1)), w.own)


def shifted_gru(w: Weights) -> Weights:
    """The same for gates, which read 2 W s - W 1, and for the candidate, of which what is read is doubled."""
    H = w.states.shape[1]
    inputs, less = w.inputs.clone(), w.states.sum(dim=1)
    inputs[2 * H :] *= 2
    bias = torch.cat([w.bias[: 2 * H] - less[: 2 * H], 2 * w.bias[2 * H :]])
    return Weights(inputs, 2 * w.states, bias, w.own - less[2 * H :])


SHIFTED = {"RNN_TANH": shifted_rnn, "GRU": shifted_gru}


def ahead_rnn(mode: str, steps: Trace, w: Tensor, _: Tensor) -> None:
    """s = sigmoid(x + W s), or h = the part of x + W h above zero."""
    across = w.t().contiguous()
    bend = torch.Tensor.relu_ if mode == "RNN_RELU" else torch.Tensor.sigmoid_
    for x, (before, h) in zip(steps.gates.unbind(0), pairwise(steps.hs.unbind(0)), strict=True):
        bend(torch.addmm(x, before, across, out=h))


def back_rnn(mode: str, steps: Trace, w: Tensor, back: Wanted) -> tuple[Tensor, Tensor]:
    """The gradient of each sum is that of its state times the slope there."""
    hs = steps.hs[1:]
    d = torch.addcmul(hs.new_ones(()), hs, hs, value=-1) if mode == "RNN_TANH" else (hs > 0).to(hs.dtype)
    dh = start(back, hs[0])
    before = before_each(back, len(hs))
    for sums, g in zip(reversed(d.unbind(0)), before, strict=True):
        sums.mul_(dh)
        if g is None:
            torch.mm(sums, w, out=dh)
        else:
            torch.addmm(g, sums, w, out=dh)
    return d, dh


def ahead_gru(_: str, steps: Trace, w: Tensor, b: Tensor) -> None:
    """r, z = sigmoid(x + W s); n = sigmoid(x + 2 r (W s + b)); s = n + z (s - n)."""
    H = w.shape[1]
    across = w.t().contiguous()
    gates, own = across[:, : 2 * H].contiguous(), across[:, 2 * H :].contiguous()
    both, candidates = steps.gates[..., : 2 * H].unbind(0), steps.gates[..., 2 * H :].unbind(0)
    resets, updates = steps.gates[..., :H].unbind(0), steps.gates[..., H : 2 * H].unbind(0)
    h, *after = steps.hs.unbind(0)
    parts = zip(both, resets, updates, candidates, steps.more.unbind(0), after, strict=True)
    for opened, r, z, n, recurrent, into in parts:
        opened.addmm_(h, gates).sigmoid_()
        torch.addmm(b, h, own, out=recurrent)
        n.addcmul_(r, recurrent, value=2).sigmoid_()
        h = torch.lerp(n, h, z, out=into)


def back_gru(_: str, steps: Trace, w: Tensor, back: Wanted) -> tuple[Tensor, Tensor]:
    """Each gate's gradient is that of the state times what `slopes` says."""
    T, B, H = steps.more.shape
    order = torch.cat([w[2 * H :], w[: 2 * H]])  # as the gradients lie
    d = steps.hs.new_empty(T, B, 4, H)
    dh = start(back, steps.hs[0])
    for_all = dh.unsqueeze(1)
    before = iter(before_each(back, T))
    at_once = max(1, AT_ONCE // (B * H))
    for end in range(T, 0, -at_once):
        part = slice(max(0, end - at_once), end)
        slopes(Trace(steps.gates[part], steps.hs[part], steps.more[part]), d[part])
        kept = reversed(steps.gates[part, :, H : 2 * H].unbind(0))
        recurrent = reversed(d[part].view(-1, B, 4 * H)[..., : 3 * H].unbind(0))
        for sums, z, of_state in zip(reversed(d[part].unbind(0)), kept, recurrent, strict=True):
            sums.mul_(for_all)
            g = next(before)
            if g is None:
                dh.mul_(z)
            else:
                torch.addcmul(g, dh, z, out=dh)
            dh.addmm_(of_state, order)
    return d.view(T, B, 4 * H), dh


def slopes(steps: Trace, into: Tensor) -> None:
    """How the sum of each gate moves the state, `(T, B, 4, H)`, in the order of `Engine.back`."""
    r, z, n = steps.gates.view(*into.shape[:2], 3, -1).unbind(2)
    n = (2 * n).sub_(1)  # as the state is again
    product, reset, update, candidate = into.unbind(2)
    tanh_backward(1 - z, n, grad_input=candidate)
    torch.mul(candidate, r, out=product)
    sigmoid_backward(candidate * steps.more, r, grad_input=reset)
    sigmoid_backward(steps.hs - n, z, grad_input=update)


def start(back: Wanted, like: Tensor) -> Tensor:
    """The gradient of the last state, in memory of its own."""
    dh = torch.zeros_like(like) if back.last is None else back.last.clone()
    return dh if back.outputs is None else dh.add_(back.outputs[-1])


def before_each(back: Wanted, T: int) -> Sequence[Tensor | None]:
    """The gradients of the outputs before each step, from the last step to the first."""
    if back.outputs is None:
        return [None] * T
    return [*reversed(back.outputs[:-1].unbind(0)), None]
