"""The steps of a simple recurrent network and of a GRU in torch: one product a step, memory written in place.

What the way back multiplies gradients by is computed for many steps at once, as many as stay in the cache.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from rnnkit.quick.sequence import Gradients, Trace, Wanted, Way, Weights, products

AT_ONCE = 1 << 15  # numbers
HALF_WORTH = 3e6  # multiplications


class Loops:
    """Computes steps by torch's own operations."""

    name, modes = "loops", ("RNN_TANH", "RNN_RELU", "GRU")

    def ahead(self, way: Way, x: Tensor, steps: Trace, w: Weights) -> None:
        """See `Engine`."""
        read, gates = x.reshape(-1, x.shape[2]), steps.gates.flatten(0, 1)
        with products(way.half):
            torch.addmm(w.bias, read, w.inputs.t(), out=gates)
        with products(way.half and pays(steps)):
            (ahead_gru if way.mode == "GRU" else ahead_rnn)(way.mode, steps, w.states, w.own)

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


def ahead_rnn(mode: str, steps: Trace, w: Tensor, _: Tensor) -> None:
    """h = tanh(x + W h), or the part of the sum above zero."""
    across = w.t().contiguous()
    bend = torch.Tensor.tanh_ if mode == "RNN_TANH" else torch.Tensor.relu_
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
    """r, z = sigmoid(x + W h); n = tanh(x + r (W h + b)); h = n + z (h - n)."""
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
        n.addcmul_(r, recurrent).tanh_()
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
            dh.mul_(z)
            g = next(before)
            if g is not None:
                dh.add_(g)
            dh.addmm_(of_state, order)
    return d.view(T, B, 4 * H), dh


def slopes(steps: Trace, into: Tensor) -> None:
    """How the sum of each gate moves the state, `(T, B, 4, H)`, in the order of `Engine.back`."""
    r, z, n = steps.gates.view(*into.shape[:2], 3, -1).unbind(2)
    product, reset, update, candidate = into.unbind(2)
    torch.mul(1 - z, torch.addcmul(n.new_ones(()), n, n, value=-1), out=candidate)
    torch.mul(candidate, r, out=product)
    torch.mul(product * steps.more, 1 - r, out=reset)
    torch.mul((steps.hs - n).mul_(z), 1 - z, out=update)


def start(back: Wanted, like: Tensor) -> Tensor:
    """The gradient of the last state, in memory of its own."""
    dh = torch.zeros_like(like) if back.last is None else back.last.clone()
    return dh if back.outputs is None else dh.add_(back.outputs[-1])


def before_each(back: Wanted, T: int) -> Sequence[Tensor | None]:
    """The gradients of the outputs before each step, from the last step to the first."""
    if back.outputs is None:
        return [None] * T
    return [*reversed(back.outputs[:-1].unbind(0)), None]
