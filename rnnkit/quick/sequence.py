"""A recurrent layer over a whole sequence as one operation, with its exact gradient.

Stock layers build a graph of a dozen operations at every step. Here the inputs are multiplied for all steps
at once; what is left for each step is one product and its gates, forward and back, and the gradients of the
weights are again one product for all steps. Time comes first, `(T, B, ...)`, so that a step is one piece of
memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

GATES = {"RNN_TANH": 1, "RNN_RELU": 1, "GRU": 3, "LSTM": 4}


class Trace(NamedTuple):
    """What the steps of a sequence leave for the way back.

    `gates` `(T, B, G * H)` are open; `hs` `(T + 1, B, H)` begins with the first state; `more` are the cells
    of an LSTM `(T + 1, B, H)`, or of a GRU the recurrent half of its candidate `(T, B, H)`, else empty.
    """

    gates: Tensor
    hs: Tensor
    more: Tensor


class Weights(NamedTuple):
    """What a layer multiplies by in one direction, gates below each other in torch's order.

    `inputs` `(G * H, F)`, `states` `(G * H, H)`, `bias` `(G * H,)`. A GRU multiplies the recurrent half of
    its candidate by a gate, so the bias of that half, `own` `(H,)`, stays apart.
    """

    inputs: Tensor
    states: Tensor
    bias: Tensor
    own: Tensor


class Slopes(NamedTuple):
    """What single numbers add to the sums: at each place `(T, B)` bias and slope, of tables `(V, G * H)`."""

    bias: Tensor
    slope: Tensor
    place: Tensor


class Wanted(NamedTuple):
    """Gradients of outputs `(T, B, H)`, and of the last state and cells `(B, H)`; `None` is zero.

    With `inputs` the gradient of the inputs is wanted, too.
    """

    outputs: Tensor | None
    last: Tensor | None
    cells: Tensor | None
    inputs: bool


class Gradients(NamedTuple):
    """Gradients of the sums of all gates, of first state and cells `(B, H)`, and of inputs `(T, B, F)`.

    The first is `(T, B, G * H)`; of a GRU `(T, B, 4 * H)`: reset times candidate, reset, update, candidate.
    """

    sums: Tensor
    first: Tensor
    cells: Tensor | None
    inputs: Tensor | None


class Way(NamedTuple):
    """How a layer is computed: its mode by torch's names, by what, and whether in products of 16 bits."""

    mode: str
    engine: "Engine"
    half: bool


class Size(NamedTuple):
    """How large the work of a layer is."""

    rows: int
    steps: int
    inputs: int
    hidden: int

    @property
    def work(self) -> int:
        """Multiplications for each gate, forward."""
        return self.rows * self.steps * self.hidden * (self.hidden + self.inputs)


class Engine(Protocol):
    """What computes the steps: loops in torch, or the kernel in C++."""

    def gains(self, mode: str, size: Size, *, half: bool) -> bool:
        """Whether it is faster than torch's own layer of this mode and size, in products of 16 bits or 32."""

    def ahead(self, way: Way, x: Tensor, steps: Trace, w: Weights) -> None:
        """Fill `steps`, of which the first state and cells are there, from inputs `(T, B, F)`."""

    def back(self, way: Way, x: Tensor, steps: Trace, w: Weights, back: Wanted) -> Gradients:
        """The way back."""


BARE = 2  # weights without biases

First = tuple[Tensor, ...]
"""The state before the first step, `(B, H)`, and with an LSTM its cells."""


