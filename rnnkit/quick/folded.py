"""A layer that reads relu(w x + b) of single numbers x, without ever multiplying by its inputs.

Between two of the numbers at which a unit of the relu begins or ends, all that the units add to the sums of
the gates is a straight line. With E units that makes E + 1 lines, in a table of slopes and one of biases;
each number looks its line up. Gradients are collected by lines, and only then become those of the weights:
what was a product for each step and row is one for each line. At a bend itself either slope is one.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from rnnkit.quick.native import Native
from rnnkit.quick.sequence import (
    First,
    Slopes,
    Trace,
    Wanted,
    Way,
    Weights,
    arranged,
    begun,
    ended,
    of_inputs,
    of_states,
    of_the_rest,
)

LEAST_NUMBERS = 4  # times as many as there are units: from there on lines gain


class OpenUnits(NamedTuple):
    """Which units are open on each line `(E + 1, E)`, and where each number lies `(T, B)`."""

    opened: Tensor
    place: Tensor


def lines_of(x: Tensor, weight: Tensor, bias: Tensor) -> OpenUnits:
    """The lines of numbers `(T, B)` for units with weights and biases `(E,)`."""
    closed = (weight == 0) & (bias <= 0)
    rising = (weight > 0) | closed  # the others are open below their bend
    bends = torch.where(weight == 0, torch.inf, -bias / weight)
    bends, order = bends.sort(stable=True)
    rank = torch.empty_like(order)
    rank[order] = torch.arange(len(order))
    behind = rank < torch.arange(len(order) + 1)[:, None]  # (E + 1, E)
    return OpenUnits((behind == rising).to(x.dtype), torch.searchsorted(bends, x.contiguous()))


class FoldedRecurrence(torch.autograd.Function):
    """All steps of one layer in one direction after relu(w x + b)."""

    @staticmethod
    def forward(ctx: Any, way: Way, x: Tensor, count: int, *others: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """From numbers `(T, B, 1)`: outputs `(T, B, H)`, the state at the end, and the cells, if any.

        The others are weight `(E, 1)` and bias `(E,)` of the units, so many weights of one direction in
        torch's order, and the first states.
        """
        (weight, bias), given, first = others[:2], others[2 : 2 + count], others[2 + count :]
        w, weight = arranged(way.mode, given), weight[:, 0]
        lines = lines_of(x[..., 0], weight, bias)
        across = w.inputs.t()
        table = Slopes(
            torch.addmm(w.bias, lines.opened * bias, across),
            torch.mm(lines.opened * weight, across),
            lines.place,
        )
        steps = begun(way.mode, x, w, first)
        assert isinstance(way.engine, Native)
        way.engine.ahead_by_slopes(way, x, steps, w, table)
        ctx.save_for_backward(x, *steps, *w, *lines, weight, bias)
        return ended(ctx, way, count, steps, cells=len(first) > 1)

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, outputs: Tensor | None, last: Tensor | None, cells: Tensor | None
    ) -> tuple[Tensor | None, ...]:
        """Gradients of units, weights and first states; nobody asks for that of the numbers."""
        x, *kept = ctx.saved_tensors
        way, steps, w = ctx.way, Trace(*kept[:3]), Weights(*kept[3:7])
        lines, (weight, bias) = OpenUnits(*kept[7:9]), kept[9:]
        found = way.engine.back(way, x, steps, w, Wanted(outputs, last, cells, inputs=False))
        d, numbers = of_inputs(way.mode, found.sums), x.reshape(-1)
        sums, scaled = way.engine.collect(d, numbers, lines.place, len(lines.opened))
        of_input = torch.mm(scaled.t(), lines.opened * weight).addmm_(sums.t(), lines.opened * bias)
        of_weight = (lines.opened * torch.mm(scaled, w.inputs)).sum(dim=0)
        of_bias = (lines.opened * torch.mm(sums, w.inputs)).sum(dim=0)
        of_state = of_states(way, steps, found.sums)
        return None, None, None, of_weight[:, None], of_bias, of_input, of_state, *of_the_rest(ctx, found)


def folded_way(
    way: Way, x: Tensor, first: First, weights: Sequence[Tensor], units: Sequence[Tensor]
) -> tuple[Tensor, Tensor, Tensor]:
    """From numbers `(B, T, 1)` after a state: what `one_way` gives."""
    apply: Callable[..., tuple[Tensor, Tensor, Tensor]] = FoldedRecurrence.apply
    outputs, last, cells = apply(way, x.transpose(0, 1), len(weights), *units, *weights, *first)
    return outputs.transpose(0, 1), last, cells
