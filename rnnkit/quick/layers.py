"""Recurrent layers computed the quick way: who computes them on this machine, and what goes to whom."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, nn

from rnnkit.host.machine import multiplies_16_bits
from rnnkit.networks.recurrent import Recurrent, State, stock
from rnnkit.quick.library import STOCK, find_kernel, wanted_core
from rnnkit.quick.loops import Loops
from rnnkit.quick.native import FLOATS, Native
from rnnkit.quick.sequence import Way, one_way

BITS = "RNNKIT_CORE_BITS"
HALF_WORTH = 64  # hidden cells from which products of 16 bits gain more than they cost
LEFT_IN_32_BITS = frozenset(
    {"LSTM"}
)  # the kernel takes 0.9 to 1.35 times as long as torch there, at any size
KEPT = 2**22  # bytes that steps may leave behind at once where nobody goes back to them
LEFT_BEHIND = 5  # numbers a hidden cell, row and step: three gates, the state and half a candidate
FEWEST_ROWS = 8  # with fewer at once torch's own kernels are as fast


def quicken(network: nn.Module, *, half: bool = True) -> str:
    """Let the recurrent layers of a network be computed the quick way, as `RNNKIT_CORE` allows; says by whom.

    With `half` products are of 16 bits while it learns, where the processor multiplies those natively; never
    where it is checked or scored. Raises `ConfigError` where the environment asks for what there is not.
    """
    engine = find_engine()
    if engine is None:
        return STOCK
    quick = Quick(engine, half=half and sixteen_bits())
    for part in network.modules():
        if isinstance(part, Recurrent):
            part.kernel = quick
    return engine.name


class Quick:
    """Computes a recurrent layer by an engine, and leaves to torch's own kernels what that cannot do."""

    def __init__(self, engine: Loops | Native, *, half: bool) -> None:
        self.engine, self.half = engine, half

    def __deepcopy__(self, _: object) -> "Quick":
        """Itself: it remembers nothing."""
        return self

    def __call__(
        self, layer: nn.RNNBase, x: Tensor, state: State | None, weights: Sequence[Tensor]
    ) -> tuple[Tensor, State]:
        """See `Kernel`."""
        if x.device.type != "cpu" or not x.numel() or weights[0].dtype not in FLOATS:
            return stock(layer, x, state, weights)
        if not torch.is_grad_enabled():
            return self._only_ahead(layer, x, state, weights)
        half = self._half(layer)
        left = not half and layer.mode in LEFT_IN_32_BITS
        if left or layer.mode not in self.engine.modes:
            return stock_halved(layer, x, state, weights) if half else stock(layer, x, state, weights)
        with torch.autocast("cpu", enabled=False):
            return every_way(Way(layer.mode, self.engine, half), layer, x, state, weights)

    def _only_ahead(
        self, layer: nn.RNNBase, x: Tensor, state: State | None, weights: Sequence[Tensor]
    ) -> tuple[Tensor, State]:
        """Where nobody goes back: some rows at a time, since all gates of all steps would take much memory.

        Torch's own LSTM is as fast there, and what is asked for in 16 bits is left to torch.
        """
        rows = KEPT // (LEFT_BEHIND * layer.hidden_size * x.shape[1] * x.element_size())
        gains = isinstance(self.engine, Native) and layer.mode != "LSTM" and rows >= FEWEST_ROWS
        if not gains or isinstance(state, tuple) or torch.is_autocast_enabled("cpu"):
            return stock(layer, x, state, weights)
        outputs, after = [], []
        for start in range(0, len(x), rows):
            before = None if state is None else state[:, start : start + rows]
            way = Way(layer.mode, self.engine, half=False)
            found, last = every_way(way, layer, x[start : start + rows], before, weights)
            assert isinstance(last, Tensor)
            outputs.append(found)
            after.append(last)
        return torch.cat(outputs), torch.cat(after, dim=1)

    def _half(self, layer: nn.RNNBase) -> bool:
        """Whether to multiply in 16 bits: where all around does, or while it learns, where that gains."""
        if torch.is_autocast_enabled("cpu"):
            return True
        return self.half and layer.training and layer.hidden_size >= HALF_WORTH


def every_way(
    way: Way, layer: nn.RNNBase, x: Tensor, state: State | None, weights: Sequence[Tensor]
) -> tuple[Tensor, State]:
    """One direction or both: outputs `(B, T, D * H)` and the states `(D, B, H)` at the end."""
    x = x.to(weights[0].dtype)
    of_one = 4 if layer.bias else 2
    parts = [weights[place : place + of_one] for place in range(0, len(weights), of_one)]
    if state is None:
        state = x.new_zeros(len(parts), len(x), layer.hidden_size)
        state = (state, state) if layer.mode == "LSTM" else state
    before = [one.to(x.dtype) for one in (state if isinstance(state, tuple) else (state,))]
    found = []
    for number, part in enumerate(parts):
        first = tuple(each[number] for each in before)
        outputs, last, cells = one_way(way, x.flip(1) if number else x, first, part)
        found.append((outputs.flip(1) if number else outputs, last, cells))
    outputs = found[0][0] if len(found) == 1 else torch.cat([one[0] for one in found], dim=-1)
    last = torch.stack([one[1] for one in found])
    if layer.mode != "LSTM":
        return outputs, last
    return outputs, (last, torch.stack([one[2] for one in found if one[2] is not None]))


def stock_halved(
    layer: nn.RNNBase, x: Tensor, state: State | None, weights: Sequence[Tensor]
) -> tuple[Tensor, State]:
    """Torch's own kernel with products of 16 bits; what comes out has the type of what went in."""
    with torch.autocast("cpu", torch.bfloat16):
        outputs, after = stock(layer, x, state, weights)
    if isinstance(after, tuple):
        return outputs.to(x.dtype), (after[0].to(x.dtype), after[1].to(x.dtype))
    return outputs.to(x.dtype), after.to(x.dtype)


def find_engine() -> Loops | Native | None:
    """Who computes recurrent layers here; `None` leaves them to torch's own kernels."""
    if wanted_core() == STOCK:
        return None
    built = find_kernel()
    return loops() if built is None else native(built)


@cache
def loops() -> Loops:
    """The loops in torch."""
    return Loops()


@cache
def native(built: Path) -> Native:
    """The kernel of a file, asked once what it can do."""
    return Native(built)


@cache
def sixteen_bits() -> bool:
    """Whether this processor multiplies numbers of 16 bits in one instruction, and may."""
    return multiplies_16_bits() and os.environ.get(BITS, "").strip() != "32"