def one_way(way: Way, x: Tensor, first: First, weights: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Inputs `(B, T, F)` after a state: outputs `(B, T, H)`, the state at the end and the cells, if any.

    `weights` are those of one direction in torch's order: input, recurrent, and their biases, if any.
    """
    apply: Callable[..., tuple[Tensor, Tensor, Tensor]] = Recurrence.apply
    outputs, last, cells = apply(way, x.transpose(0, 1), len(weights), *weights, *first)
    return outputs.transpose(0, 1), last, cells


def arranged(mode: str, weights: Sequence[Tensor]) -> Weights:
    """The weights of one direction with one bias for each sum, or zeros where there are none."""
    w_ih, w_hh, *biases = weights
    H = w_hh.shape[1]
    if not biases:
        return Weights(w_ih, w_hh, w_hh.new_zeros(len(w_hh)), w_hh.new_zeros(H))
    b_ih, b_hh = biases
    if mode != "GRU":
        return Weights(w_ih, w_hh, b_ih + b_hh, b_hh.new_zeros(H))
    return Weights(w_ih, w_hh, torch.cat([b_ih[: 2 * H] + b_hh[: 2 * H], b_ih[2 * H :]]), b_hh[2 * H :])


class Recurrence(torch.autograd.Function):
    """All steps of one layer in one direction."""

    @staticmethod
    def forward(ctx: Any, way: Way, x: Tensor, count: int, *others: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """From inputs `(T, B, F)`: outputs `(T, B, H)`, the state at the end, and the cells, if any.

        The others are so many weights of one direction in torch's order, and the first states.
        """
        w, (h, *c) = arranged(way.mode, others[:count]), others[count:]
        steps = begun(way.mode, x, w, [h, *c])
        way.engine.ahead(way, x, steps, w)
        ctx.save_for_backward(x, *steps, *w)
        return ended(ctx, way, count, steps, cells=bool(c))

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, outputs: Tensor | None, last: Tensor | None, cells: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """Gradients of inputs, weights and first states."""
        x, *kept = ctx.saved_tensors
        way, steps, w = ctx.way, Trace(*kept[:3]), Weights(*kept[3:])
        wanted = Wanted(outputs, last, cells, inputs=ctx.needs_input_grad[1])
        found = way.engine.back(way, x, steps, w, wanted)
        gradients = of_weights(way, x, steps, found.sums)
        return None, found.inputs, None, *gradients, *of_the_rest(ctx, found)


def ended(ctx: Any, way: Way, count: int, steps: Trace, *, cells: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Outputs, the state at the end, and the cells, if any; notes what the way back has to know."""
    ctx.way, ctx.biased = way, count > BARE
    ctx.set_materialize_grads(False)
    T = len(steps.hs) - 1
    return steps.hs[1:], steps.hs[T].clone(), steps.more[T].clone() if cells else steps.hs.new_empty(0)


def of_the_rest(ctx: Any, found: Gradients) -> tuple[Tensor, ...]:
    """The gradients behind those of the matrices: of both biases, if any, and of the first states."""
    biases = of_biases(ctx.way.mode, found.sums.flatten(0, 1).sum(dim=0)) if ctx.biased else ()
    return (*biases, found.first) if found.cells is None else (*biases, found.first, found.cells)


def begun(mode: str, x: Tensor, w: Weights, first: Sequence[Tensor]) -> Trace:
    """Memory for the steps of inputs `(T, B, F)`, with the state before the first."""
    (T, B, _), (sums, H) = x.shape, w.states.shape
    steps = Trace(x.new_empty(T, B, sums), x.new_empty(T + 1, B, H), x.new_empty(MORE[mode](T), B, H))
    steps.hs[0] = first[0]
    if len(first) > 1:
        steps.more[0] = first[1]
    return steps


def of_weights(way: Way, x: Tensor, steps: Trace, d: Tensor) -> tuple[Tensor, ...]:
    """The gradients of both matrices from those of the sums, one product for all steps."""
    read = x.reshape(-1, x.shape[2])
    return across(of_inputs(way.mode, d), read, half=way.half), of_states(way, steps, d)


def of_inputs(mode: str, d: Tensor) -> Tensor:
    """What of the gradients of sums belongs to inputs `(T * B, G * H)`: of a GRU all but the first."""
    return d.flatten(0, 1)[:, d.shape[2] // 4 :] if mode == "GRU" else d.flatten(0, 1)


def of_states(way: Way, steps: Trace, d: Tensor) -> Tensor:
    """The gradient of the recurrent matrix."""
    H, before, d = steps.hs.shape[2], steps.hs[:-1].flatten(0, 1), d.flatten(0, 1)
    if way.mode == "GRU":  # reset times candidate, reset, update, which torch has in another order
        return across(d[:, : 3 * H], before, half=way.half).roll(-H, 0)
    return across(d, before, half=way.half)


def across(a: Tensor, b: Tensor, *, half: bool) -> Tensor:
    """The product of columns, `(N, G)` and `(N, H)` to `(G, H)`; with `half` of 16 bits with sums of 32.

    Said by `products`, oneDNN takes the numbers over by rows, and nothing is gained on columns.
    """
    return torch.mm(a.bfloat16().t(), b.bfloat16()).to(a.dtype) if half else torch.mm(a.t(), b)


def of_biases(mode: str, total: Tensor) -> tuple[Tensor, ...]:
    """The gradients of both biases from the sum over all steps and rows."""
    if mode != "GRU":
        return total, total.clone()  # each is scaled by itself
    H = len(total) // 4
    return total[H:], total[: 3 * H].roll(-H)


MORE: Mapping[str, Callable[[int], int]] = {
    "RNN_TANH": lambda _: 0,
    "RNN_RELU": lambda _: 0,
    "GRU": lambda T: T,
    "LSTM": lambda T: T + 1,
}


@contextmanager
def products(half: bool) -> Iterator[None]:
    """Multiply inside in 16 bits, with sums of 32, where asked to and where the processor can."""
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium" if half else before)
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)
