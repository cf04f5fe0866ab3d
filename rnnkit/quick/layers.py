"""Recurrent layers computed the quick way: who computes them on this machine, and what goes to whom."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path

import torch
from torch import Tensor, nn

from rnnkit.host.machine import multiplies_16_bits
from rnnkit.networks.recurrent import Bent, Read, Recurrent, State, stock
from rnnkit.quick.folded import LEAST_NUMBERS, folded_way
from rnnkit.quick.library import STOCK, find_kernel, wanted_core
from rnnkit.quick.loops import Loops
from rnnkit.quick.native import FLOATS, Native
from rnnkit.quick.sequence import Size, Way, one_way

BITS = "RNNKIT_CORE_BITS"
HALF_WORTH = 64  # hidden cells from which products of 16 bits gain more than they cost
KEPT = 2**22  # bytes that steps may leave behind at once where nobody goes back to them
# Numbers a hidden cell, row and step: the gates, the state, and cells or half a candidate.
LEFT_BEHIND = {"RNN_TANH": 2, "RNN_RELU": 2, "GRU": 5, "LSTM": 6}
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
        self, layer: nn.RNNBase, x: Read, state: State | None, weights: Sequence[Tensor]
    ) -> tuple[Tensor, State]:
        """See `Kernel`."""
        read = x.values if isinstance(x, Bent) else x
        if read.device.type != "cpu" or not read.numel() or weights[0].dtype not in FLOATS:
            return stock(layer, x, state, weights)
        if isinstance(x, Bent) and not self._folds(x):
            x = x.open()
        if not torch.is_grad_enabled():
            return self._only_ahead(layer, x, state, weights)
        half = self._half(layer)
        if not self.engine.gains(layer.mode, size_of(layer, x), half=half):
            return stock_halved(layer, x, state, weights) if half else stock(layer, x, state, weights)
        with torch.autocast("cpu", enabled=False):
            return every_way(Way(layer.mode, self.engine, half), layer, x, state, weights)

    def _folds(self, x: Bent) -> bool:
        """Whether numbers are read by lines: single ones, so many that the lines are worth computing."""
        single, many = x.values.shape[2] == 1, x.values.numel() >= LEAST_NUMBERS * x.linear.out_features
        asked = x.values.requires_grad or torch.is_autocast_enabled("cpu")
        return isinstance(self.engine, Native) and single and many and not asked

    def _only_ahead(
        self, layer: nn.RNNBase, x: Read, state: State | None, weights: Sequence[Tensor]
    ) -> tuple[Tensor, State]:
        """Where nobody goes back: some rows at a time, since all gates of all steps would take much memory.

        What is asked for in 16 bits is left to torch, and so is all where there is no kernel.
        """
        read = x.values if isinstance(x, Bent) else x
        rows = KEPT // (LEFT_BEHIND[layer.mode] * layer.hidden_size * read.shape[1] * read.element_size())
        kernel = isinstance(self.engine, Native)
        kernel = kernel and self.engine.gains(layer.mode, size_of(layer, x), half=False)
        if not kernel or rows < FEWEST_ROWS or torch.is_autocast_enabled("cpu"):
            return stock(layer, x, state, weights)
        way = Way(layer.mode, self.engine, half=False)
        found = [
            every_way(way, layer, part, piece_of(state, start, rows), weights)
            for start, part in zip(range(0, len(read), rows), pieces(x, rows), strict=True)
        ]
        return torch.cat([outputs for outputs, _ in found]), joined([after for _, after in found])

    def _half(self, layer: nn.RNNBase) -> bool:
        """Whether to multiply in 16 bits: where all around does, or while it learns, where that gains."""
        if torch.is_autocast_enabled("cpu"):
            return True
        return self.half and layer.training and layer.hidden_size >= HALF_WORTH


def every_way(
    way: Way, layer: nn.RNNBase, x: Read, state: State | None, weights: Sequence[Tensor]
) -> tuple[Tensor, State]:
    """One direction or both: outputs `(B, T, D * H)` and the states `(D, B, H)` at the end."""
    one_of = one_way
    if isinstance(x, Bent):
        one_of, x = partial(folded_way, units=(x.linear.weight, x.linear.bias)), x.values
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
        outputs, last, cells = one_of(way, x.flip(1) if number else x, first, part)
        found.append((outputs.flip(1) if number else outputs, last, cells))
    outputs = found[0][0] if len(found) == 1 else torch.cat([one[0] for one in found], dim=-1)
    last = torch.stack([one[1] for one in found])
    if layer.mode != "LSTM":
        return outputs, last
    return outputs, (last, torch.stack([one[2] for one in found if one[2] is not None]))


def size_of(layer: nn.RNNBase, x: Read) -> Size:
    """How large the work of a layer is for `(B, T, F)`."""
    rows, steps, _ = (x.values if isinstance(x, Bent) else x).shape
    return Size(rows, steps, layer.input_size, layer.hidden_size)


def pieces(x: Read, rows: int) -> Sequence[Read]:
    """So many rows of the batch at a time."""
    if isinstance(x, Bent):
        return [Bent(part, x.linear) for part in torch.split(x.values, rows)]
    return torch.split(x, rows)


def piece_of(state: State | None, start: int, rows: int) -> State | None:
    """The state of some rows of the batch."""
    if isinstance(state, tuple):
        return state[0][:, start : start + rows], state[1][:, start : start + rows]
    return None if state is None else state[:, start : start + rows]


def joined(states: Sequence[State]) -> State:
    """The states of pieces of the batch as that of all."""
    if isinstance(states[0], tuple):
        h, c = zip(*states, strict=True)
        return torch.cat(h, dim=1), torch.cat(c, dim=1)
    return torch.cat([state for state in states if isinstance(state, Tensor)], dim=1)


def stock_halved(
    layer: nn.RNNBase, x: Read, state: State | None, weights: Sequence[Tensor]
) -> tuple[Tensor, State]:
    """Torch's own kernel with products of 16 bits; what comes out has the type of what went in."""
    kernels = nullcontext() if multiplies_16_bits() else without_onednn()
    with torch.autocast("cpu", torch.bfloat16), kernels:
        outputs, after = stock(layer, x, state, weights)
    dtype = (x.values if isinstance(x, Bent) else x).dtype
    if isinstance(after, tuple):
        return outputs.to(dtype), (after[0].to(dtype), after[1].to(dtype))
    return outputs.to(dtype), after.to(dtype)


@contextmanager
def without_onednn() -> Iterator[None]:
    """Compute what is inside without oneDNN, which has no LSTM of 16 bits for processors without such
    instructions and says so by failing.
    """
    before = torch.backends.mkldnn.enabled
    torch.backends.mkldnn.enabled = False  # type: ignore[assignment]
    try:
        yield
    finally:
        torch.backends.mkldnn.enabled = before


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
