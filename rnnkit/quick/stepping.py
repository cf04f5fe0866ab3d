"""A recurrent layer that goes on by single steps in the kernel, for whoever writes; NumPy, no torch.

Weights are packed once. Each is read once a step, whatever the number of states, and the sums of a state do
not depend on those beside it: several texts at once are, bit for bit, those written alone.
"""

import ctypes
import weakref
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rnnkit.quick.library import MODES, Call

Array = npt.NDArray[np.float32]
STANDING = 2  # states of each text: before a step and after it
MOST_GATES = 4
PAD = 32  # columns of a product are filled up to a multiple of this


class StepWeights(NamedTuple):
    """The weights of one layer in one direction, in torch's order.

    `states` `(G * H, H)`; `inputs` `(G * H, F)`, or nothing where inputs are looked up: then `bias`
    `(V, G * H)` has what each symbol brings in, else `(G * H,)`. `own` `(H,)` is the bias of a GRU's
    candidate that stays beside the product of the state.
    """

    mode: str
    states: Array
    inputs: Array | None
    bias: Array
    own: Array


class StepLayer:
    """The weights of a layer, packed for single steps."""

    def __init__(self, library: ctypes.CDLL, weights: StepWeights) -> None:
        self._library, inputs = library, weights.inputs
        self._read_on = weights.bias, weights.own  # where they lie; the others are packed
        self._call = Call(cell=MODES.index(weights.mode), T=1, H=weights.states.shape[1])
        self._call.w, self._call.bias, self._call.b = map(
            address, (weights.states, weights.bias, weights.own)
        )
        if inputs is not None:
            self._call.F, self._call.w_x = inputs.shape[1], address(inputs)
        self._packed = packed(self, library, library.keep(ctypes.byref(self._call)))

    def call(self) -> Call:
        """What the kernel is told about the layer; where the states lie is still open."""
        return Call.from_buffer_copy(self._call)

    def step(self, call: int) -> None:
        """Go on by one step, as told at an address. Raises `MemoryError` where the kernel found none."""
        if not self._library.step(call, self._packed):
            raise MemoryError


class LayerSteps:
    """N states of a layer, and how the next input changes them."""

    def __init__(self, layer: StepLayer, count: int) -> None:
        self._layer, self._call = layer, layer.call()
        call = self._call
        shape = (STANDING, count, call.H)
        self._states, self._more = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        self._gates = np.empty((count, MOST_GATES * call.H), dtype=np.float32)
        self._given: Array | npt.NDArray[np.signedinteger] = (
            np.zeros((count, call.F), dtype=np.float32) if call.F else np.zeros(count, dtype=np.dtype("l"))
        )
        call.B, call.x_b = count, call.F
        call.hs, call.more, call.gates = address(self._states), address(self._more), address(self._gates)
        setattr(call, "x" if call.F else "own", address(self._given))
        self._told = ctypes.addressof(call)
        self._state: Array = self._states[0]

    def __call__(self, given: npt.ArrayLike) -> Array:
        """Go on by inputs `(N, F)`, or symbols `(N,)`, to states `(N, H)`, which the next step overwrites."""
        self._given[:] = given
        self._layer.step(self._told)
        return self._state


class StepMatrix:
    """A matrix `(M, K)`, packed; multiplies some rows at a time."""

    def __init__(self, library: ctypes.CDLL, weights: Array) -> None:
        self._library, self.shape = library, weights.shape
        self._packed = packed(self, library, library.keep_matrix(address(weights), *weights.shape))

    def multiply(self, rows: int, count: int, into: int) -> None:
        """Multiply so many rows, from one address to another, where each row is filled up."""
        self._library.multiply(self._packed, rows, count, into)


class Product:
    """The product of a matrix with N rows."""

    def __init__(self, matrix: StepMatrix, count: int) -> None:
        columns, width = matrix.shape
        self._matrix, self._count = matrix, count
        self._given = np.zeros((count, width), dtype=np.float32)
        filled = np.zeros((count, -(-columns // PAD) * PAD), dtype=np.float32)
        self._rows, self._into, self._found = address(self._given), address(filled), filled[:, :columns]

    def __call__(self, given: Array) -> Array:
        """From rows `(N, K)` to `(N, M)`, which the next call overwrites."""
        self._given[:] = given
        self._matrix.multiply(self._rows, self._count, self._into)
        return self._found


def packed(owner: object, library: ctypes.CDLL, found: int | None) -> int:
    """Weights that the kernel packed, which go when their owner goes. Raises `MemoryError`."""
    if not found:
        raise MemoryError
    weakref.finalize(owner, library.drop, found)
    return found


def address(array: npt.NDArray[np.generic]) -> int:
    """Where the numbers of an array begin."""
    found: int = array.ctypes.data
    return found
