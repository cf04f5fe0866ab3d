"""The kernel in C++ as an engine: addresses of tensors go in, and numbers come out in their memory."""

import ctypes
from pathlib import Path

import torch
from torch import Tensor

from rnnkit.quick.library import MODES, Call, load
from rnnkit.quick.sequence import GATES, Gradients, Size, Slopes, Trace, Wanted, Way, Weights

STRIDED = ("x", "g", "d_x")  # given with what lies between two steps and two rows
FLOATS = (torch.float32, torch.float64)
AVX2 = 32  # bytes of a vector
LEAST_ROWS, MOST_HIDDEN, LEAST_WORK = 16, 128, 2e6  # of an LSTM, from which on the kernel was faster there


class Native:
    """Computes steps by a library that was built of `kernel.cpp`."""

    name = "kernel"

    def __init__(self, library: Path) -> None:
        self._library = load(library)
        self.halves = bool(self._library.halves())
        """Whether it multiplies in 16 bits here."""
        self.vectors = int(self._library.vectors())
        """The bytes of a vector in the processor that it was built for."""

    def gains(self, mode: str, size: Size, *, half: bool) -> bool:
        """See `Engine`; as measured beside torch's own LSTM, which is oneDNN's, and with AVX-512 as fast."""
        if half or mode != "LSTM":
            return True
        large = size.rows >= LEAST_ROWS and size.work >= LEAST_WORK
        return self.vectors == AVX2 and large and size.hidden <= MOST_HIDDEN

    def ahead(self, way: Way, x: Tensor, steps: Trace, w: Weights) -> None:
        """See `Engine`."""
        self._run(way, x, steps, w, forward=True)

    def ahead_by_slopes(self, way: Way, x: Tensor, steps: Trace, w: Weights, table: Slopes) -> None:
        """The same for single numbers `(T, B, 1)`, which are read by slopes and not by `w.inputs`."""
        w = w._replace(inputs=w.inputs[:, :0], bias=table.bias)
        self._run(way, x, steps, w, forward=True, own=table.place, slope=table.slope)

    def collect(self, d: Tensor, x: Tensor, place: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """Of rows `(N, G)` the sums `(count, G)` by places `(N,)`, and those of `x` `(N,)` times them."""
        sums, scaled = (d.new_zeros(count, d.shape[1]) for _ in range(2))
        run = self._library.collect_float if d.dtype == torch.float32 else self._library.collect_double
        run(
            *(d.data_ptr(), d.stride(0), d.shape[1], place.data_ptr(), x.data_ptr(), len(x)),
            *(sums.data_ptr(), scaled.data_ptr()),
        )
        return sums, scaled

    def back(self, way: Way, x: Tensor, steps: Trace, w: Weights, back: Wanted) -> Gradients:
        """See `Engine`."""
        T, B, H = steps.hs[1:].shape
        d = x.new_empty(T, B, (4 if way.mode == "GRU" else GATES[way.mode]) * H)
        first, cells = x.new_empty(B, H), x.new_empty(B, H) if way.mode == "LSTM" else None
        inputs = x.new_empty(B, T, x.shape[2]).transpose(0, 1) if back.inputs else None
        g, last, c_last = (None if part is None else close(part) for part in back[:3])
        more = {"last": last, "c_last": c_last, "d": d, "d_h": first, "d_c": cells}
        strided = {"g": g, "d_x": inputs}
        self._run(way, x, steps, w, forward=False, **more, **strided)
        return Gradients(d, first, cells, inputs)

    def _run(
        self, way: Way, x: Tensor, steps: Trace, w: Weights, *, forward: bool, **more: Tensor | None
    ) -> None:
        """Raises `MemoryError` where the kernel found none."""
        x, (w_x, states, bias, own) = close(x), (part.contiguous() for part in w)
        T, B, _ = x.shape
        arrays = {"x": x, "w_x": w_x, "w": states, "bias": bias, "b": own, **steps._asdict(), **more}
        call = Call(
            **{"cell": MODES.index(way.mode), "T": T, "B": B, "H": states.shape[1], "F": w_x.shape[1]},
            **{name: part.data_ptr() for name, part in arrays.items() if part is not None},
            **{
                f"{name[0]}_{axis}": part.stride(place)
                for name in STRIDED
                if (part := arrays.get(name)) is not None
                for place, axis in enumerate("tb")
            },
        )
        run = self._library.run_float if x.dtype == torch.float32 else self._library.run_double
        if not run(ctypes.byref(call), forward, torch.get_num_threads(), way.half and self.halves):
            raise MemoryError


def close(part: Tensor) -> Tensor:
    """The same numbers, those of one state or input beside each other."""
    return part if part.stride(-1) == 1 else part.contiguous()
